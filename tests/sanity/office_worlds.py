"""Two offices of a full size for tests of the twin, and what their results say."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from simi_lab.office import OfficeResult
from simi_lab.reference import calendar
from simi_lab.scenario.number import Factors, Number
from simi_lab.scenario.office import OfficePlan
from simi_lab.streams import Streams, transforms

MONTHS = (1.35, 1.1, 1.0, 0.9, 1.0, 1.1, 1.05, 0.95, 1.0, 1.05, 0.95, 0.9)
FIRST, LAST, GO_LIVE = date(2023, 1, 1), date(2024, 12, 31), date(2024, 1, 1)
KOTABUMI = OfficePlan().at(zone="Asia/Jakarta", simi_from=GO_LIVE)
LIWA = OfficePlan(kind="ukk").at(zone="Asia/Jakarta", simi_from=GO_LIVE)
WEEK = ("mon", "tue", "wed", "thu", "fri")
STREAMS = Streams(20261124)


def draws(role: str, counters: np.ndarray) -> np.ndarray:
    return STREAMS.at("decision", "office", role, counters)


def two_years(per_year: int, *, outreach: float = 0.06) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Two years of applications with the season of the default world."""
    n = per_year * 2
    days = [FIRST + timedelta(k) for k in range((LAST - FIRST).days + 1)]
    weight = [MONTHS[d.month - 1] if calendar.is_working_day(d) else 0.0 for d in days]

    def word(column: str) -> np.ndarray:
        return STREAMS.words("test", column, n=n)

    def flag(column: str, share: float) -> np.ndarray:
        return transforms.bernoulli(word(column), share)

    def pick(column: str, words: list[str], weights: list[float]) -> np.ndarray:
        return np.array(words)[transforms.category(word(column), transforms.cumulative(weights))]

    day = np.sort(transforms.category(word("day"), transforms.cumulative(weight)))
    is_simi = day >= (GO_LIVE - FIRST).days
    channels = [
        pick("channel", ["walk_in", "online", "eazy"], [share, 1 - share - outreach, outreach])
        for share in (0.45, 0.14)
    ]
    channel = np.where(is_simi, channels[1], channels[0])
    u = transforms.uniform(word("hour"))
    hour = np.where(channel == "walk_in", 7.2 + 7.5 * u * u, 6 + 17 * u)
    filed = ((FIRST - date(1970, 1, 1)).days + day) * 86_400 + transforms.seconds(hour * 3600) - 7 * 3600
    paper = transforms.uniform(word("paper"))
    doubt, hit = flag("doubt", 0.016), flag("hit", 0.0056)
    final = pick("final", ["approve", "postpone", "refuse"], [0.8, 0.15, 0.05])
    applications = pl.DataFrame(
        {
            "application_id": np.arange(n),
            "office_id": 0,
            "filed_at": filed * 1_000_000,
            "channel": channel,
            "kind": pick("kind", ["new", "expired", "lost"], [0.64, 0.35, 0.01]),
            "regime": np.where(is_simi, "simi", "manual"),
            "is_same_day": flag("same_day", 0.02),
            "is_priority": flag("priority", 0.08),
            "is_complete": np.where(is_simi, paper > 0.07, paper > 0.14),
            "is_complete_manual": paper > 0.14,
            "is_complete_simi": paper > 0.07,
            "needs_clarification": doubt,
            "duplicate_hit": hit,
            "final_decision": np.where(doubt | hit, final, "approve"),
        }
    ).with_columns(pl.col("filed_at").cast(pl.Datetime("us", "UTC")))
    bits = pl.DataFrame(
        {
            "application_id": np.arange(n),
            "age_years": 20 + transforms.integers(word("age"), 55),
            "signal": pick("signal", ["none", "weak", "good"], [0.02, 0.1, 0.88]),
            "livelihood": pick("livelihood", ["farmer", "trader"], [0.62, 0.38]),
            "hours_to_office": 0.5 + 3 * transforms.uniform(word("hours")),
        }
    )
    return applications, bits


def waits_of(result: OfficeResult) -> pl.Series:
    """Minutes queued at counter and interview on the first visit, per application."""
    first = result.events.filter(
        pl.col("stage").is_in(["counter", "biometrics_interview"]),
        pl.col("started_at").is_not_null(),
        pl.col("visit_no") == 1,
    )
    minutes = (pl.col("started_at") - pl.col("queued_at")).dt.total_seconds() / 60
    return first.group_by("application_id").agg(minutes.sum().alias("wait")).sort("application_id")["wait"]


def leads_of(result: OfficeResult, world: tuple[pl.DataFrame, pl.DataFrame]) -> pl.DataFrame:
    joined = result.appointments.join(world[0].select("application_id", "filed_at"), on="application_id")
    attended, filed = (pl.col(c).dt.convert_time_zone("Asia/Jakarta").dt.date() for c in ("attended_at", "filed_at"))
    came = joined.filter(pl.col("attended_at").is_not_null())
    return came.with_columns((attended - filed).dt.total_days().alias("lead_days"))


def number_like(value: float, like: Number) -> Number:
    return like.model_copy(update={"value": value})


def desks(plan: OfficePlan, **changes: int) -> OfficePlan:
    tables = {
        name: Factors(values=dict.fromkeys(WEEK, n), unit="desk", source="test", mark="known")
        for name, n in changes.items()
    }
    return plan.model_copy(update={"desks": plan.desks.model_copy(update=tables)})


def station_figure(result: OfficeResult, name: str, column: str) -> float:
    return result.stations.filter(pl.col("station") == name)[column][0]
