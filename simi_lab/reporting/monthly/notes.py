"""What must be known to read the figures of this month rightly, each only where it applies."""

from __future__ import annotations

from datetime import date

import polars as pl

from simi_lab.i18n import day, number, percent, t
from simi_lab.privacy import SMALLEST_GROUP
from simi_lab.reference.calendar import days_of
from simi_lab.reporting.monthly.read import Month


def data_notes(month: Month) -> list[str]:
    """Sentences on the data of the month, most important first."""
    lang = month.lang
    notes = [
        t("All people and applications are invented; the office is a simulation. No figure here describes a real "
          "office.", lang),
        t("A month holds the applications filed in it, wherever their way ended; satisfaction goes by the day of the "
          "answer, since the survey knows no applicant.", lang),
        t("Counts and times are of all applicants of the month, not of a sample, so they have no interval; IKM is a "
          "sample and has one.", lang),
    ]  # fmt: skip
    return [*notes, *_of_this_month(month)]


def _of_this_month(month: Month) -> list[str]:
    lang, counts, notes = month.lang, month.counts, []
    if counts["n_open"] and counts["n_applications"]:
        share = counts["n_open"] / counts["n_applications"]
        notes.append(t("{n} applications ({share}) are still open: days until in hand will lengthen when they end.",
                       lang, n=number(counts["n_open"], lang), share=percent(share, lang, 1)))  # fmt: skip
    go_live = month.scenario["simi"]["go_live"]
    if go_live and month.first < date.fromisoformat(str(go_live)) <= month.last:
        when = day(str(go_live), lang)
        notes.append(t("SIMI began on {day}: this month mixes both ways of working.", lang, day=when))
    if month.previous is None:
        notes.append(t("The run begins with this month: there is no month before to compare with.", lang))
    if free := _holidays(month):
        notes.append(t("Days off in this month: {listed}.", lang, listed="; ".join(free)))
    notes.append(t("Groups of fewer than {k} people are withheld, with partners that keep them from being worked out.",
                   lang, k=SMALLEST_GROUP))  # fmt: skip
    return notes


def _holidays(month: Month) -> list[str]:
    named = days_of(month.first, month.last).filter(pl.col("name_id").is_not_null())
    rows = named.select("day", f"name_{month.lang}").iter_rows()
    return [f"{day(when, month.lang, short=True)} ({name})" for when, name in rows]
