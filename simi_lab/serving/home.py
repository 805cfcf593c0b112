"""The home page: what this is, which world is loaded, three doors; plain HTML, no script, both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tornado.template import Template
from tornado.web import HTTPError, RequestHandler, StaticFileHandler

from simi_lab.charts import theme
from simi_lab.i18n import LANG_NAMES, LANGS, month, number, t
from simi_lab.serving.ports import LOOPBACK_NAMES
from simi_lab.serving.security import STATIC_POLICY
from simi_lab.vocabulary import label

if TYPE_CHECKING:
    from simi_lab.serving.faces import Face

_ASSETS = Path(__file__).parent / "assets"
_FLOW = ("registered", "counter", "biometrics_interview", "printing", "handover")
_FIRST_LESSON = "belajar/01_mengenal_simi"


@dataclass(frozen=True)
class Home:
    """What the home page knows.

    Parameters
    ----------
    run : the open run, or None
    faces : the faces that are served
    lab_url : address of JupyterLab beside it, or None
    prefix : path under which the server lives, without slash at the end
    summary : folder of the static summary pages (`index.html`, and `en.html` if there is one), or None
    """

    run: Any
    faces: Sequence[Face]
    lab_url: str | None = None
    prefix: str = ""
    summary: Path | None = None
    _cache: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    def page(self, lang: str, look: str) -> bytes:
        """The page in one language and theme ("" follows the reader's system); written once, then kept."""
        key = f"{lang}/{look}"
        if key not in self._cache:
            self._cache[key] = self._template.generate(**self._words(lang, look))
        return self._cache[key]

    @cached_property
    def _template(self) -> Template:
        return Template((_ASSETS / "home.html").read_text(encoding="utf-8"), autoescape="xhtml_escape")

    def _words(self, lang: str, look: str) -> Mapping[str, Any]:
        other = next(code for code in LANGS if code != lang)
        return {
            "t": lambda message, **values: t(message, lang, **values),
            "lang": lang,
            "other": other,
            "other_name": LANG_NAMES[other],
            "look": look,
            "css": theme.css_root() + (_ASSETS / "home.css").read_text(encoding="utf-8"),
            "fonts": font_css(self.prefix),
            "flow": [label("stage", code, lang) for code in _FLOW],
            "prefix": self.prefix,
            "lesson": self._href("belajar", _FIRST_LESSON, lang),
            "lessons": self._href("belajar", "", lang),
            "service": self._href("dasbor", "layanan", lang),
            "day": self._href("dasbor", "sehari", lang),
            "simulator": self._href("dasbor", "simulator", lang),
            "explorer": self._href("dasbor", "penjelajah", lang),
            "dashboards": self._href("dasbor", "", lang),
            "summary": f"{self.prefix}/ringkasan/?lang={lang}" if self.summary else "",
            "lab_url": self.lab_url or "",
            "world": self._world(lang),
        }

    def _href(self, face: str, page: str, lang: str) -> str:
        """Address of a page, "" when it does not exist here."""
        found = next((item for item in self.faces if item.slug == face), None)
        if found is None or (page and not found.has(page)):
            return ""
        return f"{self.prefix}/{face}?" + (f"page={page}&" if page else "") + f"lang={lang}"

    def _world(self, lang: str) -> Sequence[tuple[str, str]]:
        """Facts of the loaded run, for a list of terms; empty without one."""
        if self.run is None:
            return ()
        scenario, tables = self.run.scenario, self.run.manifest["tables"]
        first, last = (month(str(scenario["period"][end]), lang) for end in ("first", "last"))
        return (
            (t("World", lang), scenario["title"][lang]),
            (t("Period", lang), t("{first} to {last}", lang, first=first, last=last)),
            (t("Applications", lang), number(tables["applications"]["rows"], lang)),
            (t("Name of the run", lang), self.run.name),
        )


class HomeHandler(RequestHandler):
    """Answers the root of the server."""

    def initialize(self, home: Home) -> None:
        """Take what the page knows."""
        self._home = home

    def prepare(self) -> None:
        """Answer this computer only: another site that points its name at us must not read the lab's token."""
        if self.request.host_name not in LOOPBACK_NAMES:
            raise HTTPError(403)

    def get(self) -> None:
        """Write the page in the language and theme that the address asks for."""
        lang, look = self.get_query_argument("lang", "id"), self.get_query_argument("theme", "")
        self.set_header("Content-Security-Policy", STATIC_POLICY)
        self.set_header("Cache-Control", "no-cache")
        self.finish(self._home.page(lang if lang in LANGS else "id", look if look in ("light", "dark") else ""))


class SummaryHandler(StaticFileHandler):
    """Serves the folder of the summary; its root is the page in the language that the address asks for."""

    def parse_url_path(self, url_path: str) -> str:
        """Find the file of a path."""
        lang = self.get_query_argument("lang", "id")
        asked = f"{lang}.html"
        if url_path == "" and lang in LANGS and (Path(self.root) / asked).is_file():
            return asked
        return super().parse_url_path(url_path)


def home_routes(home: Home) -> list[Any]:
    """Patterns of the home page and of the static summary."""
    routes: list[Any] = [("/?", HomeHandler, {"home": home})]
    routes += [(r"/(favicon\.ico)", StaticFileHandler, {"path": str(_ASSETS)})]  # Bokeh serves it without the prefix
    if home.summary is not None:
        options = {"path": str(home.summary), "default_filename": "index.html"}
        routes += [(r"/ringkasan/(.*)", SummaryHandler, options)]
    return routes


def font_css(prefix: str) -> str:
    """Rules that load the bundled type from the server itself, the same files that the pages use."""
    import panel_material_ui

    folder = Path(panel_material_ui.__file__).parent / "dist"
    rules = []
    for weight in (400, 700):
        file = next(folder.glob(f"roboto-latin-{weight}-normal-*.woff2"), None)
        if file is not None:
            source = escape(f"{prefix}/static/extensions/panel-material-ui/{file.name}")
            face = f"font-family:Roboto;font-weight:{weight};font-display:swap;src:url({source}) format('woff2')"
            rules.append(f"@font-face{{{face}}}")
    return "".join(rules)
