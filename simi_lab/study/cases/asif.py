"""The office if every officer decided as one learner did: people harmed and minutes waited, beside today's office."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.clock import to_local
from simi_lab.decide import verdicts
from simi_lab.errors import BadRequest
from simi_lab.measures.reliance import ACTIONS, AT_RISK, CLASSES
from simi_lab.scenario.model import Scenario
from simi_lab.store import Run, derived
from simi_lab.streams import Streams, transforms
from simi_lab.study.cases.standing import VISIBLE_FROM, standings
from simi_lab.study.lanes.bench import Bench, bench
from simi_lab.study.lanes.work import TODAY, Office
from simi_lab.study.model import kept_model
from simi_lab.study.whatif import WARM_UP_DAYS, months_in, usual

REPLICATIONS = 24
LEAN = 3.0  # cases by which each kind leans on what officers do today: thirty cases say little of each
MOST_SECONDS = 300.0
_KIND, _FORMAT, _FAR = "as_if", 1, 1_000_003  # seeds of replications lie far from those that worlds are made with
_LANE = {"go_on": "direct", "look": "look", "protect": "protect"}
Counts = Mapping[tuple[str, str], Sequence[int]]
"""Decisions by (truth class, advice stops: "stop" or "go"): how often go on, look, protect."""
Floats = NDArray[np.float64]
Ways = Literal["today", "learner", "model"]


@dataclass(frozen=True)
class AsIf:
    """What would follow, beside today and beside the model alone.

    Parameters
    ----------
    world, months, n, n_victims : whom the figures are of
    people : per way ("today", "learner", "model"), figures a year: victims_missed, honest_held, honest_looked_at,
        deceivers_missed; each with value, low, high
    change : the learner's figures less today's, on the same applicants and luck: the same, and `harmed` (victims missed
        and honest people held)
    wait_min, wait_p90 : change of the wait at the office, in minutes, in one ordinary month; value, low, high
    """

    world: str
    months: int
    n: int
    n_victims: int
    replications: int
    people: Mapping[str, Mapping[str, Mapping[str, float]]]
    change: Mapping[str, Mapping[str, float]]
    wait_min: Mapping[str, float]
    wait_p90: Mapping[str, float]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"synthetic": True, **self.__dict__}


FIGURES = ("victims_missed", "honest_held", "honest_looked_at", "deceivers_missed")


def as_if(run: Run, counts: Counts, *, seconds: float, replications: int = REPLICATIONS) -> AsIf:
    """Let everyone who applied be decided as a learner decided like cases, again and again; kept by what was asked.

    In each replication the learner's habit is drawn anew from what thirty cases allow: per kind of case and advice a
    Dirichlet draw, leaning by `LEAN` cases on how often officers doubt such cases today. So the interval holds what is
    not known of the learner, and the luck of the office. Somebody at risk whose file shows nothing is decided like an
    ordinary file, since nobody could tell. "Go on" means that nobody doubts; whoever is looked at has the conversation
    of the lane.

    Parameters
    ----------
    counts : decisions by kind of case, see `Counts`
    seconds : that each interview takes longer, because the advice is read; cut at `MOST_SECONDS`
    replications : at least 4

    Raises
    ------
    BadRequest
        Counts of an unknown kind, too few replications, or a run without enough to learn from.

    Randomness : NumPy's PCG64 by replication for the habit (an analysis); decision key "as_if" for who is decided how.
    """
    unknown = [f"{name}/{side}" for name, side in counts if name not in CLASSES or side not in ("go", "stop")]
    if unknown or replications < 4:
        raise BadRequest("This cannot be tried: {given}.", given=", ".join(unknown) or f"{replications} replications")
    plain = {f"{name}/{side}": [int(n) for n in row] for (name, side), row in sorted(counts.items()) if any(row)}
    longer = round(min(max(seconds, 0.0), MOST_SECONDS))
    asked = {"format": _FORMAT, "seconds": longer, "counts": plain, "replications": replications}
    thing = derived(run, _KIND, asked, parents=[kept_model(run)])
    if not thing.exists:
        found = _Office(run, counts, float(longer), replications).answer()
        thing.write({}, files={f"{_KIND}.json": json.dumps(found.to_dict()).encode()})
    told = json.loads(thing.file(f"{_KIND}.json").read_text(encoding="utf-8"))
    return AsIf(**{name: value for name, value in told.items() if name != "synthetic"})


class _Office:
    """The applicants of a run with their kinds, decided and served again and again."""

    def __init__(self, run: Run, counts: Counts, seconds: float, replications: int) -> None:
        self.world, self.replications, self.seconds = run.name, replications, seconds
        self.stand: Bench = bench(run)
        rows = self.stand.table.select("application_id").join(
            standings(run), on="application_id", how="left", maintain_order="left"
        )
        truth_class = rows["truth_class"].fill_null("none")
        self.truth_class = truth_class.to_numpy()
        self.advice = rows["advice"].fill_null("go_on").to_numpy()
        hidden = truth_class.is_in(list(AT_RISK)) & (rows["posterior"].fill_null(1.0) < VISIBLE_FROM)
        seen_as = np.where(hidden.to_numpy(), "none", self.truth_class)
        side = np.where(self.advice == "go_on", "go", "stop")
        self.kind = np.array([f"{name}/{one}" for name, one in zip(seen_as, side, strict=True)])
        self.counts = {f"{name}/{one}": np.asarray(row, dtype=float) for (name, one), row in counts.items()}
        doubted = self.stand.table["needs_clarification"].to_numpy()
        self.habit = {kind: self._prior(doubted[seen_as == kind.split("/")[0]]) for kind in np.unique(self.kind)}

    @staticmethod
    def _prior(doubted: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Today's officers as so many cases: some doubted, none protected before anybody asked."""
        share = (doubted.sum() + 0.5) / (doubted.size + 1.0)
        return LEAN * np.array([1 - share, share * 0.99, share * 0.01])

    def answer(self) -> AsIf:
        """Everything that is told."""
        people: dict[Ways, list[dict[str, float]]] = {"today": [], "learner": [], "model": []}
        waits: list[tuple[float, float]] = []
        month = _Month(self.stand, self.seconds)
        by_model = np.array([_LANE[action] for action in self.advice])
        for replication in range(1, self.replications + 1):
            plan = self.stand.scenario.model_copy(update={"seed": self.stand.scenario.seed + _FAR * replication})
            lanes: dict[Ways, NDArray[np.str_] | None] = {
                "today": None,
                "learner": self._lanes(replication),
                "model": by_model,
            }
            judged = {way: self._judged(plan, lane) for way, lane in lanes.items()}
            for way, table in judged.items():
                people[way].append(self._counted(table, lanes[way]))
            waits.append(month.waits(judged["today"], judged["learner"], replication))
        first = self.stand.in_window
        return AsIf(
            world=self.world,
            months=self._months,
            n=int(first.sum()),
            n_victims=int(((self.truth_class == "victim") & first).sum()),
            replications=self.replications,
            people={way: {name: _spread(_column(rows, name)) for name in FIGURES} for way, rows in people.items()},
            change={
                name: _spread(_column(people["learner"], name) - _column(people["today"], name))
                for name in (*FIGURES, "harmed")
            },
            wait_min=_spread(np.array([wait[0] for wait in waits])),
            wait_p90=_spread(np.array([wait[1] for wait in waits])),
        )

    @property
    def _months(self) -> int:
        first, last = self.stand.first, self.stand.last
        return (last.year - first.year) * 12 + last.month - first.month + 1

    def _lanes(self, replication: int) -> NDArray[np.str_]:
        """Everybody's lane, by a habit that thirty cases allow."""
        rng = np.random.default_rng([self.stand.scenario.seed, replication])
        words = Streams(self.stand.scenario.seed).decision(
            "as_if", self.stand.table["application_id"].to_numpy(), f"replication {replication}"
        )
        u, lane = transforms.uniform(words), np.full(self.kind.size, "direct", dtype="<U7")
        for kind in sorted(self.habit):
            share = rng.dirichlet(self.habit[kind] + self.counts.get(kind, np.zeros(3)))
            mine = self.kind == kind
            place = np.searchsorted(np.cumsum(share)[:2], u[mine], side="right")
            lane[mine] = np.array([_LANE[action] for action in ACTIONS])[place]
        return lane

    def _judged(self, plan: Scenario, lanes: NDArray[np.str_] | None) -> pl.DataFrame:
        """The applications as they end."""
        stand = self.stand
        named = None
        if lanes is not None:
            named = pl.Series("lane", lanes)
            none = plan.triage.direct_found.model_copy(update={"value": 0.0})  # whoever goes on is doubted by nobody
            plan = plan.model_copy(update={"triage": plan.triage.model_copy(update={"direct_found": none})})
        found = verdicts(plan, stand.table, stand.documents, stand.truth, lanes=named).frame
        table = stand.table.with_columns(found["needs_clarification"], found["final_decision"])
        return table if named is None else table.with_columns(named)

    def _counted(self, table: pl.DataFrame, lanes: NDArray[np.str_] | None) -> dict[str, float]:
        """People a year."""
        mine, year = self.stand.in_window, 12 / self._months
        held = (table["final_decision"] != "approve").to_numpy()
        honest = ~np.isin(self.truth_class, AT_RISK)
        looked = table["needs_clarification"].to_numpy() if lanes is None else lanes != "direct"
        found = {
            "victims_missed": (self.truth_class == "victim") & ~held,
            "honest_held": honest & held,
            "honest_looked_at": honest & looked,
            "deceivers_missed": (self.truth_class == "deceiver") & ~held,
        }
        told = {name: float((rows & mine).sum()) * year for name, rows in found.items()}
        return told | {"harmed": told["victims_missed"] + told["honest_held"]}


class _Month:
    """An ordinary month of the same office, to see who waits; the weeks before it included."""

    def __init__(self, stand: Bench, seconds: float) -> None:
        scenario = stand.scenario
        in_window = stand.table.filter(pl.Series(stand.in_window))
        first = usual(months_in(scenario, in_window))
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        day = stand.table.select(to_local(pl.col("filed_at"), scenario.site.zone).dt.date()).to_series()
        self.rows = np.flatnonzero(day.is_between(first - timedelta(WARM_UP_DAYS), last).to_numpy())
        self.stand = replace(
            stand,
            first=first,
            last=last,
            table=stand.table[self.rows],
            traits=stand.traits[self.rows],
            truth=stand.truth[self.rows],
            score={},
            has_sign=stand.has_sign[self.rows],
            in_window=(day >= first).to_numpy()[self.rows],
        )
        self.longer = _slower(self.stand, seconds / 60)

    def waits(self, before: pl.DataFrame, after: pl.DataFrame, replication: int) -> tuple[float, float]:
        """Change of the mean wait and of the wait of the tenth that waits longest, in minutes."""
        then, now = (
            Office(stand, 1, first=replication).work(TODAY, table[self.rows])["wait_min"]
            for stand, table in ((self.stand, before), (self.longer, after))
        )
        both = ~np.isnan(then) & ~np.isnan(now)
        if not both.any():
            return float("nan"), float("nan")
        mean = float((now[both] - then[both]).mean())
        return mean, float(np.quantile(now[both], 0.9) - np.quantile(then[both], 0.9))


def _slower(stand: Bench, minutes: float) -> Bench:
    """The same office, with interviews that take so many minutes more on average."""
    office = stand.scenario.office
    mean = office.work.interview.mean
    longer = mean.model_copy(update={"values": {way: value + minutes for way, value in mean.values.items()}})
    interview = office.work.interview.model_copy(update={"mean": longer})
    work = office.work.model_copy(update={"interview": interview})
    scenario = stand.scenario.model_copy(update={"office": office.model_copy(update={"work": work})})
    return replace(stand, scenario=scenario)


def _column(rows: Sequence[Mapping[str, float]], name: str) -> Floats:
    return np.array([row[name] for row in rows])


def _spread(values: Floats) -> dict[str, float]:
    """Median, and the middle 95 % of the replications."""
    low, value, high = np.quantile(values, [0.025, 0.5, 0.975])
    return {"value": float(value), "low": float(low), "high": float(high)}
