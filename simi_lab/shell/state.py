"""What one visitor's session remembers: language, theme, kind of screen, the run being read, shared choices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import panel as pn
import param

from simi_lab.i18n import LANGS, t

T = TypeVar("T")
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Visitor:
    """Who is signed in, on a server with accounts; `account` is "" when nobody is."""

    account: str = ""
    roles: frozenset[str] = frozenset()


class Session(param.Parameterized):
    """State of one visitor; every page, view and card of the visit receives it.

    Parameters
    ----------
    lang : "id" or "en"
    theme : "light" or "dark"
    theme_hint : what the reader's system prefers; the address names a theme only when it differs
    is_phone : whether the browser said that it runs on a phone
    run : the open run whose figures are shown, or None
    account : alias of the account that is signed in, "" for nobody yet; None where there are no accounts
    roles : what an account may see
    """

    lang: Any = param.Selector(default="id", objects=list(LANGS))
    theme: Any = param.Selector(default="light", objects=list(THEMES))
    theme_hint: Any = param.Selector(default="light", objects=list(THEMES), constant=True)
    is_phone = param.Boolean(default=False, constant=True)
    run = param.Parameter(constant=True)
    account = param.String(default=None, allow_None=True, constant=True)
    roles = param.ClassSelector(class_=frozenset, default=frozenset(), constant=True)

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self._shared: dict[Callable[[Session], Any], Any] = {}

    @classmethod
    def of_request(
        cls, args: Mapping[str, str], headers: Mapping[str, str], run: Any = None, visitor: Visitor | None = None
    ) -> Session:
        """Open a session from the query and the headers of the first request, and from who is signed in.

        Unknown languages and themes are ignored. The theme follows the system where the browser tells it
        (header `Sec-CH-Prefers-Color-Scheme`), so that no page flashes.
        """
        known = {key.lower(): value for key, value in headers.items()}
        hint = known.get("sec-ch-prefers-color-scheme", "").strip('"')
        hint = hint if hint in THEMES else "light"
        lang, theme = args.get("lang"), args.get("theme")
        return cls(
            lang=lang if lang in LANGS else "id",
            theme=theme if theme in THEMES else hint,
            theme_hint=hint,
            is_phone="Mobi" in known.get("user-agent", ""),
            run=run,
            account=visitor.account if visitor is not None else None,
            roles=visitor.roles if visitor is not None else frozenset(),
        )

    def say(self, message: str, **values: object) -> str:
        """The message in the session's present language."""
        return t(message, self.lang, **values)

    def text(self, message: str, **values: object) -> Any:
        """A reference to the message that follows the language: give it wherever a component takes text.

        `values` may themselves be references (parameters, bound functions).
        """
        references: dict[str, Any] = {"lang": self.param.lang, **values}
        return param.bind(_say, message, **references)

    def shared(self, factory: Callable[[Session], T]) -> T:
        """One object per session and factory, made on first demand: pages that share filters share the object."""
        if factory not in self._shared:
            self._shared[factory] = factory(self)
        return self._shared[factory]

    def may_see(self, roles: frozenset[str]) -> bool:
        """Whether the visitor may open something reserved to `roles` (empty: everyone).

        On a computer without accounts whoever sits there has every role.
        """
        return not roles or self.account is None or bool(roles & self.roles)


def is_served() -> bool:
    """Whether code runs for a visitor of a server, not in a notebook or a test."""
    document = pn.state.curdoc
    return document is not None and document.session_context is not None


def _say(message: str, lang: str, **values: object) -> str:
    return t(message, lang, **values)
