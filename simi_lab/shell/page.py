"""The page of a face: frame, menu and router put together for one visitor, and let go when the visitor leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from simi_lab.charts import theme
from simi_lab.i18n import t
from simi_lab.shell import frame
from simi_lab.shell.assets import asset
from simi_lab.shell.browser import Browser
from simi_lab.shell.layout import stack
from simi_lab.shell.router import Route, Router
from simi_lab.shell.state import Session, Visitor

_BAR = {"bgcolor": "primary.contrastText", "color": "primary.main"}  # the pair that keeps the header's own colours
_CONTENT_WIDTH = 1120
_MENU_WIDTH = 264


class LabPage(pmui.Page):
    """A `pmui.Page` that is freed with its session.

    panel-material-ui 0.16 binds `busy` to the process-wide `pn.state`, whose watcher then holds every page for ever;
    here that watcher is taken off. A test opens and closes sessions and counts pages.
    """

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        for _, watcher in list(self._param__private.ref_watchers):
            if watcher.inst is pn.state:
                pn.state.param.unwatch(watcher)


def open_page(
    routes: Sequence[Route],
    *,
    run: Any = None,
    links: Sequence[frame.Link] = (),
    prefix: str = "/",
    visitor: Visitor | None = None,
) -> LabPage:
    """Open a face for the visitor whose request is being served.

    Parameters
    ----------
    routes : the pages of the face, first one first
    run : the open run whose figures are shown
    links : doors to other faces, in the menu
    prefix : path under which the server lives, with a slash at both ends
    visitor : who is signed in, on a server with accounts

    Returns
    -------
    LabPage
        To be handed to the server; it knows language, theme, page and filters from the address.
    """
    args = {key: values[-1].decode("utf-8", "replace") for key, values in pn.state.session_args.items() if values}
    session = Session.of_request(args, {name: str(value) for name, value in pn.state.headers.items()}, run, visitor)
    router = Router(session, routes, args)
    pn.config.reconnect = True  # after a cut line the page comes back as it was
    return build_page(session, router, links=links, prefix=prefix)


def build_page(session: Session, router: Router, *, links: Sequence[frame.Link] = (), prefix: str = "/") -> LabPage:
    """Put the page of a session together; `open_page` does this for a request."""
    lang, look = session.param.lang, session.param.theme
    browser = Browser(session, router)
    header = _html(param.bind(frame.header_html, lang, look, session.is_phone, prefix), height=56)
    menu = _html(param.bind(frame.menu_html, router, router.param.page, lang, look, links, prefix))
    top = _html(param.bind(frame.heading_html, router, router.param.page, lang, router.param.refused))
    run_name = getattr(session.run, "name", "") or ""
    last = _html(param.bind(frame.last_line_html, run_name, lang), margin=(32, 0, 0, 0))
    side = 16 if session.is_phone else 32
    styles = {"gap": "24px", "max-height": "none"}  # Panel caps it at 100% of the window, and the last line overlaps
    main = stack(top, router.body, last, browser)
    main.param.update(margin=(24, side), styles=styles)
    page = LabPage(
        header=[header],
        sidebar=[menu],
        main=[main],
        main_width=_CONTENT_WIDTH + 2 * side,
        app_bar_width="100%",
        sidebar_width=_MENU_WIDTH,
        sidebar_open=not session.is_phone,
        sidebar_resizable=False,
        sidebar_variant="temporary" if session.is_phone else "persistent",
        busy_indicator=None,
        theme_toggle=False,
        dark_theme=session.theme == "dark",
        theme_config=theme.mui_theme(),
        raw_css=[theme.css_root(), asset("document.css")],
        meta_title="SIMI Lab",
        meta_description=t("A rehearsal room for an immigration office, with synthetic data.", session.lang),
        sx={".MuiAppBar-root": _BAR, "& .MuiAppBar-root": {"borderBottom": "1px solid var(--lab-line)"}, **_GROUND},
    )
    session.param.watch(lambda event: setattr(page, "dark_theme", event.new == "dark"), "theme")
    browser.param.watch(lambda _: page.param.update(sidebar_open=False, sidebar_variant="temporary"), "is_narrow")
    router.param.watch(
        lambda _: setattr(page, "sidebar_open", page.sidebar_open and not (session.is_phone or browser.is_narrow)),
        "page",
    )
    return page


_GROUND = {
    "& .main": {"backgroundColor": "var(--lab-ground)"},
    "& .sidebar": {"backgroundColor": "var(--lab-ground)", "borderRight": "1px solid var(--lab-line)"},
}


def _html(content: Any, **params: Any) -> pn.pane.HTML:
    options = {"sizing_mode": "stretch_width", "margin": 0, **params}
    return pn.pane.HTML(content, stylesheets=[asset("frame.css")], **options)
