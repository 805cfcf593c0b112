"""The proxy report as plain values: how well each protected column can be guessed, beside chance, and from what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from simi_lab.estimate import Estimate


@dataclass(frozen=True)
class Carrier:
    """A feature that carries the guess.

    Parameters
    ----------
    feature : name in the registry
    share : how much of the area is lost when the values of this feature alone are exchanged among people, points of 1
    """

    feature: str
    share: float


@dataclass(frozen=True)
class Proxy:
    """How well the features guess one protected column.

    Parameters
    ----------
    column : the protected column
    levels : its values that were guessed, each against the rest
    n : people
    guessed : area under the curve (mean over the levels): of two people, one with a value and one without, how often
        the guess puts them in the right order; 0.5 is chance
    shuffled : the same with the column shuffled among the people: what guessing reaches where there is nothing to find
    carriers : features that carry it, strongest first; none where it cannot be guessed
    """

    column: str
    levels: tuple[str, ...]
    n: int
    guessed: Estimate
    shuffled: Estimate
    carriers: tuple[Carrier, ...]

    @property
    def is_given_away(self) -> bool:
        """Whether the guess is better than the same guess on a shuffled column, by interval."""
        return self.guessed.low > max(self.shuffled.high, 0.5)


@dataclass(frozen=True)
class ProxyReport:
    """One `Proxy` per protected column, the most easily guessed first."""

    proxies: tuple[Proxy, ...]

    def to_dict(self) -> Mapping[str, Any]:
        """Plain values for JSON."""
        rows = [{**asdict(proxy), "is_given_away": proxy.is_given_away} for proxy in self.proxies]
        return {"synthetic": True, "proxies": rows}

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> ProxyReport:
        """The report that `to_dict` told."""
        return cls(tuple(_proxy(row) for row in told["proxies"]))


def _proxy(row: Mapping[str, Any]) -> Proxy:
    return Proxy(
        row["column"],
        tuple(row["levels"]),
        row["n"],
        Estimate(**row["guessed"]),
        Estimate(**row["shuffled"]),
        tuple(Carrier(**carrier) for carrier in row["carriers"]),
    )
