"""The page itself: one file with both languages, its chart inline, under 100 kB, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from simi_lab.charts import theme
from simi_lab.dashboards.summary.answers import Answers, answers
from simi_lab.dashboards.summary.figure import ratio_chart
from simi_lab.i18n import LANGS, number, t

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def summary_html(figures: Any, info: dict[str, Any], first: str = "id", causes: Mapping[str, Any] | None = None) -> str:
    """The summary page as text.

    Parameters
    ----------
    figures : `study.Aggregates` of the run
    info : name, office, first, last, hash of the run
    first : language that is shown when the page opens; the other one is a tap away
    causes : `study.causes` of the run; None leaves out what brings how much
    """
    spoken = {lang: answers(figures, info, lang, causes) for lang in LANGS}
    order = [first, *(lang for lang in LANGS if lang != first)]
    charts = {lang: ratio_chart(spoken[lang].lines, lang) for lang in LANGS}
    values = {
        "order": order,
        "say": spoken,
        "charts": charts,
        "info": info,
        "promise": figures.promise,
        "light": theme.LIGHT,
        "dark": theme.DARK,
        "font": theme.FONT,
        "t": t,
        "number": number,
        "limits": partial(limits, is_split=causes is not None),
    }
    return _ENVIRONMENT.get_template("summary.html").render(**values)


def limits(lang: str, *, is_split: bool = False) -> list[str]:
    """What the page cannot say; `is_split` where it says which cause brings how much."""
    unsplit = t(
        "Not which part of SIMI did it: spreading of arrivals, complete papers and faster desks change together.", lang
    )
    return [
        t("Nothing about a real office or a real person: office, applicants and queue are simulated.", lang),
        t("Not that SIMI did this anywhere: no measured before and after of a Lampung office is published.", lang),
        *([] if is_split else [unsplit]),
        t("The interval holds for the assumptions of this world; other assumptions give other figures.", lang),
    ]


def build_summary(figures: Any, info: dict[str, Any], out_dir: Path) -> Path:
    """Write `index.html` (Bahasa Indonesia first) and `en.html` (English first); returns the first one's path."""
    out_dir.mkdir(parents=True, exist_ok=True)
    for first, name in (("en", "en.html"), ("id", "index.html")):
        (out_dir / name).write_text(summary_html(figures, info, first), encoding="utf-8")
    return out_dir / "index.html"


__all__ = ["Answers", "build_summary", "limits", "summary_html"]
