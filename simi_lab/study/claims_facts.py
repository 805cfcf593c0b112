"""What one replication of one way of working says of the claims: facts per applicant and of the whole office."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.clock import day_index, to_local
from simi_lab.filing.surveys import would_answer
from simi_lab.measures.claims import (
    Used,
    decision_minutes,
    noticed_errors,
    right_values,
    silences,
    spending,
    standing,
    status_hours,
)
from simi_lab.measures.claims.effort import Spending
from simi_lab.measures.claims.standing import month_ends
from simi_lab.office import OfficeResult
from simi_lab.office.hours import office_days, quota_of_outreach
from simi_lab.reference.calendar import holidays
from simi_lab.scenario.office import WEEKDAYS
from simi_lab.streams import Streams, transforms
from simi_lab.study.ways import Way

Floats = NDArray[np.float64]
_LATER = 420  # days after the period in which the last cases end
_PER_APPLICANT = ("dossiers_astray", "decision_minutes", "status_hours", "n_values", "n_wrong")


@dataclass(frozen=True)
class Facts:
    """What the claims are judged by, rows in the order of the applications' numbers.

    Parameters
    ----------
    values : per applicant, NaN where there is none: stuck, stuck_office, dossiers_astray (0 or 1), decision_minutes,
        status_hours, n_values, n_wrong
    months : day, backlog, stuck, stuck_office at the end of each month
    spent : rupiah by kind
    n_issued : books handed over
    noticed : share of the wrong values that the checks of a form notice; NaN if nothing is wrong
    answering : cases of those who would answer the survey and have their book, as `make_surveys` reads them
    """

    values: Mapping[str, Floats]
    months: pl.DataFrame
    spent: Spending
    n_issued: int
    noticed: float
    answering: pl.DataFrame


class Watch:
    """Looks at replications of one way of working; what does not change between them is read once."""

    def __init__(self, way: Way) -> None:
        self.way = way
        desk, period = way.desk, way.scenario.period
        self.shut: list[date] = holidays()["day"].to_list()
        n_days = (period.last - period.first).days + 1
        self.calendar = office_days(way.scenario.office, day_index(period.first), n_days + _LATER, self.shut)
        self.n_days = n_days
        self.counts = right_values(desk.documents, desk.clean_values)
        self.errors = noticed_errors(desk.documents, desk.clean_values)

    def __call__(self, replication: int, result: OfficeResult, rows: pl.DataFrame) -> Facts:
        """Look at one replication.

        Parameters
        ----------
        result : what the office left behind
        rows : its cases, one row per application, in order of application_id

        Randomness : who corrects a value that a form noticed: decision key "form_check" of the value, by replication.
        """
        scenario, events = self.way.scenario, result.events
        service, zone = scenario.office.service, scenario.site.zone
        quiet = silences(events, days=int(service.stuck_days.value), zone=zone, holidays=self.shut)
        table = rows.select("application_id").with_columns(_is_simi(self.way, rows).alias("is_simi"))
        for part in (self._work(events), self._status(events), self._values(table, replication)):
            table = table.join(part, on="application_id", how="left", maintain_order="left")
        issued = rows.filter(pl.col("state") == "issued")
        asked = issued.filter(pl.Series(would_answer(scenario, issued["application_id"].to_numpy())))
        return Facts(
            {**_stuck(rows["application_id"], quiet), **{name: _floats(table[name]) for name in _PER_APPLICANT}},
            self._months(rows, quiet),
            self._spent(result.stations, int(table["is_simi"].sum())),
            issued.height,
            _share(self.errors["is_noticed"]),
            asked.select("application_id", "district_id", "ended_at", "wait_min", "total_days"),
        )

    def _work(self, events: pl.DataFrame) -> pl.DataFrame:
        """Officers' minutes of decided cases; whether a dossier was away for over a day, of those that were needed."""
        needed = events.filter(pl.col("stage") == "numbering").select("application_id").unique()
        dossiers = self.way.desk.intake.select("application_id", "dossier_days_manual", "regime")
        on_paper = ~_is_simi(self.way, dossiers)
        away = dossiers.select(
            "application_id", ((pl.col("dossier_days_manual") > 1) & on_paper).alias("dossiers_astray")
        )
        minutes = decision_minutes(events).rename({"minutes": "decision_minutes"}).collect()
        return needed.join(away, on="application_id").join(minutes, on="application_id", how="full", coalesce=True)

    def _status(self, events: pl.DataFrame) -> pl.DataFrame:
        """Hours until what happened can be seen; some SIMI applications are still worked the manual way."""
        scenario, desk, calendar = self.way.scenario, self.way.desk, self.calendar
        found = status_hours(
            events,
            desk.traits.select("application_id", "signal"),
            status=scenario.office.service.status,
            closings=calendar.closes[calendar.is_open],
            zone=scenario.site.zone,
        ).collect()
        regimes = desk.intake.select("application_id", "regime")
        regimes = regimes.select("application_id", _is_simi(self.way, regimes).alias("is_simi"))
        by_hand, register = scenario.office.adoption.manual_way_end.value, pl.col("register_hours")
        mixed = by_hand * register + (1 - by_hand) * pl.col("message_hours")
        hours = pl.when("is_simi").then(mixed).otherwise(register)
        return found.join(regimes, on="application_id").select("application_id", hours.alias("status_hours"))

    def _values(self, table: pl.DataFrame, replication: int) -> pl.DataFrame:
        """Values of the papers, and how many of them are wrong once an online form has asked again."""
        corrected = self.way.scenario.office.service.corrected.values
        if not any(corrected.values()):
            return self.counts
        online = self.way.desk.intake.filter(pl.col("channel") == "online").select("application_id")
        regimes = table.select("application_id", "is_simi")
        asked = self.errors.filter("is_noticed").join(online, on="application_id").join(regimes, on="application_id")
        share = np.where(asked["is_simi"].to_numpy(), corrected["simi"], corrected["manual"])
        words = Streams(self.way.scenario.seed).decision("form_check", asked["clean_id"].to_numpy(), replication)
        right = asked.filter(pl.Series(transforms.bernoulli(words, share))).group_by("application_id").agg(pl.len())
        return self.counts.join(right, on="application_id", how="left").select(
            "application_id", "n_values", pl.col("n_wrong") - pl.col("len").cast(pl.Int64).fill_null(0)
        )

    def _months(self, rows: pl.DataFrame, quiet: pl.DataFrame) -> pl.DataFrame:
        zone, period = self.way.scenario.site.zone, self.way.scenario.period
        filed = self.way.desk.intake.select("application_id", "filed_at")
        local = rows.select("application_id", "ended_at").join(filed, on="application_id", how="left")
        days = local.select(to_local(pl.col("filed_at", "ended_at"), zone).dt.date())
        return standing(days["filed_at"], days["ended_at"], quiet, days=month_ends(period.first, period.last))

    def _spent(self, stations: pl.DataFrame, n_simi: int) -> Spending:
        """Rupiah over the days of the world; the weeks of learning are paid once, by whoever takes SIMI up."""
        office, calendar = self.way.scenario.office, self.calendar
        days = slice(0, self.n_days)
        is_open, weekday = calendar.is_open[days], calendar.weekday[days]
        seconds = (calendar.lunch - calendar.opens + calendar.closes - calendar.back)[days]
        used = Used(
            open_days={name: int((is_open & (weekday == at)).sum()) for at, name in enumerate(WEEKDAYS)},
            open_hours=float(seconds[is_open].sum()) / 3600,
            overtime_hours=math.fsum(stations["overtime_hours"]),
            outreach_days=int((quota_of_outreach(office, calendar)[days] > 0).sum()),
            checked=n_simi,
            training_weeks=office.adoption.weeks.value if n_simi else 0.0,
        )
        return spending(office.desks, office.costs, used)


def _is_simi(way: Way, rows: pl.DataFrame) -> pl.Series:
    """Which applications are worked with SIMI."""
    if way.regime is not None:
        return pl.repeat(way.regime == "simi", rows.height, dtype=pl.Boolean, eager=True)
    return rows["regime"].cast(pl.String) == "simi"


def _stuck(ids: pl.Series, quiet: pl.DataFrame) -> dict[str, Floats]:
    office = quiet.filter(pl.col("is_office").fill_null(True))
    return {
        name: _floats(ids.is_in(stretches["application_id"].unique().implode()))
        for name, stretches in (("stuck", quiet), ("stuck_office", office))
    }


def _floats(column: pl.Series) -> Floats:
    return column.cast(pl.Float64).fill_null(math.nan).to_numpy()


def _share(flags: pl.Series) -> float:
    return float(flags.sum()) / flags.len() if flags.len() else math.nan
