"""One dossier as plain values: what an officer sees, what the model advises, and apart from both what is true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

Value = str | int | float | bool | None


@dataclass(frozen=True)
class Paper:
    """One document: its kind, and what was found of its number, name and machine-readable lines (None: not checked)."""

    kind: str
    nik: str | None = None
    name: str | None = None
    mrz: str | None = None


@dataclass(frozen=True)
class Ground:
    """One exact reason of the model: feature, English sentence about the application, its value, what it adds."""

    feature: str
    message: str
    value: Value
    adds: float


@dataclass(frozen=True)
class Advice:
    """What the model says.

    Parameters
    ----------
    action : one of `standing.ACTIONS`
    score : probability of a recorded finding, 0 to 1
    rank, n, n_slots : place among those who applied in the same office and period, and how many can be looked at
    raises, lowers : the strongest reasons, largest first
    """

    action: str
    score: float
    rank: int
    n: int
    n_slots: int
    raises: tuple[Ground, ...] = ()
    lowers: tuple[Ground, ...] = ()


@dataclass(frozen=True)
class Truth:
    """What is so.

    Parameters
    ----------
    truth_class : one of `measures.reliance.CLASSES`
    typology : the pattern, or the one that is only resembled
    ring_id : the group, if any
    posterior : share at risk among all who look like this, by a perfect judge of the evidence; 0 to 1
    """

    truth_class: str
    typology: str = "none"
    ring_id: int | None = None
    posterior: float = 0.0


@dataclass(frozen=True)
class Dossier:
    """An application as it lies before an officer.

    Parameters
    ----------
    key : application in its run; not shown
    alias : an invented first name, drawn without regard to the person
    form : kind, service, channel, purpose, destination, missing_document (codes), is_same_day, is_group, agency
    papers : documents in the order of the file
    facts : features as known on the day, by name; what holds nowhere (false, 0, unknown) is left out
    """

    key: int
    alias: str
    form: Mapping[str, Value]
    papers: tuple[Paper, ...]
    facts: Mapping[str, Value]
    advice: Advice
    truth: Truth

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Dossier:
        """Read back what `to_dict` wrote.

        Raises
        ------
        TypeError, KeyError
            It is none.
        """
        advice = dict(plain["advice"])
        for name in ("raises", "lowers"):
            advice[name] = tuple(Ground(**one) for one in advice[name])
        return cls(
            key=plain["key"],
            alias=plain["alias"],
            form=plain["form"],
            papers=tuple(Paper(**one) for one in plain["papers"]),
            facts=plain["facts"],
            advice=Advice(**advice),
            truth=Truth(**plain["truth"]),
        )
