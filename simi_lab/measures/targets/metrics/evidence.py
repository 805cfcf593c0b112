"""How often members of a pattern show its evidence: the share in which a value was drawn anew, from what is seen."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from simi_lab.measures.targets.measure import Metric, ready
from simi_lab.measures.targets.metrics.patterns import READY, SIDES, members
from simi_lab.measures.targets.world import World
from simi_lab.scenario.typologies import Evidence

SURE = 1.0 - 1e-9
Law = Mapping[str, float]


def _seen(world: World) -> pl.DataFrame:
    """Members with the value of every column that may carry evidence; null where it cannot be seen."""
    nik = pl.col("nik_check").cast(pl.String)
    papers = (
        world.table("documents")
        .group_by("application_id")
        .agg(
            nik.filter(nik.is_in(["ok", "sex_mismatch", "dob_mismatch"])).first().alias("nik"),
            pl.col("mrz_check").cast(pl.String).drop_nulls().first().alias("mrz"),
        )
    )
    licence = pl.col("agency_licensed")
    named = {"ok": "fits", "sex_mismatch": "sex", "dob_mismatch": "birth"}
    return (
        members(world)
        .join(papers.collect(), on="application_id", how="left")
        .with_columns(
            pl.col("purpose", "destination", "kind").cast(pl.String),
            pl.when("has_itinerary").then(pl.lit("shown")).otherwise(pl.lit("none")).alias("itinerary"),
            pl.when(licence.is_null())
            .then(pl.lit("none"))
            .when(licence)
            .then(pl.lit("licensed"))
            .otherwise(pl.lit("unlicensed"))
            .alias("agency"),
            pl.when("is_same_day").then(pl.lit("yes")).otherwise(pl.lit("no")).alias("same_day"),
            pl.col("nik").replace_strict(named, default=None),
            pl.col("mrz").replace_strict({"ok": "fits", "failed": "fails"}, default=None),
        )
    )


def _usual(world: World, column: str, purpose: str) -> Law:
    """Law of a column for everyone, given the purpose."""
    filing, papers = world.scenario.filing, world.scenario.papers
    agencies = 40  # of the area, whole ones
    lapsed = (agencies - min(max(round(agencies * filing.agency_licensed.value), 0), agencies - 1)) / agencies
    shown, named = filing.itinerary.values[purpose], filing.agency.values[purpose]
    sex, birth = papers.nik_sex_mismatch.value, papers.nik_dob_mismatch.value
    same, slip = filing.same_day_share.value, papers.mrz_slip.value
    laws: dict[str, Law] = {
        "purpose": filing.purposes.values,
        "destination": filing.destinations[purpose].values,
        "itinerary": {"shown": shown, "none": 1 - shown},
        "agency": {"none": 1 - named, "licensed": named * (1 - lapsed), "unlicensed": named * lapsed},
        "kind": filing.kinds.values,
        "same_day": {"no": 1 - same, "yes": same},
        "nik": {"fits": 1 - sex - birth, "sex": sex, "birth": birth},
        "mrz": {"fits": 1 - slip, "fails": slip},
    }
    return laws[column]


def _shares(world: World) -> pl.DataFrame:
    """Per pattern, side and column the share implied: what lies in the evidence's values beyond what is usual there.

    Members of whom the value is certain anyway (a pilgrim's destination) say nothing and are left out; so are patterns
    whose evidence changes in time.
    """
    seen, rows = _seen(world), []
    for name, pattern in world.scenario.typologies.items():
        for column, piece in ({} if pattern.eras else pattern.evidence).items():
            for side in SIDES:
                here = seen.filter((pl.col("pattern") == name) & (pl.col("side") == side)).drop_nulls(column)
                rows.append((name, side, column, *_implied(world, here, column, piece, side)))
    schema = {"pattern": pl.String, "side": pl.String, "evidence": pl.String, **READY}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _implied(
    world: World, here: pl.DataFrame, column: str, piece: Evidence, side: str
) -> tuple[float | None, int, float | None]:
    mixture = piece.harmful if side == "harmful" else piece.twin
    own = {code for code, part in mixture.values.items() if part > 0}
    more = room = spread = 0.0
    n = 0
    for purpose, part in here.group_by("purpose"):
        law = _usual(world, column, str(purpose[0]))
        usual = sum(law.get(code, 0.0) for code in own)
        if max(law.values()) >= SURE or usual >= SURE:
            continue
        chance = mixture.share + (1 - mixture.share) * usual
        more += int(part[column].is_in(list(own)).sum()) - part.height * usual
        room += part.height * (1 - usual)
        spread += part.height * chance * (1 - chance)
        n += part.height
    return (more / room, n, spread**0.5 / room) if room else (None, 0, None)


METRICS: tuple[Metric, ...] = (ready("evidence_share", _shares, "pattern", "side", "evidence"),)
