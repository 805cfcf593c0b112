"""Metrics of people: families, civil status, schooling, livelihood, names, phones, moves."""

from __future__ import annotations

import polars as pl

from simi_lab.measures.targets.measure import Metric, mean, share, share_of
from simi_lab.measures.targets.world import World
from simi_lab.reference import places

SCHOOL_YEARS = {"none": 0, "primary": 6, "junior": 9, "senior": 12, "diploma": 15, "degree": 16}
SCHOOLED_FROM = 25  # years; the age from which years of schooling are published
OLDEST_WITH_PARENT = 60  # years; the parents of older heads are no longer counted on
MUHAMMAD = r"^(Muhammad|Muhamad|Mohamad|Mohammad|Moh\.|M\.) "
AGE = pl.col("age_years")


def _text(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String)


def _band(edges: list[int], names: list[str]) -> pl.Expr:
    """Name of the interval in which an age lies; there is one name more than edges."""
    age, out = AGE, pl.lit(names[-1])
    for edge, name in zip(reversed(edges), reversed(names[:-1]), strict=True):
        out = pl.when(age < edge).then(pl.lit(name)).otherwise(out)
    return out


def _children(world: World) -> pl.DataFrame:
    return world.people.filter(_text("role") == "child").select(hit=_text("sex") == "F")


def _marital(world: World) -> pl.DataFrame:
    return world.people.select("marital", grown=pl.when(AGE >= 15).then(pl.lit("yes")).otherwise(pl.lit("no")))


def _schooling(world: World) -> pl.DataFrame:
    years = _text("education").replace_strict(SCHOOL_YEARS, return_dtype=pl.Float64)
    return world.people.filter(AGE >= SCHOOLED_FROM).select(value=years)


def _education(world: World) -> pl.DataFrame:
    bands = _band([40, 60], ["under_40", "from_40", "from_60"])
    return world.people.filter(AGE >= SCHOOLED_FROM).select("education", band=bands)


def _livelihood(world: World) -> pl.DataFrame:
    return world.people.filter((AGE >= 18) & (_text("livelihood") != "student")).select("livelihood")


def _mononyms(world: World) -> pl.DataFrame:
    return world.people.select(hit="is_mononym", age=_band([25, 50], ["under_25", "between", "from_50"]))


def _spellings(world: World) -> pl.DataFrame:
    named = world.people.filter(pl.col("name").str.contains(MUHAMMAD))
    return named.select(hit=~pl.col("name").str.starts_with("Muhammad "))


def _ages(world: World) -> pl.DataFrame:
    return world.people.select(age_group=_band([15, 65], ["0-14", "15-64", "65+"]))


def _head_ages(world: World) -> pl.DataFrame:
    classes = [name.split("-") for name in world.scenario.households.head_age.values]
    names = ["younger", *("-".join(each) for each in classes)]
    heads = world.people.filter(_text("role") == "head")
    return heads.select(head_age=_band([int(low) for low, _ in classes], names))


def _sizes(world: World) -> pl.DataFrame:
    return world.people.group_by("household_id").len().select(value=pl.col("len").cast(pl.Float64))


def _lone(world: World) -> pl.DataFrame:
    """Heads without a wife, by the age from which their table holds."""
    ages = sorted(int(age) for age in world.scenario.households.lone_status)
    wives = world.people.filter(_text("role") == "spouse").select("household_id")
    heads = world.people.filter(_text("role") == "head").join(wives, on="household_id", how="anti")
    bands = _band(ages[1:], [str(age) for age in ages])
    # who lives with younger members is old enough for them, whatever the table says
    return heads.select(lone_status="marital", from_age=bands)


def _parents(world: World) -> pl.DataFrame:
    """Households of heads who may have a parent with them, and how many they have."""
    parents = world.people.filter(_text("role") == "parent").group_by("household_id").len("parents")
    heads = world.people.filter((_text("role") == "head") & (AGE < OLDEST_WITH_PARENT - 1))
    return heads.join(parents, on="household_id", how="left").select(pl.col("parents").fill_null(0))


def _with_parent(world: World) -> pl.DataFrame:
    return _parents(world).select(hit=pl.col("parents") > 0)


def _with_both(world: World) -> pl.DataFrame:
    return _parents(world).filter(pl.col("parents") > 0).select(hit=pl.col("parents") > 1)


def _own_phones(world: World) -> pl.DataFrame:
    asked = world.people.filter(AGE >= 15)
    return asked.select(hit=pl.col("phone").is_not_null(), age=_band([60], ["under_60", "from_60"]))


def _emails(world: World) -> pl.DataFrame:
    return world.people.filter(AGE >= 15).select(hit=pl.col("email").is_not_null())


def _helped(world: World) -> pl.DataFrame:
    """Households of villages with weak or no signal, and whether another one has the same phone."""
    homes = world.table("households").select("signal", shared=pl.len().over("phone") > 1).collect()
    return homes.filter(_text("signal") != "good").select(hit="shared")


def _regions(world: World, role: str) -> pl.DataFrame:
    """First region and home of heads or wives; on the coast every older code is another one, so it is left out."""
    coast = places.dead_codes()["regency_id_now"].unique().to_list()
    home = pl.col("district_id").str.replace_all(".", "", literal=True)
    rows = world.people.filter((_text("role") == role) & ~pl.col("district_id").str.slice(0, 5).is_in(coast))
    return rows.select(first=pl.col("nik").str.slice(0, 6), home=home)


def _moved(world: World) -> pl.DataFrame:
    return _regions(world, "head").select(hit=pl.col("first") != pl.col("home"))


def _afar(world: World) -> pl.DataFrame:
    around = places.regencies()["regency_id"].str.replace(".", "", literal=True).to_list()
    came = _regions(world, "spouse").filter(pl.col("first") != pl.col("home"))
    return came.select(hit=~pl.col("first").str.slice(0, 4).is_in(around))


def _dead_codes(world: World) -> pl.DataFrame:
    """Carriers of a code that has died, and whether they were born after its end."""
    codes = places.dead_codes().select(
        first=pl.col("district_id").str.replace_all(".", "", literal=True), end="ended_on"
    )
    carriers = world.people.select("birth_date", first=pl.col("nik").str.slice(0, 6)).join(codes, on="first")
    return carriers.select(hit=pl.col("birth_date") >= pl.col("end"))


METRICS: tuple[Metric, ...] = (
    share("women_born_share", _children),
    share_of("marital", _marital, "grown"),
    mean("schooling_years", _schooling),
    share_of("education", _education, "band"),
    share_of("livelihood", _livelihood),
    share("mononym_share", _mononyms, "age"),
    share("other_spelling_share", _spellings),
    share_of("age_group", _ages),
    share_of("head_age", _head_ages),
    mean("household_size", _sizes),
    share_of("lone_status", _lone, "from_age"),
    share("with_parent_share", _with_parent),
    share("both_parents_share", _with_both),
    share("own_phone_share", _own_phones, "age"),
    share("email_share", _emails),
    share("helped_household_share", _helped),
    share("moved_share", _moved),
    share("from_afar_share", _afar),
    share("dead_code_too_late_share", _dead_codes),
)
