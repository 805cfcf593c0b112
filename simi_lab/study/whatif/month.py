"""A month of an office with those who may come in it: what is asked about, before anything is simulated."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.clock import SECONDS_PER_DAY, offset_seconds, to_local
from simi_lab.errors import BadRequest
from simi_lab.office.arrivals import Intake, Regime, read_intake
from simi_lab.reference import places
from simi_lab.scenario.model import Scenario
from simi_lab.streams import Streams, transforms
from simi_lab.study.block import Desk
from simi_lab.study.whatif.levers import LEVERS, Levers, levers_of

WARM_UP_DAYS = 14
"""Days of filing before the month: the office does not begin it empty."""
_YEAR = 364  # whole weeks, so that a weekday stays a weekday


@dataclass(frozen=True)
class Crowd:
    """Who may come in the month, shape (n,) each: those who came, then those whom a campaign wins, in this order.

    Parameters
    ----------
    intake : with SIMI or without, as the office works in that month
    complete_manual : papers complete where nothing is checked before the visit
    is_own : came in truth
    in_month : filed in the month and not in the weeks before it; figures are of these
    place : score for being online, 0 to 1: online are those below the share
    near_hours : one way to the unit near the far districts, NaN where the office is nearer
    district : home
    """

    intake: Intake
    complete_manual: NDArray[np.bool_]
    is_own: NDArray[np.bool_]
    in_month: NDArray[np.bool_]
    place: NDArray[np.float64]
    near_hours: NDArray[np.float64]
    district: pl.Series


class Month:
    """One month of one office, with everyone who may come in it.

    Parameters
    ----------
    scenario, desk : as `study.block.prepare` makes them
    month : first day of the month; None is the usual one, see `months`

    SIMI (or its absence) holds as in that month, for everyone.

    Randomness : streams of the scenario's seed, by applicant: who would be online under another share.
    """

    def __init__(self, scenario: Scenario, desk: Desk, month: date | None = None) -> None:
        self.scenario, self.desk = scenario, desk
        self.months = months(scenario, desk)
        if not self.months:
            raise BadRequest("Nobody applied in this world, so there is no month to try anything in.")
        self.first = self._of_this_world(month) if month else usual(self.months)
        self.last = self.first.replace(day=monthrange(self.first.year, self.first.month)[1])
        go_live = scenario.simi.go_live
        self.has_simi = go_live is not None and go_live <= self.first
        self.crowd = _crowd(self)
        self.plan = scenario.office.at(zone=scenario.site.zone, simi_from=go_live)

    def _of_this_world(self, month: date) -> date:
        first = month.replace(day=1)
        if first not in self.months:
            raise BadRequest(
                "{month} is no month of this world with applicants.",
                cure="Take one from {first} to {last}.",
                month=first.isoformat(),
                first=min(self.months).isoformat(),
                last=max(self.months).isoformat(),
            )
        return first

    @cached_property
    def today(self) -> Levers:
        """The levers as they stand in this month."""
        crowd = self.crowd
        mine = crowd.is_own & crowd.in_month & may_choose(crowd.intake)
        online = crowd.intake.came_by("online")[mine]
        found = levers_of(self.plan, float(online.mean()) if online.size else 0.0)
        return found if self.has_simi else found.but(early_check=0)

    @cached_property
    def useful(self) -> tuple[str, ...]:
        """Levers that can do anything here: no unit where the office is the nearest, no SIMI parts before SIMI."""
        idle = set() if np.isfinite(self.crowd.near_hours).any() else {"unit_days"}
        idle |= set() if not self.crowd.is_own.all() else {"campaign"}
        idle |= set() if self.has_simi else {"early_check", "training_weeks"}
        return tuple(name for name in LEVERS if name not in idle)

    def rows(self, levers: Levers) -> NDArray[np.int64]:
        """Who comes under a setting: all who came, and whom the campaign wins."""
        own, n = int(self.crowd.is_own.sum()), self.crowd.is_own.size
        return np.arange(min(n, own + round(levers.campaign * own)))

    def hours_to_unit(self, levers: Levers) -> NDArray[np.float64]:
        """Road hours, one way, to the unit under a setting, of everyone in the crowd; NaN where there is none."""
        near = self.crowd.near_hours
        return near if levers.unit_days else np.full(near.size, np.nan)


def months(scenario: Scenario, desk: Desk) -> dict[date, int]:
    """Months of the scenario with the number of applications filed in each, in order; those with weeks before them."""
    return months_in(scenario, desk.intake)


def months_in(scenario: Scenario, applications: pl.DataFrame) -> dict[date, int]:
    """The same of a table of applications, of which only `filed_at` is read."""
    day = to_local(pl.col("filed_at"), scenario.site.zone).dt.truncate("1mo").dt.date().alias("month")
    found = applications.select(day).group_by("month").len().sort("month")
    first = scenario.period.first + timedelta(days=WARM_UP_DAYS)
    return {month: n for month, n in found.iter_rows() if month >= first} or dict(found.iter_rows())


def usual(found: Mapping[date, int]) -> date:
    """The month of the last twelve with the median number of applications."""
    year: Sequence[tuple[date, int]] = sorted(found.items())[-12:]
    return sorted(year, key=lambda item: (item[1], item[0]))[len(year) // 2][0]


def busiest(found: Mapping[date, int]) -> date:
    """The month of the last twelve with most applications."""
    return max(sorted(found.items())[-12:], key=lambda item: item[1])[0]


def may_choose(intake: Intake) -> NDArray[np.bool_]:
    """Who may file online or walk in; others come by a way of their own."""
    return intake.came_by("online") | intake.came_by("walk_in")


def _crowd(asked: Month) -> Crowd:
    scenario, desk = asked.scenario, asked.desk
    begin = asked.first - timedelta(days=WARM_UP_DAYS)
    day = to_local(pl.col("filed_at"), scenario.site.zone).dt.date()
    table = desk.intake.with_columns(pl.lit(True).alias("is_own"))
    own = table.filter(day.is_between(begin, asked.last))
    won = _far_first(_to_be_won(table, day, begin, asked.last), desk.traits)
    both = pl.concat([own, won]).with_row_index("row")
    both = both.with_columns(pl.col("row").cast(pl.Int64).alias("application_id"), pl.col("application_id").alias("of"))
    traits = both.select("application_id", "of").join(
        desk.traits.rename({"application_id": "of"}), on="of", how="left", maintain_order="left"
    )
    offset = offset_seconds(asked.first, scenario.site.zone)
    regime: Regime = "simi" if asked.has_simi else "manual"
    seeks = not scenario.office.simi_parts.dossiers
    intake = read_intake(both, traits, offset=offset, regime_override=regime, simi_seeks=seeks)
    is_own = both["is_own"].to_numpy()
    month_at = (asked.first - date(1970, 1, 1)).days * SECONDS_PER_DAY
    return Crowd(
        intake=intake,
        complete_manual=both["is_complete_manual"].to_numpy(),
        is_own=is_own,
        in_month=intake.filed_at >= month_at,
        place=_places(scenario, intake, both["of"].to_numpy()),
        near_hours=_near_hours(traits["district_id"], intake.hours_to_office),
        district=traits["district_id"],
    )


def _to_be_won(table: pl.DataFrame, day: pl.Expr, begin: date, end: date) -> pl.DataFrame:
    """Applicants of the same weeks of another year, moved by whole weeks: people like those, who did not come now."""
    for years in (-1, 1, -2, 2):
        shift = timedelta(days=years * _YEAR)
        found = table.filter(day.is_between(begin + shift, end + shift))
        if found.height:
            moved = pl.col("filed_at") - shift
            return found.with_columns(moved.cast(table.schema["filed_at"]), pl.lit(False).alias("is_own"))
    return table.clear()


def _far_first(applications: pl.DataFrame, traits: pl.DataFrame) -> pl.DataFrame:
    """A campaign goes to weak signal and far districts first."""
    far = traits.select(
        "application_id", (pl.col("signal") == "good").alias("is_near"), hours=-pl.col("hours_to_office")
    )
    both = applications.join(far, on="application_id", how="left", maintain_order="left")
    return both.sort("is_near", "hours", "application_id").select(applications.columns)


def _places(scenario: Scenario, intake: Intake, keys: NDArray[np.int64]) -> NDArray[np.float64]:
    """Scores: who is online now is below today's share, in a drawn order; who is not lies above it."""
    words = Streams(scenario.seed).decision("levers", keys, "online")
    u = transforms.uniform(words)
    choose, online = may_choose(intake), intake.came_by("online")
    share = float(online[choose].mean()) if choose.any() else 0.0
    return np.where(online, u * share, share + u * (1 - share))


def _near_hours(district: pl.Series, hours_to_office: NDArray[np.float64]) -> NDArray[np.float64]:
    known = places.districts().select("district_id", "hours_to_liwa")
    hours = pl.DataFrame({"district_id": district}).join(known, on="district_id", how="left", maintain_order="left")
    near = hours["hours_to_liwa"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return np.where(near < hours_to_office - 1e-9, near, np.nan)
