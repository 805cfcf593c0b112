"""Which view is shown, and its address: routes by slug, views built when first wanted, query kept in step."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import panel as pn
import param

from simi_lab.shell.cards.notes import EmptyState, Waiting
from simi_lab.shell.filters import Filters
from simi_lab.shell.state import THEMES, Session, is_served

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Route:
    """One page of a face.

    Parameters
    ----------
    slug : key in the address (`?page=slug`), lower case
    label : message id of the page's name: its heading, its entry in the menu, its title
    icon : name of a Material icon ("query_stats")
    build : makes the page's content for a session; called once per session, when first shown
    lead : message id of the one sentence under the heading, or ""
    filters : makes the page's choices; routes with the same function share one object (`Session.shared`)
    group : message id of the menu group, or ""
    roles : who may see it; empty for everyone
    ahead : work on a run that a server does before the first visitor would have to wait for it, or None
    when : whether a visitor has this page at all, or None for everyone who has the role
    """

    slug: str
    label: str
    icon: str
    build: Callable[[Session], Any]
    lead: str = ""
    filters: Callable[[Session], Filters] | None = None
    group: str = ""
    roles: frozenset[str] = frozenset()
    ahead: Callable[[Any], None] | None = None
    when: Callable[[Session], bool] | None = None

    def is_for(self, session: Session) -> bool:
        """Whether a visitor has this page."""
        return session.may_see(self.roles) and (self.when is None or self.when(session))


class Router(param.Parameterized):
    """Keeps page, filters and query string of one session in step.

    Parameters
    ----------
    session : the visitor
    routes : all pages of this face; those the visitor may not see are left out
    args : query of the first request
    """

    page = param.String(doc="Slug of the page shown.")
    query = param.String(doc="Canonical query string of what is shown, without the question mark.")
    refused = param.List(doc="Keys of the last address that were not possible choices.")

    def __init__(self, session: Session, routes: Sequence[Route], args: Mapping[str, str]) -> None:
        self.session = session
        self.routes = {route.slug: route for route in routes if route.is_for(session)}
        if not self.routes:
            raise ValueError("a face needs at least one page that the visitor may see")
        self.body = pn.Column(sizing_mode="stretch_width", margin=0)
        self._views: dict[str, Any] = {}
        self._watched: set[int] = set()
        self._quiet = False
        super().__init__(page=next(iter(self.routes)))
        session.param.watch(self._rewrite, ["lang", "theme"])
        self.restore(args)

    @property
    def route(self) -> Route:
        """The route shown."""
        return self.routes[self.page]

    def restore(self, query: str | Mapping[str, str]) -> None:
        """Show what an address says; what it does not mention goes back to its default."""
        said = dict(parse_qsl(query, keep_blank_values=True)) if isinstance(query, str) else dict(query)
        page = said.get("page", next(iter(self.routes)))
        refused = [] if page in self.routes else ["page"]
        with self._one_rewrite():
            self._set_session({"theme": self.session.theme_hint, **said})
            self.page = page if page in self.routes else next(iter(self.routes))
            filters = self._filters()
            refused += filters.read_query(said) if filters is not None else []
            self.refused = refused
            self._show()

    def patch(self, query: str) -> None:
        """Follow a link inside the page: change what it mentions, keep the rest, filters included."""
        said = dict(parse_qsl(query, keep_blank_values=True))
        with self._one_rewrite():
            self._set_session(said)
            self.refused = []
            if said.get("page") in self.routes:
                self.page = said["page"]
            filters = self._filters()
            if filters is not None and set(said) & set(filters.choices()):
                self.refused = filters.read_query({**filters.to_query(), **said})
            self._show()

    def address(self, page: str = "") -> str:
        """Query string of another page in the same language and theme, for an ordinary link."""
        return urlencode({**self._shell_query(), "page": page or self.page}, quote_via=quote, safe="/")

    def _shell_query(self) -> dict[str, str]:
        pairs = {"page": self.page, "lang": self.session.lang}
        if self.session.theme != self.session.theme_hint:
            pairs["theme"] = self.session.theme
        return pairs

    def _set_session(self, said: Mapping[str, str]) -> None:
        if said.get("lang") in self.session.param.lang.objects:
            self.session.lang = said["lang"]
        if said.get("theme") in THEMES:
            self.session.theme = said["theme"]

    def _filters(self) -> Filters | None:
        if self.route.filters is None:
            return None
        filters = self.session.shared(self.route.filters)
        if id(filters) not in self._watched:
            self._watched.add(id(filters))
            filters.param.watch(self._rewrite, list(filters.choices()))
        return filters

    @contextmanager
    def _one_rewrite(self) -> Iterator[None]:
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False
        self._rewrite()

    def _rewrite(self, *_events: Any) -> None:
        if self._quiet:
            return
        filters = self._filters()
        pairs = {**self._shell_query(), **(filters.to_query() if filters is not None else {})}
        self.query = urlencode(pairs, quote_via=quote, safe="/,.:")

    def _show(self) -> None:
        slug = self.page
        if slug in self._views:
            self._place(self._views[slug])
        elif self.body.objects and is_served():
            self._place(Waiting(self.session))  # the reader sees the new page at once, its content a moment later
            pn.state.execute(lambda: self._build(slug), schedule=True)
        else:
            self._build(slug)

    def _build(self, slug: str) -> None:
        if slug not in self._views:
            try:
                self._views[slug] = self.routes[slug].build(self.session)
            except Exception:
                _log.exception("page %r could not be built", slug)
                self._place(
                    EmptyState(
                        self.session,
                        "This page could not be shown.",
                        hint="Open another page from the menu; the cause is written in the log of the server.",
                    )
                )
                return
        if slug == self.page:
            self._place(self._views[slug])

    def _place(self, view: Any) -> None:
        if list(self.body.objects) != [view]:
            self.body[:] = [view]
