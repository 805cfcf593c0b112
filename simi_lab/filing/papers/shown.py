"""Which papers are shown, and whose: one row per paper, with what its text is made from."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.schema import CODES, enum
from simi_lab.schema.enums import coded

Ints = NDArray[np.int64]
PER_APPLICATION = 16  # room for papers in a key
KINDS = CODES["document_kind"]
PARENT_KTP, SECOND_PARENT = KINDS.index("parent_ktp"), len(KINDS)  # the second parent's card stands behind all kinds
MARRIAGE_BOOK = KINDS.index("marriage_book")
OF_PEOPLE = ("person_id", "sex", "household_id", "role", "name", "nik", "birth_date")
_OF_HOLDER = ("person_id", "name", "birth_date", "nik", "sex")
_TAKEN = (
    "application_id",
    "person_id",
    "name",
    "birth_date",
    "nik",
    "signal",
    "kk_number",
    "filed_at",
    "is_minor",
    "nik_fault",
    "mrz_fails",
)


def shown(table: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Papers that the rule asks for, without the missing one.

    Parameters
    ----------
    table : applications as `plant` leaves them, in order of their key
    people : columns `OF_PEOPLE`; with person_id and sex alone nobody's parents are known, and no card of theirs shown

    Returns
    -------
    frame
        One row per paper in order of document_id: document_id, document_kind, holder, and of its holder person_id,
        name, birth_date, nik, sex; of the application signal, kk_number, filed_at, is_minor, nik_fault, mrz_fails.

    Randomness : none.
    """
    mask = table["asked"].to_numpy().copy()
    missing = table["missing_document"].to_physical().cast(pl.Int64).fill_null(-1).to_numpy()
    mask &= ~np.where(missing >= 0, np.int64(1) << np.maximum(missing, 0), 0)
    parents = _parents(table, people)
    has_card = (mask >> PARENT_KTP) & 1 == 1
    mask = np.where(parents["first"] >= 0, mask, mask & ~(np.int64(1) << PARENT_KTP))
    mask |= np.where(has_card & (parents["second"] >= 0), np.int64(1) << SECOND_PARENT, 0)
    row, bit = np.nonzero((mask[:, None] >> np.arange(SECOND_PARENT + 1)) & 1)
    kind = np.where(bit == SECOND_PARENT, PARENT_KTP, bit)
    sex = people["sex"].gather(np.searchsorted(people["person_id"].to_numpy(), table["person_id"].to_numpy()))
    papers = table.select(*_TAKEN, sex.alias("sex"))[row].select(
        pl.Series("document_id", table["application_id"].to_numpy()[row] * PER_APPLICATION + bit),
        coded("document_kind", kind).alias("document_kind"),
        pl.all(),
    )
    of_child = papers["is_minor"].to_numpy()
    parent = np.where(bit == SECOND_PARENT, parents["second"][row], parents["first"][row])
    theirs = ((kind == PARENT_KTP) | ((kind == MARRIAGE_BOOK) & of_child)) & (parent >= 0)
    return _of_parents(papers, people, np.flatnonzero(theirs), parent[theirs], parents["is_child"][row][theirs])


def _parents(table: pl.DataFrame, people: pl.DataFrame) -> dict[str, Ints]:
    """Rows of head and spouse in `people` for each minor (-1: none), and whether he is their own child."""
    none = np.full(table.height, -1, dtype=np.int64)
    minors = np.flatnonzero(table["is_minor"].to_numpy())
    first, second, is_child = none.copy(), none.copy(), np.zeros(table.height, dtype=np.int64)
    if minors.size and set(OF_PEOPLE) <= set(people.columns):
        role = people["role"].cast(pl.String)
        homes = pl.DataFrame({"household_id": table["household_id"].gather(minors)})
        for place, name in ((first, "head"), (second, "spouse")):
            rows = np.flatnonzero((role == name).to_numpy())
            known = pl.DataFrame({"household_id": people["household_id"].gather(rows), "row": rows})
            known = known.unique("household_id", keep="first")
            found = homes.join(known, on="household_id", how="left", maintain_order="left")["row"]
            place[minors] = found.fill_null(-1).to_numpy()
        own = np.searchsorted(people["person_id"].to_numpy(), table["person_id"].gather(minors).to_numpy())
        is_child[minors] = (role.gather(own) == "child").to_numpy()
    return {"first": first, "second": second, "is_child": is_child}


def _of_parents(papers: pl.DataFrame, people: pl.DataFrame, at: Ints, parent: Ints, is_child: Ints) -> pl.DataFrame:
    """Papers of the parents carry their names, dates and numbers."""
    holder = np.zeros(papers.height, dtype=np.int64)
    if not at.size:
        return papers.with_columns(coded("holder", holder).alias("holder"))
    theirs = people.select(*_OF_HOLDER)[parent]
    woman = (theirs["sex"].cast(pl.String) == "F").to_numpy()
    codes = CODES["holder"]
    holder[at] = np.where(
        is_child == 1, np.where(woman, codes.index("mother"), codes.index("father")), codes.index("guardian")
    )
    scattered = {column: papers[column].scatter(at, theirs[column]) for column in _OF_HOLDER}
    faultless = papers["nik_fault"].scatter(at, 0)
    return papers.with_columns(
        coded("holder", holder).alias("holder"),
        faultless,
        *scattered.values(),
    ).with_columns(pl.col("sex").cast(enum("sex")))
