"""What applications share on the record: phones, e-mail addresses, homes; read by value, told masked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from simi_lab.clock import OFFICE_ZONE, to_local
from simi_lab.privacy import mask
from simi_lab.reference.identity.case_number import case_number

MOST = 12  # applications besides those asked for; more would be a wall, not a picture
_MASKS = {"phone": "phone", "email": "email"}


@dataclass(frozen=True, eq=False)
class Ties:
    """Applications and what ties them.

    Parameters
    ----------
    edges : one row per application and contact: key, is_asked, kind (phone, email, home; of guarantors director,
        address, foreigner), contact (a number within the picture), shown (the contact, masked)
    n_left_out : other applications with such a tie that are not in `edges`
    """

    edges: pl.DataFrame
    n_left_out: int

    @property
    def n_others(self) -> int:
        """Applications in the picture that were not asked for."""
        return self.edges.filter(~pl.col("is_asked"))["key"].n_unique()


def ties(run: Any, ids: list[int], *, only_shared: bool = False) -> Ties:
    """Contacts of applications and who else has them.

    Parameters
    ----------
    run : the open run
    ids : the applications asked for
    only_shared : leave out contacts that only one application has

    Returns
    -------
    Ties
        With the nearest others in time when there are more than twelve.
    """
    own = _contacts(run, ids)
    found = own.select("kind", "value").unique()
    near = _near(run, _who_has(run, found), ids)
    rows = pl.concat([own, _contacts(run, near[:MOST]).join(found, on=["kind", "value"], how="semi")])
    if only_shared:
        rows = rows.filter(pl.col("application_id").n_unique().over("kind", "value") > 1)
    ranks = rows.select("kind", "value").unique(maintain_order=True).with_row_index("contact")
    rows = rows.join(ranks, on=["kind", "value"], maintain_order="left").with_columns(
        pl.col("application_id").is_in(ids).alias("is_asked")
    )
    shown = [
        mask(pl.Series([v]), _MASKS[k]).item() if k in _MASKS else "" for k, v in rows.select("kind", "value").rows()
    ]
    edges = rows.with_columns(pl.Series("shown", shown, dtype=pl.String))
    return Ties(edges.select("key", "is_asked", "kind", "contact", "shown"), max(0, len(near) - MOST))


def _contacts(run: Any, ids: list[int]) -> pl.DataFrame:
    """Every contact of applications, once: application_id, key, kind, value."""
    asked = (
        run.table("applications")
        .filter(pl.col("application_id").is_in(ids))
        .select("application_id", "person_id", "phone", "email", to_local(pl.col("filed_at"), OFFICE_ZONE).dt.year())
        .collect()
    )
    people = _of(run, "people", "person_id", asked["person_id"], ("household_id", "phone", "email"))
    homes = _of(run, "households", "household_id", people["household_id"], ("phone",))
    named = asked.join(people, on="person_id", suffix="_own").join(homes, on="household_id", suffix="_home")
    parts = [
        named.select(
            "application_id", "filed_at", pl.lit(kind).alias("kind"), pl.col(name).cast(pl.String).alias("value")
        )
        for kind, name in (
            ("phone", "phone"),
            ("phone", "phone_own"),
            ("phone", "phone_home"),
            ("email", "email"),
            ("email", "email_own"),
            ("home", "household_id"),
        )
    ]
    rows = pl.concat(parts).drop_nulls("value").unique(maintain_order=True).sort("application_id", maintain_order=True)
    keys = [case_number(key, year) for key, year in rows.select("application_id", "filed_at").iter_rows()]
    return rows.select("application_id", pl.Series("key", keys, dtype=pl.String), "kind", "value")


def _who_has(run: Any, found: pl.DataFrame) -> pl.DataFrame:
    """Every application with one of these contacts, on its form, of its person or of its home."""
    values = {kind: found.filter(pl.col("kind") == kind)["value"].to_list() for kind in ("phone", "email", "home")}
    has = pl.col("phone").is_in(values["phone"])
    homes = run.table("households").filter(has | pl.col("household_id").is_in([int(home) for home in values["home"]]))
    at_home = pl.col("household_id").is_in(homes.select("household_id").collect()["household_id"].to_list())
    mail = pl.col("email").is_in(values["email"]).fill_null(False)
    people = run.table("people").filter(has.fill_null(False) | mail | at_home).select("person_id").collect()
    theirs = pl.col("person_id").is_in(people["person_id"].to_list())
    rows: pl.DataFrame = (
        run.table("applications").filter(has | mail | theirs).select("application_id", "filed_at").collect()
    )
    return rows


def _near(run: Any, rows: pl.DataFrame, ids: list[int]) -> list[int]:
    """The others, nearest in time to those asked for first."""
    asked = rows.filter(pl.col("application_id").is_in(ids))["filed_at"].min()
    others = rows.filter(~pl.col("application_id").is_in(ids))
    return others.sort((pl.col("filed_at") - asked).abs(), "application_id")["application_id"].to_list()


def _of(run: Any, table: str, key: str, values: pl.Series, columns: tuple[str, ...]) -> pl.DataFrame:
    rows: pl.DataFrame = (
        run.table(table).filter(pl.col(key).is_in(values.unique().to_list())).select(key, *columns).collect()
    )
    return rows
