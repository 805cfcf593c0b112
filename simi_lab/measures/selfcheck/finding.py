"""What a self-check says: what was looked at, how much of it is wrong, and the first place where it is."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Finding:
    """Result of one check.

    Parameters
    ----------
    check : its name, a code of the word list `self_check`
    n : rows, cases, months, ... that were looked at
    wrong : how many of them break the rule
    first : the first of these, as `table key` or as a month; empty where nothing is wrong
    """

    check: str
    n: int
    wrong: int
    first: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return self.wrong == 0


def counted(check: str, rows: pl.DataFrame, broken: pl.Expr, key: str, table: str) -> Finding:
    """Finding over the rows of a frame: `broken` is true for those that break the rule; null counts as kept."""
    bad = rows.filter(broken.fill_null(False))
    first = f"{table} {bad[key].sort()[0]}" if bad.height else ""
    return Finding(check, rows.height, bad.height, first)
