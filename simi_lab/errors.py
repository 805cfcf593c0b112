"""Every failure that the lab tells a person about, with what happened, where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class SimiError(Exception):
    """A failure with words for its reader.

    Parameters
    ----------
    what : str
        What happened, an English message that `i18n.t` can translate.
    where : str, optional
        The place: a file and line, a table and column, a command option.
    cure : str, optional
        What the reader can do now.
    values : object
        Values for the `{fields}` of `what` and `cure`.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str | None = None, cure: str | None = None, **values: object) -> None:
        self.what, self.where, self.cure, self.values = what, where, cure, values
        super().__init__(self.message())

    def message(self) -> str:
        """One English paragraph: where, what, cure."""
        place = f"{self.where}: " if self.where else ""
        cure = f" {self.cure.format(**self.values)}" if self.cure else ""
        return f"{place}{self.what.format(**self.values)}{cure}"


class BadRequest(SimiError):
    """The caller asked for something that cannot be; nothing was changed."""

    exit_code = 2


class MissingRunError(BadRequest):
    """No run, or no derived thing, of that name."""


class BrokenRunError(SimiError):
    """A run is damaged, unfinished, or was made by another version."""


class TooFewRunsError(BadRequest):
    """Too few replications for an interval."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong, with its place and its cure."""

    where: str
    what: str
    cure: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f" {self.cure}" if self.cure else "")


class FaultsError(BadRequest):
    """Several faults, told at once."""

    def __init__(self, faults: Sequence[Fault], *, what: str = "{n} faults found.") -> None:
        self.faults = list(faults)
        super().__init__(what, n=len(self.faults))

    def message(self) -> str:
        """The headline and one line per fault."""
        return "\n".join([self.what.format(**self.values), *(f"  - {fault}" for fault in self.faults)])


class TableError(FaultsError):
    """A table does not keep its contract."""


class ScenarioError(FaultsError):
    """A scenario or change file does not keep its contract."""
