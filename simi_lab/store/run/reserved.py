"""Numbers that could belong to a real person: found before they are published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import polars as pl

from simi_lab.errors import Fault
from simi_lab.reference.identity import PHONE_PREFIX, nik, passport, stay
from simi_lab.reference.identity.contact import is_reserved_email_expr, is_reserved_phone_expr
from simi_lab.schema import all_tables

_SIGNS = r"[\s()-]"


@dataclass(frozen=True)
class _Form:
    """What looks like a number of a kind (blanks and signs taken out), and what of it is reserved."""

    what: str
    looks: str
    is_reserved: Callable[[pl.Expr], pl.Expr]
    cure: str


_FORMS = (
    _Form(
        "identity or family card number(s)",
        r"^[0-9]{16}$",
        nik.is_reserved_expr,
        "The serial, the last four digits, is 9000 to 9999.",
    ),
    _Form("passport number(s)", r"^[A-Z]{1,2}[0-9]{6,8}$", passport.is_reserved_expr, "Use Z and seven digits."),
    _Form("e-mail address(es)", "@", is_reserved_email_expr, "End it in .example."),
    _Form(
        "phone number(s)",
        r"^(\+?62|0)[0-9]{8,12}$",
        is_reserved_phone_expr,
        f"Begin it with {PHONE_PREFIX}.",
    ),
    _Form(
        "number(s) of a foreigner's record",
        r"^IM[0-9][A-Z]{2}[0-9]{5}$",
        partial(stay.is_reserved_expr, "niora"),
        "Begin it with SINN and write twelve digits.",
    ),
    _Form(
        "number(s) of a stay permit",
        r"^[0-9][A-Z][0-9]{2}[A-Z]{2}[0-9]{4}-?[A-Z]$",
        partial(stay.is_reserved_expr, "permit_number"),
        "Begin it with SINP and write twelve digits.",
    ),
)
# Columns whose real form is not known for certain: nothing but a number of ours may stand in them.
_STRICT = {
    column: _Form("number(s)", ".", partial(stay.is_reserved_expr, column), "Compose it with reference.identity.stay.")
    for column in stay.COLUMNS
}


def reserved_faults(frame: pl.DataFrame, table: str) -> list[Fault]:
    """List identity numbers, phones and addresses outside the ranges reserved for invented people.

    Every text column that names a person or holds truth is read. A text is judged by its form, whatever its column,
    so a number that was damaged on purpose passes only when it is no number of that kind any more. Numbers of
    foreigners' records, of stay permits and of businesses have no form known for certain: theirs must be of the lab.

    Parameters
    ----------
    frame : rows of a table, contract already checked
    table : its name in the catalog
    """
    columns = [c for c in all_tables()[table].columns if c.kind == "text" and c.sensitivity in ("identifier", "hidden")]
    cases = [(c.name, form) for c in columns for form in (_FORMS if c.name not in _STRICT else (_STRICT[c.name],))]
    if not cases or not frame.height:
        return []
    bare = frame.lazy().select(pl.col(c.name).str.replace_all(_SIGNS, "") for c in columns)
    outside = [_is_outside(name, form).sum().alias(str(i)) for i, (name, form) in enumerate(cases)]
    counts = bare.select(outside).collect().row(0)
    return [
        Fault(f"{table}.{name}", f"{n} {form.what} outside the reserved range, not published.", form.cure)
        for (name, form), n in zip(cases, counts, strict=True)
        if n
    ]


def _is_outside(name: str, form: _Form) -> pl.Expr:
    text = pl.col(name)
    return (text.str.contains(form.looks) & ~form.is_reserved(text)).fill_null(False)
