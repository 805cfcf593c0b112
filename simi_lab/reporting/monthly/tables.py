"""The tables of a monthly report: how applications stand, times, places, elements of the survey, the promise."""

from __future__ import annotations

from typing import Any

import polars as pl

from simi_lab.i18n import NO_VALUE, number, percent, t
from simi_lab.measures import describe_bins, ikm
from simi_lab.measures.satisfaction import element_scores
from simi_lab.reference.skm import skm_elements
from simi_lab.reporting.monthly.places import hidden_districts, hidden_regencies
from simi_lab.reporting.monthly.read import METRICS, STANDARD_WORK_DAYS, Month, in_time, speaking_share
from simi_lab.reporting.parts import table
from simi_lab.vocabulary import label

_DISTRICT_COUNTS = ("n_applications", "wait_min", "total_days")
_REGENCY_COUNTS = (*_DISTRICT_COUNTS, "work_days", "ikm")


def change(now: float | None, before: float | None, lang: str, digits: int = 0) -> str:
    """Write the difference with its sign; a dash where one side is missing."""
    if now is None or before is None:
        return NO_VALUE
    difference = round(now - before, digits)
    return ("+" if difference > 0 else "") + number(difference + 0.0, lang, digits)


def counts_table(month: Month) -> str:
    """Applications of the month and how they stand, beside the month before."""
    lang, before = month.lang, month.previous.counts if month.previous else {}
    rows = [
        (label("metric", name, lang), _people(n, lang), _people(before[name], lang) if before else NO_VALUE,
         change(n, before.get(name), lang))
        for name, n in month.counts.items()
    ]  # fmt: skip
    head = (t("State", lang), t("This month", lang), t("Month before", lang),
            t("Change", lang))  # fmt: skip
    title = t("How the applications filed in this month stand at the end of the data", lang)
    return table("table-counts", title, head, rows)


def _people(n: int | None, lang: str) -> str:
    return t("withheld", lang) if n is None else number(n, lang)


def times_table(month: Month) -> str:
    """Waiting, days until attended, until in hand, and at work: mean, median, p95, beside the month before."""
    lang, previous = month.lang, month.previous
    rows = []
    for metric in METRICS:
        now, before = month.service[metric], previous.service[metric] if previous else {}
        figures = (number(now["mean"], lang, 1), number(now["median"], lang), number(now["p95"], lang))
        beside = (number(before.get("mean"), lang, 1), change(now["mean"], before.get("mean"), lang, 1))
        rows.append((row_name(metric, lang), number(now["n"], lang), *figures, *beside))
    head = (t("Time", lang), t("Applicants", lang), t("Mean", lang), t("Median", lang),
            t("95 of 100 at most", lang), t("Mean, month before", lang), t("Change", lang))  # fmt: skip
    return table("table-times", t("How long it took", lang), head, rows)


def by_place(month: Month, place: str) -> pl.DataFrame:
    """Figures of the month per regency or district, withheld ones null.

    Parameters
    ----------
    place : "regency" or "district"

    Returns
    -------
    DataFrame
        regency_id, name, (district_id,) n_applications, wait_min (mean), total_days (median); of regencies also
        in_time_share (made within 4 working days), ikm, ikm_low and ikm_high, for which a district has too few people.
    """
    key = f"{place}_id"
    districts = month.data.districts
    word = pl.col("name" if place == "district" else "regency").alias("name")
    places = month.people("n_applications").join(districts, on="district_id")
    found = places.select(*{"regency_id": 0, key: 0}, word).unique(maintain_order=True)
    for count in _REGENCY_COUNTS if place == "regency" else _DISTRICT_COUNTS:
        hide = hidden_districts if place == "district" else hidden_regencies
        withheld = hide(month.people(count), districts)
        found = found.join(_values(month, count, key).filter(~pl.col(key).is_in(list(withheld))), on=key, how="left")
    order = ["regency_id", "n_applications", "name"]
    return found.sort(order, descending=[False, True, False], nulls_last=True)


def _values(month: Month, count: str, key: str) -> pl.DataFrame:
    """One figure per place: `key` and its column, nothing withheld yet."""
    regency = month.data.districts.select("district_id", "regency_id")
    here = pl.col("month") == month.first
    if count == "n_applications":
        people = month.people(count).join(regency, on="district_id")
        return people.group_by(key).agg(pl.col("n").sum().alias(count))
    if count == "ikm":
        answers = month.data.skm_bins.filter(here).join(regency, on="district_id")
        found = {part[key][0]: ikm(part) for part in answers.partition_by(key)}
        rows = [(place, index.value, index.low, index.high) for place, index in found.items() if index.n]
        columns = (key, "ikm", "ikm_low", "ikm_high")
        schema = {name: pl.String if name == key else pl.Float64 for name in columns}
        return pl.DataFrame(rows, schema=schema, orient="row").filter(pl.col("ikm").is_not_nan())
    bins = month.data.service_bins.filter(here, pl.col("metric") == count).join(regency, on="district_id")
    described = describe_bins(bins, by=[key], over=STANDARD_WORK_DAYS if count == "work_days" else None)
    if count == "work_days":
        shares = [in_time(speaking_share(over, n)) for over, n in described.select("share_over", "n").iter_rows()]
        return described.select(key, pl.Series("in_time_share", shares, dtype=pl.Float64))
    return described.select(key, pl.col("mean" if count == "wait_min" else "median").alias(count))


def regencies_table(month: Month, regencies: pl.DataFrame) -> str:
    """Figures by regency, most applications first."""
    lang = month.lang
    rows = [
        (*_place_row(row, lang), percent(row["in_time_share"], lang), _index(row, lang))
        for row in regencies.sort("n_applications", descending=True, nulls_last=True).iter_rows(named=True)
    ]
    head = (
        *_place_head(t("Regency", lang), lang),
        t("Made within 4 working days", lang),
        t("IKM (95% interval)", lang),
    )
    return table(
        "table-regencies", t("By regency: mean wait, median days until the passport is in hand", lang), head, rows
    )


def districts_table(month: Month, regencies: pl.DataFrame, districts: pl.DataFrame) -> str:
    """Districts below their regency; withheld districts are counted, not named."""
    lang = month.lang
    rows, kinds = [], ""
    for regency in regencies.sort("n_applications", descending=True, nulls_last=True).iter_rows(named=True):
        rows.append(_place_row(regency, lang))
        inside = districts.filter(pl.col("regency_id") == regency["regency_id"])
        shown = inside.drop_nulls("n_applications")
        rows += [_place_row(row, lang) for row in shown.iter_rows(named=True)]
        kinds += "g" + "-" * shown.height
        if n := inside.height - shown.height:
            words = t("1 district, withheld" if n == 1 else "{n} districts, withheld", lang, n=n)
            rows.append((words, NO_VALUE, NO_VALUE, NO_VALUE))
            kinds += "h"
    head = _place_head(t("Regency and district", lang), lang)
    return table(
        "table-districts",
        t("By district: mean wait, median days until the passport is in hand", lang),
        head,
        rows,
        kinds=kinds,
    )


def _place_head(first: str, lang: str) -> tuple[str, ...]:
    return (first, t("Applications", lang), t("Wait, min", lang), t("In hand, days", lang))


def _index(row: dict[str, Any], lang: str) -> str:
    """Index with its interval, which is wide where few answered."""
    if row["ikm"] is None:
        return NO_VALUE
    return f"{number(row['ikm'], lang, 1)} ({number(row['ikm_low'], lang, 0)}–{number(row['ikm_high'], lang, 0)})"


def _place_row(row: dict[str, Any], lang: str) -> tuple[str, ...]:
    figures = (number(row["n_applications"], lang), number(row["wait_min"], lang, 1), number(row["total_days"], lang))
    return (row["name"], *figures)


def elements_table(month: Month) -> str:
    """Mean score of each element of the survey, the weakest marked by its place in the order."""
    lang = month.lang
    scores = element_scores(month.answers)
    words = dict(skm_elements().select(pl.col("element").cast(pl.String), f"name_{lang}").iter_rows())
    ordered = scores.sort("score", "element")
    rows = [(words[element], number(score, lang, 2), number(n, lang)) for element, n, score in
            ordered.select("element", "n", "score").iter_rows()]  # fmt: skip
    head = (t("Element, weakest first", lang), t("Mean score, 1 to 4", lang), t("Answers", lang))
    return table("table-elements", t("The nine elements of the survey", lang), head, rows)


def promise_table(month: Month) -> str:
    """Each figure without and with SIMI on the same applicants, and the ratio with its interval."""
    lang = month.lang
    rows = []
    for metric, found in month.promised.items():
        ratio = found["ratio"]
        span = f"{number(100 * ratio['low'], lang, 1)}–{percent(ratio['high'], lang, 1)}"
        pair = (number(found["before"], lang, 1), number(found["after"], lang, 1))
        rows.append((row_name(metric, lang), *pair, percent(ratio["value"], lang, 1), span))
    head = (t("Mean of", lang), t("Without SIMI", lang), t("With SIMI", lang),
            t("Left of it", lang), t("95% interval", lang))  # fmt: skip
    return table("table-promise", t("The same applicants without and with SIMI", lang), head, rows)


def row_name(metric: str, lang: str) -> str:
    """Word of a metric with its unit, where the word does not tell it."""
    word = label("metric", metric, lang)
    return f"{word} ({t('min', lang)})" if metric == "wait_min" else word


def share_words(share: float | None, lang: str) -> str:
    """A share in words; one that is withheld says so."""
    return t("withheld", lang) if share is None else percent(share, lang, 1)
