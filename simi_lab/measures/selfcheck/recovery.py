"""Whether the hidden truth agrees with itself and with what is on record: planted groups can be found again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from simi_lab.measures.selfcheck.finding import Finding, counted
from simi_lab.scenario.typologies import Typology

CONTACTS = ("phone", "email")
MOVED_ON_DAYS = 14  # closed days after the window before the next open one


def recovery_findings(
    truth: pl.DataFrame, rings: pl.DataFrame, applications: pl.DataFrame, patterns: Mapping[str, Typology]
) -> Iterator[Finding]:
    """Check the truth tables.

    Every application has one row of truth; nobody is both a harmful member and a benign twin; the right action is the
    declared one; the posterior is a probability; each ring has the members, the pattern and the day that its row
    says, of a size, a window and an age that its declaration allows; and its shared contact is on the applications of
    those who show it, of two at least, and of no other member.

    Parameters
    ----------
    truth, rings : tables `truth_applications`, `truth_rings`
    applications : application_id, phone, email, is_minor, is_group, filed_on (office-local day)
    patterns : the declared typologies by name
    """
    rows = truth.with_columns(pl.col("typology", "twin_of", "right_action", "ring_role").cast(pl.String))
    yield _complete(rows, applications)
    yield _one_side(rows, patterns)
    yield counted(
        "posterior_is_share",
        rows,
        ~pl.col("posterior").is_between(0, 1)
        | (pl.col("posterior_protect") < 0)
        | (pl.col("posterior_protect") > pl.col("posterior") + 1e-9),
        "application_id",
        "application",
    )
    members = rows.filter(pl.col("ring_id").is_not_null() & (pl.col("ring_role") != "first_identity"))
    yield _rings(members, rings, applications)
    yield _defined(members, rings, applications, patterns)
    yield _contacts(members, rings, applications)


def _complete(rows: pl.DataFrame, applications: pl.DataFrame) -> Finding:
    both = applications.select("application_id").join(
        rows.select("application_id", is_told=pl.lit(True)), on="application_id", how="full", coalesce=True
    )
    lost = both.join(applications.select("application_id", is_there=pl.lit(True)), on="application_id", how="left")
    return counted(
        "truth_complete",
        lost,
        pl.col("is_told").is_null() | pl.col("is_there").is_null(),
        "application_id",
        "application",
    )


def _one_side(rows: pl.DataFrame, patterns: Mapping[str, Typology]) -> Finding:
    """Positive exactly where a pattern needs its action; a twin needs none."""
    action = {name: pattern.action for name, pattern in patterns.items()} | {"none": "issue"}
    harmful = pl.col("typology") != "none"
    twin = pl.col("twin_of").is_not_null() & (pl.col("twin_of") != "none")
    wanted = (
        pl.when(pl.col("is_positive"))
        .then(pl.col("typology").replace_strict(action, default="unknown"))
        .otherwise(pl.lit("issue"))
    )
    broken = (
        (harmful & twin)
        | (pl.col("is_positive") & ~harmful)
        | (harmful & ~pl.col("is_positive") & (pl.col("ring_role") != "first_identity"))
        | (pl.col("right_action") != wanted)
        | ((harmful | twin) & pl.col("ring_id").is_null())
    )
    return counted("truth_one_side", rows, broken, "application_id", "application")


def _rings(members: pl.DataFrame, rings: pl.DataFrame, applications: pl.DataFrame) -> Finding:
    found = (
        members.join(applications.select("application_id", "filed_on"), on="application_id", how="left")
        .group_by("ring_id")
        .agg(
            pl.len().alias("found"),
            pl.col("is_linked").sum().alias("linked"),
            pl.coalesce(pl.when(pl.col("typology") != "none").then("typology"), pl.col("twin_of"))
            .unique()
            .alias("patterns"),
            pl.col("is_positive").any().alias("harmful"),
            pl.col("filed_on").min().alias("first_day"),
        )
    )
    told = rings.with_columns(pl.col("typology").cast(pl.String)).join(found, on="ring_id", how="full", coalesce=True)
    broken = (
        pl.col("found").is_null()
        | pl.col("n_members").is_null()
        | (pl.col("found") != pl.col("n_members"))
        | (pl.col("linked") != pl.col("n_linked"))
        | (pl.col("patterns").list.len() != 1)
        | (pl.col("patterns").list.first() != pl.col("typology"))
        | (pl.col("harmful") == pl.col("is_benign"))
        | (pl.col("first_day") != pl.col("started_on"))
    )
    return counted("ring_recovered", told, broken, "ring_id", "ring")


def _defined(
    members: pl.DataFrame, rings: pl.DataFrame, applications: pl.DataFrame, patterns: Mapping[str, Typology]
) -> Finding:
    """Each ring is of a size and within a window that were declared, of adults who apply alone."""
    limits = pl.DataFrame(
        [
            (name, benign, max(map(int, sizes.values)), pattern.window_days.value + MOVED_ON_DAYS)
            for name, pattern in patterns.items()
            for benign, sizes in ((False, pattern.size), (True, pattern.twin_size))
        ],
        schema={"typology": pl.String, "is_benign": pl.Boolean, "largest": pl.Int64, "longest": pl.Float64},
        orient="row",
    )
    day = pl.col("filed_on").filter("is_linked")
    found = (
        members.join(applications.select("application_id", "filed_on", "is_minor", "is_group"), on="application_id")
        .group_by("ring_id")
        .agg(
            (day.max() - day.min()).dt.total_days().alias("days"),
            (pl.col("is_minor") | pl.col("is_group")).any().alias("odd"),
        )
    )
    told = rings.with_columns(pl.col("typology", "link").cast(pl.String))
    told = told.join(limits, on=["typology", "is_benign"], how="left").join(found, on="ring_id", how="left")
    broken = (
        pl.col("largest").is_null()
        | (pl.col("n_members") > pl.col("largest"))
        | (pl.col("link").is_in(CONTACTS) & (pl.col("days") > pl.col("longest")))
        | (pl.col("link").is_in(CONTACTS) & (pl.col("n_linked") == 1))
        | pl.col("odd")
    )
    return counted("ring_defined", told, broken, "ring_id", "ring")


def _contacts(members: pl.DataFrame, rings: pl.DataFrame, applications: pl.DataFrame) -> Finding:
    """All linked members of a ring name its shared contact, and no unlinked one does."""
    shared = rings.filter(pl.col("shared_contact").is_not_null()).select("ring_id", "n_linked", "shared_contact")
    names_it = (pl.col("phone") == pl.col("shared_contact")) | (pl.col("email") == pl.col("shared_contact"))
    shown = (
        members.join(applications.select("application_id", "phone", "email"), on="application_id", how="left")
        .join(shared.select("ring_id", "shared_contact"), on="ring_id", how="inner")
        .with_columns(names_it.fill_null(False).alias("names_it"))
        .group_by("ring_id")
        .agg(
            (pl.col("names_it") & pl.col("is_linked")).sum().alias("shown"),
            (pl.col("names_it") & ~pl.col("is_linked")).any().alias("too_many"),
        )
    )
    told = shared.join(shown, on="ring_id", how="left")
    broken = (pl.col("shown").fill_null(0) != pl.col("n_linked")) | pl.col("too_many").fill_null(False)
    return counted("contact_recovered", told, broken, "ring_id", "ring")
