"""What all cards of the page are drawn from, and the events that every chart over months marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from simi_lab.charts import Look
from simi_lab.dashboards.service import sentences
from simi_lab.dashboards.service.figures import Figures
from simi_lab.i18n import t
from simi_lab.reference import seasons


@dataclass(frozen=True)
class Scene:
    """What all cards of the page are drawn from.

    Parameters
    ----------
    figures : of the reader's choice
    promise : the twin comparison of the run
    look : language, ground, kind of screen
    run_name : for the source line
    go_live : day on which SIMI begins in this world, None if it never does
    outages : first days of the outages of this world
    causes : which cause brings how much of the comparison, None while it has not been worked out
    stuck_days : working days without an event after which a case hangs
    kindness : points that this world adds to each answer given in the office, None if unknown
    """

    figures: Figures
    promise: Mapping[str, Any]
    look: Look
    run_name: str
    go_live: date | None = None
    outages: tuple[date, ...] = ()
    causes: Mapping[str, Any] | None = None
    stuck_days: int = 0
    kindness: float | None = None

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.look.lang

    @property
    def source(self) -> str:
        """Where the figures come from."""
        told = {"name": self.run_name, "period": sentences.period(self.figures, self.lang)}
        return t("Source: simulated world {name}; applications filed {period}.", self.lang, **told)


def event_marks(scene: Scene) -> pl.DataFrame:
    """Events of this world, most important first: SIMI, its outages, the fee change, Ramadan with Eid after it."""
    lang = scene.lang
    rows = [] if scene.go_live is None else [(scene.go_live, t("SIMI goes live", lang))]
    rows += [(day, t("Outage", lang)) for day in scene.outages]
    days = seasons.events_marks().select("kind", "starts_on").rows()
    rows += [(day, t("New fees", lang)) for kind, day in days if kind == "fee"]
    fasts = seasons.religious_dates()["ramadan_from"].to_list()
    rows += [(day, t("Ramadan, Eid", lang)) for day in fasts]
    return pl.DataFrame(rows, schema={"day": pl.Date, "label": pl.String}, orient="row")
