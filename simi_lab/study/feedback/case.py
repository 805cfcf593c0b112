"""What a year of feedback is played on: rows in order of filing, their matrix, the hold-out, and places per month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.errors import BadRequest
from simi_lab.scenario.feedback import FeedbackPlan
from simi_lab.scenario.model import Scenario
from simi_lab.store import Run
from simi_lab.streams import Streams, transforms

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FEWEST_BEFORE = 3
"""Months that must lie before the first one played: a first model needs something to learn from."""


@dataclass(frozen=True)
class FeedbackCase:
    """Rows of every application, by application_id, shape (n,) each.

    Parameters
    ----------
    keys : application_id
    month : number of the month of filing, 0 is the first of the run
    months : first days of the months
    first : number of the first month that is played
    starts_us : instant at which each month begins, shape (n_months + 1,)
    known_us : instant at which the case was decided, the largest integer where it is not
    matrix : what a model sees, scaled, shape (n, n_columns)
    group : contact group or ring, whole: the unit of the hold-out and of the bootstrap
    held_out : set aside for judging, never looked at, never trained on
    stratum, n_places : office and month in which a row competes for a longer conversation, and places there
    positive : the truth; no model and no office sees it
    """

    keys: Ints
    month: Ints
    months: tuple[date, ...]
    first: int
    starts_us: Ints
    known_us: Ints
    matrix: Floats
    group: Ints
    held_out: Flags
    stratum: Ints
    n_places: Ints
    positive: Flags

    @property
    def played(self) -> Flags:
        """Rows of the played months that are not set aside."""
        return (self.month >= self.first) & ~self.held_out


def prepare_feedback(run: Run, scenario: Scenario, plan: FeedbackPlan) -> tuple[FeedbackCase, pl.DataFrame]:
    """Read a run for the loop; also gives its feature frame, for drift.

    What the run's own office recorded is no feature here: in the loop, other people are looked at and other records
    arise.

    Raises
    ------
    BadRequest
        The run is shorter than the months asked for and those a first model needs.
    """
    frame = _features(run, scenario)
    months = tuple(frame["month"].unique().sort().to_list())
    fit = len(months) - FEWEST_BEFORE
    if fit < plan.months:
        raise BadRequest(
            "This world has {have} months; {ask} months of feedback need {before} more before them.",
            have=len(months),
            ask=plan.months,
            before=FEWEST_BEFORE,
            where=run.name,
            cure="Take a longer world, or fewer months: --months {fit}." if fit > 0 else "Make a longer world.",
            fit=fit,
        )
    truth = frame.select("application_id").join(
        run.truth("applications").select("application_id", "is_positive", "ring_id").collect(),
        on="application_id",
        how="left",
        maintain_order="left",
    )
    keys = frame["application_id"].to_numpy()
    group = whole_groups(frame["group_id"].to_numpy(), truth["ring_id"])
    known = frame.select("application_id").join(
        run.table("labels").select("application_id", "known_at").collect(),
        on="application_id",
        how="left",
        maintain_order="left",
    )["known_at"]
    places = _places(frame, scenario)
    month = frame["month"].replace_strict(list(months), range(len(months)), return_dtype=pl.Int64).to_numpy()
    first = len(months) - plan.months
    case = FeedbackCase(
        keys=keys,
        month=month,
        months=months,
        first=first,
        starts_us=_starts(months, scenario.site.zone),
        known_us=known.to_physical().fill_null(np.iinfo(np.int64).max).to_numpy(),
        matrix=laid_out(frame, month < first)[0],
        group=group,
        held_out=set_aside(group, plan),
        stratum=places["stratum"].to_numpy(),
        n_places=places["n_slots"].to_numpy(),
        positive=truth["is_positive"].to_numpy(),
    )
    return case, frame


def whole_groups(contact: Ints, ring: pl.Series) -> Ints:
    """Groups in which neither contacts nor planted rings are cut: what hangs together by either is one, from 0."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = contact.size
    contacts = np.unique(contact, return_inverse=True)[1]
    rings = ring.rank("dense").fill_null(0).to_numpy().astype(np.int64)
    mine = np.flatnonzero(rings > 0)
    first_contact = n
    first_ring = n + int(contacts.max(initial=-1)) + 1
    ends = np.concatenate([first_contact + contacts, first_ring + rings[mine]])
    starts = np.concatenate([np.arange(n), mine])
    size = first_ring + int(rings.max(initial=0)) + 1
    graph = coo_array((np.ones(starts.size, dtype=np.int8), (starts, ends)), shape=(size, size))
    label = connected_components(graph, directed=False)[1][:n]
    return np.unique(label, return_inverse=True)[1].astype(np.int64)


def set_aside(group: Ints, plan: FeedbackPlan) -> Flags:
    """Which rows are the frozen hold-out: whole groups, by the number of their first row alone."""
    first = np.zeros(int(group.max(initial=-1)) + 1, dtype=np.int64)
    first[group[::-1]] = np.arange(group.size)[::-1]
    chosen = transforms.bernoulli(Streams(plan.seed).decision("hold_out", first), plan.holdout_share.value)
    return np.asarray(chosen)[group]


def _features(run: Run, scenario: Scenario) -> pl.DataFrame:
    from simi_lab.risk import features
    from simi_lab.risk.signals import FAMILIES

    last = scenario.period.last
    names = ("applications", "documents", "people", "households", "events", "decisions", "labels")
    return features(
        *(run.table(name) for name in names),
        as_of=datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1),
        zone=scenario.site.zone,
        expiry_days=int(scenario.risk.expiry_days.value),
        families=[family for family in FAMILIES if family.name != "history"],
    )


def _places(frame: pl.DataFrame, scenario: Scenario) -> pl.DataFrame:
    from simi_lab.risk.judging.capacity import slots

    return slots(frame, capacity_per_day=scenario.risk.capacity_per_day.value, period="month", zone=scenario.site.zone)


def laid_out(frame: pl.DataFrame, early: Flags, *others: pl.DataFrame) -> list[Floats]:
    """Columns of the glass box: curves, codes and gaps laid once on the earlier months, so that only weights learn.

    Parameters
    ----------
    early : rows of `frame` in whose sight the columns are laid
    others : frames of the same features, for which the same columns are made
    """
    from simi_lab.risk.models.learners import glass_box
    from simi_lab.risk.models.matrix import chosen, to_matrix
    from simi_lab.risk.signals import FEATURES

    there = [feature for feature in FEATURES if feature.name in frame.columns]
    columns = tuple(f.name for f in there if frame.filter(early)[f.name].drop_nulls().n_unique() > 1)
    if not columns:
        raise BadRequest("Every feature is constant in the training months.", cure="Make a larger world.")
    plain = to_matrix(frame, columns)
    laid = glass_box(chosen(columns), plain[early])[:-1].fit(plain[early])
    return [np.asarray(laid.transform(each)) for each in (plain, *(to_matrix(other, columns) for other in others))]


def _starts(months: tuple[date, ...], zone: str) -> Ints:
    ends = [*months, (months[-1].replace(day=28) + timedelta(days=7)).replace(day=1)]
    local = [datetime(day.year, day.month, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC) for day in ends]
    return np.array([int(moment.timestamp()) * 1_000_000 for moment in local], dtype=np.int64)
