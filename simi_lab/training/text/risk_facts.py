"""Numbers of a run's risk model that lessons may name, read from what is kept beside the run; nothing is fitted."""

from __future__ import annotations

from typing import Any

MODEL = "glass_box"
"""The model whose advice the lessons speak of: its terms are the exact reasons of its scores."""


def risk_facts(run: Any) -> dict[str, Any]:
    """Read what the model found, missed and marked in vain in the months of the test, at the office's own capacity.

    Returns
    -------
    dict
        tested, looked_at, found, false_alarms, missed (people); truth_per_1000 (people at risk of 1,000 tested);
        false_alarm_rate with women and men (share of the honest who are marked), where the fairness audit is kept and
        both groups are large enough. Empty where no model has been judged yet.

    Randomness : none; the figures are those of the page *Risiko* and of the audit.
    """
    import polars as pl

    from simi_lab.study import risk_page
    from simi_lab.study.fairness.audits import kept_audit
    from simi_lab.study.measure import scenario_of

    if not risk_page.is_ready(run):
        return {}
    capacity = scenario_of(run).risk.capacity_per_day.value
    here = (pl.col("model") == MODEL) & (pl.col("capacity") == capacity)
    rows = risk_page.kept_curves(run).frame("curve").filter(here).collect().to_dicts()
    audit = kept_audit(run, MODEL)
    rates = audit.frame("rates").filter(pl.col("column") == "sex").collect().to_dicts() if audit.exists else []
    return risk_numbers(rows[0], n_tested(run), rates) if rows else {}


def n_tested(run: Any) -> int:
    """Count the applications on which the model was judged."""
    import json

    from simi_lab.study.model import kept_model

    facts = json.loads(kept_model(run).file("evaluation.json").read_text(encoding="utf-8"))["facts"]
    return int(facts["n_test"])


def risk_numbers(row: dict[str, Any], tested: int, rates: list[dict[str, Any]]) -> dict[str, Any]:
    """Turn the kept rows into the numbers that lessons name.

    Parameters
    ----------
    row : the curve's row of the model at the office's capacity
    tested : applications judged
    rates : the audit's rows by sex, may be empty; `fpr` is null where a group is too small
    """
    counts = {name: row[column] for name, column in _COUNTS.items()}
    told: dict[str, Any] = {"tested": tested, **counts}
    told["truth_per_1000"] = round(1000 * (row["found"] + row["missed"]) / tested, 1)
    by_sex = {one["group"]: one["fpr"] for one in rates if one["fpr"] is not None}
    if set(by_sex) >= {"F", "M"}:
        told["false_alarm_rate"] = {"women": by_sex["F"], "men": by_sex["M"]}
    return told


_COUNTS = {"looked_at": "n_looked_at", "found": "found", "false_alarms": "false_alarms", "missed": "missed"}
