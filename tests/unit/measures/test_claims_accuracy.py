"""Values of papers against their clean values: counted by hand, and on a world whose errors are all known."""

from __future__ import annotations

import polars as pl

from simi_lab.measures.claims import noticed_errors, right_values
from simi_lab.store import Run


def papers(run: Run) -> tuple[pl.DataFrame, pl.DataFrame]:
    return run.table("documents").collect(), run.truth("clean_values").collect()


def test_wrong_values_are_those_that_differ_from_the_clean_ones(mungil: Run) -> None:
    documents, clean = papers(mungil)
    told = right_values(documents, clean)
    assert told["n_wrong"].sum() == clean.filter(pl.col("table") == "documents").height > 0
    with_all = clean.join(documents, left_on="row_id", right_on="document_id")
    for row in with_all.iter_rows(named=True):
        assert str(row[row["column"]]) != row["clean_value"]


def test_values_are_counted_where_there_are_any(mungil: Run) -> None:
    documents, clean = papers(mungil)
    one = documents.filter(pl.col("application_id") == documents["application_id"][0])
    by_hand = sum(
        one[name].is_not_null().sum() for name in ("name_on_document", "birth_date_on_document", "number", "mrz_line2")
    )
    assert right_values(one, clean)["n_values"].to_list() == [by_hand]


def test_no_papers_and_no_errors() -> None:
    import simi_lab.schema as schema

    none = pl.DataFrame(schema=dict(schema.polars_schema("documents")))
    clean = pl.DataFrame(schema=dict(schema.polars_schema("truth_clean_values")))
    assert right_values(none, clean).is_empty()
    assert noticed_errors(none, clean).is_empty()


def test_nearly_every_error_of_a_name_and_of_a_machine_readable_line_is_noticed(mungil: Run) -> None:
    found = noticed_errors(*papers(mungil))
    by_column = dict(found.group_by("column").agg(pl.col("is_noticed").mean()).iter_rows())
    assert by_column["name_on_document"] > 0.9  # a letter left out of one spelling can give another one that is known
    assert by_column["mrz_line2"] > 0.9  # one sign in ten has the same check digit as another
    assert 0 < by_column["number"] < 1  # papers whose numbers carry no check go unnoticed


def test_a_date_that_agrees_with_the_card_again_is_not_noticed(mungil: Run) -> None:
    documents, clean = papers(mungil)
    dates = noticed_errors(documents, clean).filter(pl.col("column") == "birth_date_on_document")
    healed = documents.join(
        clean.filter(pl.col("column") == "birth_date_on_document").select(
            pl.col("row_id").alias("document_id"), pl.col("clean_value").str.to_date().alias("clean_date")
        ),
        on="document_id",
        how="left",
    ).with_columns(pl.coalesce("clean_date", "birth_date_on_document").alias("birth_date_on_document"))
    again = noticed_errors(healed, clean).filter(pl.col("column") == "birth_date_on_document")
    assert again["is_noticed"].sum() <= dates["is_noticed"].sum()
