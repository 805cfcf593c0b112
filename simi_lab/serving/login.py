"""The page to sign in to a class: alias and PIN from a slip of paper, in both languages, without a script."""

from __future__ import annotations

import math
import time
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tornado.httputil import url_concat
from tornado.template import Template
from tornado.web import HTTPError, RequestHandler, StaticFileHandler

from simi_lab.charts import theme
from simi_lab.i18n import LANG_NAMES, LANGS, t
from simi_lab.serving.door import LOGIN, LOGOUT, SEAT_COOKIE, USER_COOKIE, Door
from simi_lab.serving.home import font_css
from simi_lab.store.accounts.signing import LOCK_MINUTES, TRIES, Answer

_ASSETS = Path(__file__).parent / "assets"
_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_MOST_LETTERS = 64
_TOO_MANY = 429


class LoginHandler(RequestHandler):
    """Shows the form, and lets in whoever brings a fitting alias and PIN."""

    def initialize(self, door: Door, prefix: str) -> None:
        """Take the door that decides."""
        self._door, self._prefix = door, prefix

    def set_default_headers(self) -> None:
        """Nothing of this page is kept by a browser or framed by another page."""
        self.set_header("Content-Security-Policy", _POLICY)
        self.set_header("Cache-Control", "no-store")

    def get(self) -> None:
        """Show the form, or go on for whoever is signed in already."""
        if self._door.seat(self.get_cookie(SEAT_COOKIE)) is not None:
            return self.redirect(self._next())
        return self._show()

    async def post(self) -> None:
        """Try the alias and the PIN that were sent."""
        try:
            self.check_xsrf_cookie()
        except HTTPError:
            return self._show("The form was open for too long. Please type both once more.")
        alias = self.get_body_argument("alias", "")[:_MOST_LETTERS]
        pin = "".join(self.get_body_argument("pin", "")[:_MOST_LETTERS].split())
        if not alias.strip() or not pin:
            return self._show("Type the alias and the PIN of your slip.", alias)
        answer = await self._door.try_pin(alias, pin, self.request.remote_ip or "")
        if answer is None:
            self.set_status(_TOO_MANY)
            return self._show("Too many tries. Wait a few minutes, then try again, or ask your trainer.", alias)
        if answer.seat is None:
            return self._refuse(answer, alias)
        for name, value in self._door.cookies(answer.seat).items():
            self.set_cookie(name, value, path=f"{self._prefix}/", httponly=True, samesite="Lax")
        return self.redirect(self._next(), status=303)

    def _refuse(self, answer: Answer, alias: str) -> None:
        if answer.locked_until is None:
            message = "Alias and PIN do not fit. After {tries} wrong tries the account is locked for {minutes} minutes."
            return self._show(message, alias, tries=TRIES, minutes=LOCK_MINUTES)
        left = max(1, math.ceil((answer.locked_until / 1e6 - time.time()) / 60))
        message = (
            "This account is locked for {minutes} more minutes after {tries} wrong PINs. Your trainer can free it at "
            "once; what you did before is kept."
        )
        return self._show(message, alias, tries=TRIES, minutes=left)

    @property
    def _lang(self) -> str:
        asked = self.get_argument("lang", "")
        if asked not in LANGS:  # the page that was wanted may name one
            asked = parse_qs(urlsplit(self.get_argument("next", "")).query).get("lang", ["id"])[-1]
        return asked if asked in LANGS else "id"

    def _next(self) -> str:
        """Where to go afterwards: a page of the academy and nothing else."""
        home = f"{self._prefix}/belajar"
        wanted = self.get_argument("next", "")
        parts = urlsplit(wanted)
        is_ours = not parts.scheme and not parts.netloc and parts.path == home and "\\" not in wanted
        return wanted if is_ours else url_concat(home, {"lang": self._lang})

    def _show(self, message: str = "", alias: str = "", **values: object) -> None:
        lang = self._lang
        other = next(code for code in LANGS if code != lang)
        again = {"next": self.get_argument("next", "")[:500]}
        self.finish(
            _template().generate(
                t=lambda said, **fields: t(said, lang, **fields),
                lang=lang,
                other=other,
                other_name=LANG_NAMES[other],
                other_href="?" + urlencode({**again, "lang": other}),
                action="?" + urlencode({**again, "lang": lang}),
                label=self._door.info.label,
                alias=alias,
                message=t(message, lang, **values) if message else "",
                xsrf=self.xsrf_form_html(),
                css=theme.css_root() + (_ASSETS / "login.css").read_text(encoding="utf-8"),
                fonts=font_css(self._prefix),
                prefix=self._prefix,
            )
        )


class LogoutHandler(RequestHandler):
    """Signs out: the cookies go, the page to sign in comes."""

    def initialize(self, prefix: str) -> None:
        """Take the path under which the server lives."""
        self._prefix = prefix

    def get(self) -> None:
        """Sign out and go back to the form."""
        for name in (SEAT_COOKIE, USER_COOKIE):
            self.clear_cookie(name, path=f"{self._prefix}/")
        lang = self.get_query_argument("lang", "id")
        self.redirect(url_concat(f"{self._prefix}{LOGIN}", {"lang": lang if lang in LANGS else "id"}))


class ToAcademy(RequestHandler):
    """The root of a class: the academy, and before it the page to sign in."""

    def initialize(self, prefix: str) -> None:
        """Take the path under which the server lives."""
        self._prefix = prefix

    def get(self) -> None:
        """Go to the list of lessons."""
        lang = self.get_query_argument("lang", "id")
        self.redirect(url_concat(f"{self._prefix}/belajar", {"lang": lang if lang in LANGS else "id"}))


def class_routes(door: Door, prefix: str) -> list[Any]:
    """Patterns of a class's server besides its pages."""
    return [
        ("/?", ToAcademy, {"prefix": prefix}),
        (LOGIN, LoginHandler, {"door": door, "prefix": prefix}),
        (LOGOUT, LogoutHandler, {"prefix": prefix}),
        (r"/(favicon\.ico)", StaticFileHandler, {"path": str(_ASSETS)}),
    ]


@cache
def _template() -> Template:
    return Template((_ASSETS / "login.html").read_text(encoding="utf-8"), autoescape="xhtml_escape")
