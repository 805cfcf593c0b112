"""A class at one moment: where everyone stands, who may want a hand, how the questions do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from simi_lab.clock import utc_us
from simi_lab.errors import Fault
from simi_lab.privacy import SMALLEST_GROUP
from simi_lab.training.content.model import Module
from simi_lab.training.engine.helping import Standing, Stuck, Tally, standings, stuck, tallies
from simi_lab.training.engine.items import Item, item_statistics
from simi_lab.training.engine.record import Reading


@dataclass(frozen=True)
class Overview:
    """What a trainer wants to know of a class.

    Parameters
    ----------
    learners : how many have a record
    at : UTC, microseconds
    damaged : rows of the log that could not be read
    """

    learners: int
    at: int
    standings: tuple[Standing, ...]
    tallies: tuple[Tally, ...]
    stuck: tuple[Stuck, ...]
    items: tuple[Item, ...]
    damaged: tuple[Fault, ...] = ()

    @property
    def is_hidden(self) -> bool:
        """Whether the class is too small for figures about it; the helper's list stands all the same."""
        return self.learners < SMALLEST_GROUP


def look_over(modules: Sequence[Module], roll: Mapping[str, Reading], now: int | None = None) -> Overview:
    """Work out the overview of a class.

    Parameters
    ----------
    modules : in the order in which they are told
    roll : records by alias, see `read_everyone`
    now : UTC, microseconds, optional
        Default: this moment.
    """
    at = utc_us(datetime.now(UTC)) if now is None else now
    standing = standings(modules, roll)
    return Overview(
        learners=sum(bool(reading.events or reading.damaged) for reading in roll.values()),
        at=at,
        standings=tuple(standing),
        tallies=tuple(tallies(modules, standing)),
        stuck=tuple(stuck(standing, at)),
        items=tuple(item for module in modules for item in item_statistics(module, roll)),
        damaged=tuple(fault for reading in roll.values() for fault in reading.damaged),
    )
