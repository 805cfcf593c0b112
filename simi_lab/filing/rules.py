"""What follows from the day of filing: way of working, book on offer, papers asked for, completeness, fee, dossier."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.reference import procedure, regulation, tariff
from simi_lab.scenario.filing import PROOFS
from simi_lab.scenario.model import Scenario
from simi_lab.schema import CODES, enum
from simi_lab.schema.enums import coded
from simi_lab.streams import transforms

Ints = NDArray[np.int64]
KINDS = CODES["document_kind"]


def settle(frame: pl.DataFrame, scenario: Scenario) -> pl.DataFrame:
    """What follows from the office-local day of filing, from what was drawn for each application once and for all.

    Called again for rows that a planted pattern has moved to another day, or given another kind or purpose: each
    wish, fault and paper stays the applicant's own, only the rule in force is looked up anew.

    Parameters
    ----------
    frame : applications as `make_applications` draws them; of the office-local day only `filed_at` is read

    Returns
    -------
    frame
        With regime, service, asked (papers by bit, see `asked_masks`), would_miss, is_complete, missing_document,
        exemption, fee_idr, dossier and dossier_days.

    Randomness : none.
    """
    shift = clock.offset_seconds(scenario.period.first, scenario.site.zone)
    on = (frame["filed_at"].to_physical().to_numpy() // clock.US_PER_SECOND + shift) // clock.SECONDS_PER_DAY
    go_live = scenario.simi.go_live
    is_simi = np.zeros(on.size, dtype=bool) if go_live is None else on >= clock.day_index(go_live)
    service = _service(frame, scenario, on)
    asked = _asked(frame, on)
    would_miss = coded("document_kind", _missed(frame, scenario, asked))
    simi = pl.lit(pl.Series(is_simi))
    complete = pl.when(simi).then("is_complete_simi").otherwise("is_complete_manual")
    return frame.with_columns(
        coded("regime", is_simi.astype(np.int64)).alias("regime"),
        service.alias("service"),
        pl.Series("asked", asked),
        would_miss.alias("would_miss"),
        complete.alias("is_complete"),
        pl.when(~complete).then(pl.lit(would_miss)).alias("missing_document"),
        *_fees(frame, service, on),
        pl.when(~simi).then("dossier_manual").alias("dossier"),
        pl.when(~simi).then("dossier_days_manual").alias("dossier_days"),
    )


def _service(frame: pl.DataFrame, scenario: Scenario, on: Ints) -> pl.Series:
    """Electronic or not by the share of the year, ten years where wished for and allowed on that day."""
    plan = scenario.filing
    year = pl.Series(on.astype(np.int32)).cast(pl.Date).dt.year().to_numpy()
    known = {int(k): v for k, v in plan.electronic_by_year.values.items()}
    share = np.array([known[min(max(y, min(known)), max(known))] for y in range(1970, 2101)])[year - 1970]
    electronic = frame["electronic_u"].to_numpy() < share
    if plan.electronic_only_from is not None:
        electronic |= on >= clock.day_index(plan.electronic_only_from)
    longest = regulation.validity_years_expr(pl.col("age_years"), pl.lit(False), pl.col("on"))
    days = pl.DataFrame({"age_years": frame["age_years"], "on": pl.Series(on.astype(np.int32)).cast(pl.Date)})
    allowed = (days.select(longest >= 10).to_series()).fill_null(False).to_numpy()
    ten_years = frame["wants_ten_years"].to_numpy() & allowed
    return coded("service", 2 * electronic.astype(np.int64) + ten_years)


def _asked(frame: pl.DataFrame, on: Ints) -> Ints:
    cuts, masks = asked_masks()
    era = np.maximum(np.searchsorted(cuts, on, side="right") - 1, 0)
    kind, purpose = (frame[c].to_physical().cast(pl.Int64).to_numpy() for c in ("kind", "purpose"))
    minor = frame["is_minor"].cast(pl.Int64).to_numpy()
    asked: Ints = masks[era, kind, purpose, minor, frame["proof"].to_numpy()]
    return asked


@cache
def asked_masks() -> tuple[Ints, Ints]:
    """Papers that the rules ask for: days from which a rule changed, and one mask per era, kind, purpose, minor, proof.

    Bit k of a mask is paper k of the code list `document_kind`; `proof` counts the three papers that may prove a
    birth (`scenario.filing.PROOFS`). The identity card asked of a minor is the parents'.

    Source : table documents_required.
    """
    table = procedure.documents_table()
    starts = set(table["valid_from"]) | set(table["valid_to"].drop_nulls().dt.offset_by("1d"))
    cuts = sorted(starts)
    shape = (len(cuts), len(CODES["kind"]), len(CODES["purpose"]), 2, len(PROOFS))
    masks = np.zeros(shape, dtype=np.int64)
    needs = table.group_by("kind", "purpose", "applicant", "requirement", "valid_from", maintain_order=True).agg(
        "document", pl.col("valid_to").first()
    )
    for row in needs.iter_rows(named=True):
        eras = [e for e, day in enumerate(cuts) if row["valid_from"] <= day and not (row["valid_to"] or day) < day]
        purposes = [p for p, name in enumerate(CODES["purpose"]) if row["purpose"] in ("any", name)]
        cells = (eras, [CODES["kind"].index(row["kind"])], purposes)
        for minor, name in enumerate(("adult", "minor")):
            for proof, shown in enumerate(PROOFS if row["applicant"] in ("any", name) else ()):
                paper = shown if shown in row["document"] else row["document"][0]
                paper = "parent_ktp" if minor and row["requirement"] == "identity" else paper
                masks[np.ix_(*cells, [minor], [proof])] |= 1 << KINDS.index(paper)
    return np.array([clock.day_index(day) for day in cuts]), masks


def _missed(frame: pl.DataFrame, scenario: Scenario, asked: Ints) -> Ints:
    """The paper that would be missing: one of those asked for, by their weights (all alike if none has a weight)."""
    weights = np.array(scenario.papers.missing.of(KINDS))
    distinct, group = np.unique(asked, return_inverse=True)
    bits = (distinct[:, None] >> np.arange(len(KINDS))) & 1
    tables = [transforms.cumulative(b * weights if (b * weights).sum() > 0 else b.astype(float)) for b in bits]
    return transforms.category_by(frame["missing_word"].to_numpy(), tables, group)


def _fees(frame: pl.DataFrame, service: pl.Series, on: Ints) -> list[pl.Series]:
    """Why something is free, if it is, and the fee in force."""
    kind, purpose = frame["kind"].cast(pl.String), frame["purpose"].cast(pl.String)
    from_day = clock.day_index(tariff.worker_first_from())
    first = (kind == "new") & (purpose == "work") & ~frame["is_minor"] & pl.Series(on >= from_day)
    free_book = first & (service.to_physical() < 2)
    disaster = kind.is_in(["lost", "damaged"]) & frame["by_disaster"]
    why = pl.select(
        pl.when(disaster).then(pl.lit("force_majeure")).when(free_book).then(pl.lit("worker_first_book"))
    ).to_series()
    asked = pl.DataFrame(
        {
            "service": service.cast(pl.String),
            "kind": kind,
            "why": why,
            "is_same_day": frame["is_same_day"],
            "on": pl.Series(on.astype(np.int32)).cast(pl.Date),
        }
    )
    fee = tariff.fees_expr(
        pl.col("service"), pl.col("on"), is_same_day=pl.col("is_same_day"), kind=pl.col("kind"), exemption=pl.col("why")
    )
    return [why.cast(enum("fee_exemption")).alias("exemption"), asked.select(fee.alias("fee_idr")).to_series()]
