"""Metrics of planted patterns and their benign twins: how many there are, what they show, whom the office found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import polars as pl

from simi_lab.measures.targets.measure import Metric, ready, share, share_of
from simi_lab.measures.targets.world import World
from simi_lab.scenario.typologies import Typology

READY: dict[str, pl.DataType | type[pl.DataType]] = {"value": pl.Float64, "n": pl.Int64, "standard_error": pl.Float64}
SIDES = ("harmful", "twin")


def members(world: World) -> pl.DataFrame:
    """Members of every ring with the pattern and the side; first identities belong to nobody's share."""
    code, twin = (pl.col(name).cast(pl.String) for name in ("typology", "twin_of"))
    rows = world.applications.filter(pl.col("is_planted") & (pl.col("ring_role").cast(pl.String) != "first_identity"))
    return rows.with_columns(
        pl.when(code != "none").then(code).otherwise(twin).alias("pattern"),
        pl.when(code != "none").then(pl.lit("harmful")).otherwise(pl.lit("twin")).alias("side"),
    )


def _rings(world: World) -> pl.DataFrame:
    side = pl.when("is_benign").then(pl.lit("twin")).otherwise(pl.lit("harmful"))
    return (
        world.table("truth_rings")
        .with_columns(pl.col("typology").cast(pl.String).alias("pattern"), side.alias("side"))
        .collect()
    )


def _each(world: World) -> Iterator[tuple[str, str, Typology]]:
    for name, pattern in world.scenario.typologies.items():
        for side in SIDES:
            yield name, side, pattern


def _prevalence(world: World) -> pl.DataFrame:
    """Share of all applications; members come in rings, so that the spread is that of whole rings."""
    n = world.applications.height
    counts = {(r["pattern"], r["side"]): r["len"] for r in members(world).group_by("pattern", "side").len().to_dicts()}
    rows: list[tuple[object, ...]] = []
    for name, side, pattern in _each(world):
        asked = pattern.prevalence.value if side == "harmful" else pattern.twin_prevalence.value
        sizes = (pattern.size if side == "harmful" else pattern.twin_size).values
        first = sum(int(size) * part for size, part in sizes.items())
        second = sum(int(size) ** 2 * part for size, part in sizes.items())
        error = (asked * (1 - asked) / n * second / first) ** 0.5
        rows.append((name, side, counts.get((name, side), 0) / n, n, error))
    return _frame(rows, "pattern", "side")


def _linked(world: World) -> pl.DataFrame:
    """Share of members who show the tie, undone for rings of whom only one did (who then ties nobody).

    Per side: the configured share times members linked over members expected to be, ring by ring.
    """
    rings = _rings(world)
    rows: list[tuple[object, ...]] = []
    for name, side, pattern in _each(world):
        asked = getattr(pattern.link, side)
        here = rings.filter((pl.col("pattern") == name) & (pl.col("side") == side))
        if pattern.link.by == "none" or not here.height or not asked:
            continue
        size = pl.col("n_members").cast(pl.Float64)
        alone = pl.lit(1.0) if pattern.link.by == "match" else 1 - (1 - asked) ** (size - 1)
        sums = here.with_columns((asked * size * alone).alias("expected"))
        expected = float(sums["expected"].sum())
        spread = float(((sums["n_linked"] - sums["expected"]) ** 2).sum()) ** 0.5
        made = asked * float(here["n_linked"].sum()) / expected if expected else None
        rows.append((name, side, made, here.height, asked * spread / expected if expected else None))
    return _frame(rows, "pattern", "side")


def _sizes(world: World) -> pl.DataFrame:
    return _rings(world).select("pattern", "side", ring_size=pl.col("n_members").cast(pl.String))


def _insiders(world: World) -> pl.DataFrame:
    rows = _rings(world).filter(pl.col("side") == "harmful")
    return rows.select("pattern", hit="has_insider")


def _night(world: World) -> pl.DataFrame:
    """Linked groups of whom all tied members filed online before six or from ten at night."""
    rings = _rings(world).filter(pl.col("shared_contact").is_not_null()).select("ring_id")
    hour = pl.col("hour").cast(pl.Int64)
    tied = members(world).filter("is_linked").join(rings, on="ring_id", how="semi")
    groups = tied.group_by("pattern", "side", "ring_id").agg((~hour.is_between(6, 21)).all().alias("hit"))
    return groups.select("pattern", "side", "hit")


def _interviewed(world: World) -> pl.DataFrame:
    """Members whose doubt could be raised: at the interview, or at the duplicate search where that is the tie."""
    stage = pl.col("stage").cast(pl.String)
    steps = world.events.group_by("application_id").agg(
        (stage == "biometrics_interview").any().alias("talked"), (stage == "clarification").any().alias("doubted")
    )
    return world.applications.join(steps, on="application_id", how="left")


def _found(world: World) -> pl.DataFrame:
    """Members doubted at the interview among those who came to it; ties by a match are judged elsewhere."""
    by_match = [name for name, pattern in world.scenario.typologies.items() if pattern.link.by == "match"]
    steps = _interviewed(world).select("application_id", "talked", "doubted")
    rows = members(world).join(steps, on="application_id", how="left")
    rows = rows.filter(pl.col("talked").fill_null(False) & ~pl.col("pattern").is_in(by_match))
    return rows.select("pattern", "side", hit="doubted")


def _doubts(world: World) -> pl.DataFrame:
    """Ordinary applications at the interview, by whether their papers disagree."""
    nik, name = pl.col("nik_check").cast(pl.String), pl.col("name_check").cast(pl.String)
    odd = (
        world.table("documents")
        .filter((nik.is_not_null() & (nik != "ok")) | (name == "different"))
        .select("application_id")
        .unique()
        .with_columns(odd=pl.lit("disagree"))
        .collect()
    )
    rows = _interviewed(world).filter(~pl.col("is_planted") & pl.col("talked").fill_null(False))
    rows = rows.join(odd, on="application_id", how="left")
    return rows.select(papers=pl.col("odd").fill_null("agree"), hit="doubted")


def _held(world: World) -> pl.DataFrame:
    """Ordinary applicants whose clarification ended, and whether they were held."""
    rows = world.events.filter(pl.col("stage").cast(pl.String) == "clarification")
    ordinary = world.ordinary.select("application_id")
    rows = rows.join(ordinary, on="application_id", how="semi")
    return rows.select(hit=pl.col("outcome").cast(pl.String) == "postponed")


def _hits(world: World) -> pl.DataFrame:
    """Ordinary applications at the duplicate search, and whether it found another book (a second look followed)."""
    rows = world.events.filter(pl.col("stage").cast(pl.String) == "duplicate_check")
    hits = rows.group_by("application_id").agg((pl.len() > 1).alias("hit"))
    return world.ordinary.join(hits, on="application_id", how="inner").select("hit")


def _recorded(world: World, label: str) -> pl.DataFrame:
    """Applications, and whether the office has recorded that finding."""
    known = world.table("labels").select("application_id", pl.col("label").cast(pl.String)).collect()
    rows = world.applications.select("application_id").join(known, on="application_id", how="left")
    return rows.select(hit=pl.col("label").eq_missing(label))


def _all_holds(world: World) -> pl.DataFrame:
    """Held in any way: postponed, refused, found twice, or papers not completed within the limit."""
    stage, outcome = (pl.col(name).cast(pl.String) for name in ("stage", "outcome"))
    held = world.events.group_by("application_id").agg(
        (
            outcome.is_in(["postponed", "refused"]).any()
            | ((stage == "duplicate_check").sum() > 1)
            | ((outcome == "returned").any() & ((stage == "closed") & (outcome == "expired")).any())
        ).alias("hit")
    )
    return world.applications.join(held, on="application_id", how="left").select(pl.col("hit").fill_null(False))


def _duplicates(world: World) -> pl.DataFrame:
    rows = world.events.filter(pl.col("stage").cast(pl.String) == "duplicate_check")
    return rows.group_by("application_id").agg((pl.len() > 1).alias("hit")).select("hit")


def _frame(rows: list[tuple[object, ...]], *strata: str) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={**dict.fromkeys(strata, pl.String), **READY}, orient="row")


_np: Callable[[World], pl.DataFrame] = partial(_recorded, label="pmi_nonprocedural")

METRICS: tuple[Metric, ...] = (
    ready("pattern_share", _prevalence, "pattern", "side"),
    ready("linked_share", _linked, "pattern", "side"),
    share_of("ring_size", _sizes, "pattern", "side"),
    share("insider_share", _insiders, "pattern"),
    share("night_share", _night, "pattern", "side"),
    share("found_share", _found, "pattern", "side"),
    share("doubted_share", _doubts, "papers"),
    share("wrongly_held_share", _held),
    share("benign_hit_share", _hits),
    share("postponed_np_share", _np),
    share("duplicate_share", _duplicates),
    share("held_share", _all_holds),
)
