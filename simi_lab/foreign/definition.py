"""Does every planted ring satisfy its own definition, as far as the record shows it."""

from __future__ import annotations

import polars as pl

from simi_lab.scenario.foreign import SponsorRing

LEAST_TIED = 2


def definition_faults(plan: SponsorRing, guarantors: pl.DataFrame, truth: pl.DataFrame) -> list[str]:
    """Faults of planted groups against their declaration, empty when all fit.

    Parameters
    ----------
    guarantors, truth : tables `guarantors` and `truth_guarantors` of a run
    """
    faults = _flags_that_lie(guarantors)
    table = truth.filter(pl.col("group_id").is_not_null()).join(guarantors, on="guarantor_id", how="inner")
    for (group, office), members in table.group_by("group_id", "office_id", maintain_order=True):
        name = members["guarantor_class"][0]
        kind = plan.kinds[name]
        address, director = _most(members, "address"), _most(members, "director_id")
        bonds = kind.bond.values if kind.bond else {}
        seen = {
            "address": address >= LEAST_TIED,
            "director": director >= LEAST_TIED,
        }
        allowed = {bond for bond, share in bonds.items() if share > 0}
        checks = {
            "its members are of several kinds": members["guarantor_class"].n_unique() > 1,
            "its size is not declared": not kind.size.values.get(str(members.height)),
            "no two members share anything": not any(seen.values()),
            "its members share what is not declared": (seen["address"] and not allowed & {"address", "both"})
            or (seen["director"] and not allowed & {"director", "both"}),
            "harm and benign twin are mixed": (members["is_positive"] != (name == "ring")).any(),
        }
        faults += [f"group {group} of office {office} ({name}): {what}" for what, wrong in checks.items() if wrong]
    return faults


def _flags_that_lie(guarantors: pl.DataFrame) -> list[str]:
    """Flags `shares_address` and `shares_director` against the addresses and directors that are recorded."""
    faults = []
    for flag, column in (("shares_address", "address"), ("shares_director", "director_id")):
        shared = (pl.len().over("office_id", column) > 1) & pl.col(column).is_not_null()
        wrong = guarantors.filter(pl.col(flag) != shared)
        faults += [f"guarantor {key}: {flag} does not fit the record" for key in wrong["guarantor_id"]]
    return faults


def _most(members: pl.DataFrame, column: str) -> int:
    """How many members have the most frequent value of a column in common."""
    return int(members.group_by(column).len()["len"].max() or 0)  # type: ignore[arg-type]
