"""The shell every face lives in: page, address, language, theme, menu. Cards are in `simi_lab.shell.cards`.

A face is a list of routes; each builds its content for a session, once, when first shown::

    from simi_lab.shell import Filters, Route, Session, side_by_side, stack
    from simi_lab.shell.cards import Chart, ChartCard, KpiCard, choice

    class ServiceFilters(Filters):                      # one parameter = one key of the address
        district = param.Selector(default="all", objects=["all"])

    def make_filters(session: Session) -> ServiceFilters:
        filters = ServiceFilters()
        filters.param.district.objects = ["all", *codes_of(session.run)]
        filters.keep_as_default()
        return filters

    def build(session: Session) -> pn.viewable.Viewable:
        filters = session.shared(make_filters)          # the object the router keeps in the address
        chart = param.bind(compute, lang=session.param.lang, theme=session.param.theme,
                           district=filters.param.district)            # -> Chart
        return stack(choice(session, filters, "district", "District", words),
                     side_by_side(KpiCard(session, kpi), KpiCard(session, other)),
                     ChartCard(session, chart, file_name="layanan_waktu_tunggu"))

    Route(slug, label, icon, build, lead="", filters=None, group="", roles=frozenset())

`label`, `lead`, `group` and the `label` of a control are message ids (English; Indonesian in `locale/id/*.po`).
Session: `.lang` `.theme` `.is_phone` `.run` `.account` `.roles`; `.say(message, **values)` is text in the present
language, `.text(message, **values)` a reference that follows it, `.shared(factory)` one object per session and factory.
Filters: `.keep_as_default()` `.to_query()` `.read_query(query)` `.reset()`; parameters may be Selector,
ListSelector, Boolean, Integer, Number, String, Date, CalendarDate, Range, DateRange or CalendarDateRange.
Inside the content an ordinary link with `data-q` changes the address in place:
`<a data-q="page=layanan&district=18.04.04" href="?page=layanan">`. The page's `<h1>` is the route's label; content
starts at `<h2>`. `open_page(routes, run=…, links=…)` makes the page for the request being served.
"""

from simi_lab.shell.filters import Filters
from simi_lab.shell.frame import Link
from simi_lab.shell.layout import side_by_side, stack
from simi_lab.shell.page import LabPage, open_page
from simi_lab.shell.router import Route
from simi_lab.shell.state import Session

__all__ = ["Filters", "LabPage", "Link", "Route", "Session", "open_page", "side_by_side", "stack"]
