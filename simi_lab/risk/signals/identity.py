"""Whether the same name and birth date came earlier under another identity number."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab.risk.asof.declare import Family, Feature, Told, View
from simi_lab.risk.asof.windows import DAY_US, count_from_others

# The paper that says best who a person is comes first.
_PAPERS = ("ktp", "birth_certificate", "kk", "diploma", "marriage_book", "old_passport")
_PARTS = ("ym", "yd", "md")
_TWO_YEARS = 730 * DAY_US
_SOURCES = (
    "documents.name_on_document",
    "documents.birth_date_on_document",
    "documents.document_kind",
    "people.nik",
)
_GROUND = "Duplicates are examined by law and by people; twins, clerical errors and common names are benign."


def _from_identity(view: View) -> pl.DataFrame:
    form = view["applications"].select("application_id", "person_id", "office_id", "at")
    niks = view["people"].select("person_id", "nik")
    rows = form.join(niks, on="person_id", how="left", maintain_order="left")
    rows = rows.join(_stated(view["documents"]), on="application_id", how="left", maintain_order="left")
    same = count_from_others(rows, rows, ["name", "born"], own="nik")
    turned = rows.drop("born").rename({"born_turned": "born"})
    exchanged = count_from_others(turned, rows, ["name", "born"], own="nik")
    # an equal date shares all three pairs of parts, a date that differs in one part shares one pair
    pairs = sum(count_from_others(rows, rows, ["name", part], own="nik") for part in _PARTS)
    return rows.select(
        "application_id",
        same_person_other_nik=pl.Series(same + exchanged),
        near_person_other_nik=pl.Series(pairs - 3 * same),
        close_person_same_office=pl.Series(np.sum(list(_close(rows)), axis=0)),
    )


def _close(rows: pl.DataFrame) -> Iterator[NDArray[np.int64]]:
    """The same name at the same office, with the same date, the date exchanged, and the day after or before it."""
    pairs = (("born", "born"), ("born_turned", "born"), ("born_next", "born"), ("born", "born_next"))
    for mine, theirs in pairs:
        asked, facts = (rows.select("name", "nik", "office_id", "at", date=one) for one in (mine, theirs))
        yield count_from_others(asked, facts, ["name", "date", "office_id"], own="nik", window_us=_TWO_YEARS)


def _stated(papers: pl.DataFrame) -> pl.DataFrame:
    """Name and birth date of each application, from its best paper that shows both."""
    rank = (
        pl.col("document_kind")
        .cast(pl.String)
        .replace_strict(
            {kind: place for place, kind in enumerate(_PAPERS)}, default=len(_PAPERS), return_dtype=pl.Int32
        )
    )
    shown = papers.filter(pl.col("birth_date_on_document").is_not_null() & pl.col("name_on_document").is_not_null())
    best = shown.with_columns(rank=rank).sort("application_id", "rank", "document_id")
    return best.unique("application_id", keep="first", maintain_order=True).select(
        "application_id",
        name="name_on_document",
        born="birth_date_on_document",
        born_turned="birth_date_on_document_turned",
        born_next="birth_date_on_document_next",
        **{part: f"birth_date_on_document_{part}" for part in _PARTS},
    )


FAMILY = Family(
    "identity",
    (
        Feature(
            "same_person_other_nik",
            "count",
            _SOURCES,
            "Earlier applications with the same name and birth date, also with day and month exchanged, under another "
            "identity number.",
            _GROUND,
            unit="application",
            told=Told(
                "{value} earlier applications carry this name and birth date under another number.",
                "Nobody came earlier with this name and birth date under another number.",
                "identity",
            ),
        ),
        Feature(
            "near_person_other_nik",
            "count",
            _SOURCES,
            "Earlier applications with the same name and a birth date that differs in the day, the month or the year "
            "only, under another identity number.",
            _GROUND,
            unit="application",
            told=Told(
                "{value} earlier applications carry this name and nearly this birth date under another number.",
                "Nobody came earlier with this name and nearly this birth date under another number.",
                "identity",
            ),
        ),
        Feature(
            "close_person_same_office",
            "count",
            (*_SOURCES, "applications.office_id"),
            "Earlier applications at the same office in two years with the same name and the same birth date, or one "
            "that is exchanged or a day apart, under another identity number.",
            _GROUND,
            unit="application",
            told=Told(
                "{value} earlier applications at this office carry this name and almost this very birth date.",
                "Nobody came to this office with this name and almost this very birth date.",
                "identity",
            ),
        ),
    ),
    _from_identity,
)
