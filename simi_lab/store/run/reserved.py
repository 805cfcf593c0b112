"""Numbers that could belong to a real person: found before they are published."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from simi_lab.errors import Fault
from simi_lab.schema import all_tables

PHONE_PREFIX = "0800"


@dataclass(frozen=True)
class _Form:
    """What looks like a number of a kind, and what of it is reserved for invented people."""

    what: str
    looks: str
    reserved: str
    cure: str


_FORMS = (
    _Form("identity or family card number", r"^\d{16}$", r"9\d{3}$", "The serial (last four digits) is 9000-9999."),
    _Form("passport number", r"^[A-Z]{1,2}\d{6,8}$", r"^Z\d{7,8}$", "Use Z and seven digits."),
    _Form("e-mail address", r"@", r"\.example$", "End it in .example."),
    _Form("mobile number", r"^(\+?62|0)8\d{7,11}$", rf"^{PHONE_PREFIX}", f"Begin it with {PHONE_PREFIX}."),
)


def reserved_faults(frame: pl.DataFrame, table: str) -> list[Fault]:
    """List identity numbers, phones and addresses outside the ranges reserved for invented people.

    Every text column that names a person or holds truth is read; a text is judged by its form, so a number that is
    damaged on purpose is let through only when it no longer is one.

    Parameters
    ----------
    frame : rows of a table, contract already checked
    table : its name in the catalog
    """
    columns = [c for c in all_tables()[table].columns if c.kind == "text" and c.sensitivity in ("identifier", "hidden")]
    cases = [(column.name, form) for column in columns for form in _FORMS]
    if not cases or not frame.height:
        return []
    counts = frame.select(_outside(name, form).sum().alias(str(i)) for i, (name, form) in enumerate(cases)).row(0)
    return [
        Fault(f"{table}.{name}", f"{n} {form.what}(s) outside the reserved range, not published.", form.cure)
        for (name, form), n in zip(cases, counts, strict=True)
        if n
    ]


def _outside(name: str, form: _Form) -> pl.Expr:
    text = pl.col(name)
    return (text.str.contains(form.looks) & ~text.str.contains(form.reserved)).fill_null(False)
