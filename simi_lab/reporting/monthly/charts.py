"""The charts of a monthly report, each with its finding and with its words for those who do not see it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from simi_lab.i18n import month as month_name
from simi_lab.i18n import number, percent, t
from simi_lab.reporting.monthly.read import LONG_WAIT_MIN, Month
from simi_lab.reporting.parts import figure

if TYPE_CHECKING:
    import holoviews as hv

    from simi_lab.charts import Look

_MONTHS_BACK = 13
_SHORT = {
    "wait_min": "Wait at the counter",
    "lead_days": "Until attended",
    "total_days": "Until in hand",
    "work_days": "Making it",
    "visits": "Visits",
    "travel_hours": "Travel",
}


def wait_chart(month: Month) -> str:
    """How many applicants waited how long in the month; "" where bars would speak of single people.

    So it is in a report on one district, and where fewer than five waited more than the 60 minutes that are marked.
    """
    wait = month.service["wait_min"]
    if not wait["n"] or month.district_id or wait["share_over"] is None:
        return ""
    bins = month.bins("wait_min").group_by("bin").agg(pl.col("n").sum()).sort("bin")

    def draw(look: Look) -> hv.Overlay:
        from simi_lab.charts import Promise, histogram_with_promise

        word = t("60 minutes", look.lang)
        bars = 8 if look.narrow else 16
        unit = t("min", look.lang)
        return histogram_with_promise(bins, look=look, unit=unit, promise=Promise(LONG_WAIT_MIN, word), most=bars)

    said = {"n": number(wait["n"], month.lang), "share": percent(wait["share_over"], month.lang, 1)}
    caption = t("{share} of the applicants waited more than 60 minutes", month.lang, share=said["share"])
    alt = t(
        "Bars: applicants by minutes waited. Of {n} applicants half waited at most {median} minutes, 95 of 100 at most "
        "{p95}; {share} waited more than 60 minutes.",
        month.lang, median=number(wait["median"], month.lang), p95=number(wait["p95"], month.lang), **said,
    )  # fmt: skip
    return figure("chart-wait", draw, lang=month.lang, alt=alt, caption=caption)


def trend_table(month: Month) -> pl.DataFrame:
    """Mean and p95 of the wait per month, up to thirteen months back; withheld ones are null and marked."""
    rows: list[dict[str, Any]] = []
    at: Month | None = month
    while at is not None and len(rows) < _MONTHS_BACK:
        wait = at.service["wait_min"]
        rows.append({"month": at.first, "mean": wait["mean"], "p95": wait["p95"], "is_hidden": at.is_withheld})
        at = at.previous
    schema = {"month": pl.Date, "mean": pl.Float64, "p95": pl.Float64, "is_hidden": pl.Boolean}
    return pl.DataFrame(rows, schema=schema).sort("month")


def trend_chart(month: Month) -> str:
    """Mean wait over the last months; "" with fewer than two of them."""
    table = trend_table(month)
    known = table.drop_nulls("mean")
    if known.height < 2:
        return ""
    go_live = month.scenario["simi"]["go_live"]
    days = [date.fromisoformat(str(go_live))] if go_live else []

    def draw(look: Look) -> hv.Overlay:
        from simi_lab.charts import trend

        marks = pl.DataFrame({"day": days, "label": [t("SIMI begins", look.lang)] * len(days)},
                             schema={"day": pl.Date, "label": pl.String})  # fmt: skip
        high = t("95 of 100 at most", look.lang)
        unit = t("min", look.lang)
        return trend(table, y="mean", high="p95", high_word=high, look=look, unit=unit, marks=marks)

    first, last = known.row(0, named=True), known.row(-1, named=True)
    said = {
        "first": month_name(first["month"], month.lang),
        "last": month_name(last["month"], month.lang),
        "then": number(first["mean"], month.lang, 1),
        "now": number(last["mean"], month.lang, 1),
    }
    caption = t("Mean wait: {then} minutes in {first}, {now} minutes in {last}", month.lang, **said)
    alt = t(
        "Line by month: mean wait at the counter from {then} minutes in {first} to {now} minutes in {last}; the band "
        "ends at the wait that 95 of 100 applicants do not exceed, {p95} minutes in {last}.",
        month.lang, p95=number(last["p95"], month.lang), **said,
    )  # fmt: skip
    return figure("chart-trend", draw, lang=month.lang, alt=alt, caption=caption)


def regency_chart(month: Month, table: pl.DataFrame) -> str:
    """Median days until the passport is in hand by regency; "" with fewer than two regencies shown."""
    shown = table.select("name", pl.col("total_days").alias("value"), pl.col("total_days").is_null().alias("is_hidden"))
    known = shown.drop_nulls("value").sort("value", descending=True)
    if known.height < 2:
        return ""

    def draw(look: Look) -> hv.Overlay:
        from simi_lab.charts import bars_by_district

        hidden, unit = t("withheld", look.lang), t("days", look.lang)
        return bars_by_district(shown, value="value", look=look, unit=unit, hidden_word=hidden)

    listed = "; ".join(f"{name} {number(value, month.lang)}" for name, value in known.select("name", "value").rows())
    caption = t("Half of the applicants hold their passport within this many days", month.lang)
    alt = t("Bars: median days until the passport is in hand, by regency: {listed}.", month.lang, listed=listed)
    return figure("chart-regency", draw, lang=month.lang, alt=alt, caption=caption)


def promise_chart(month: Month) -> str:
    """What is left of each figure with SIMI, with intervals, against the promised half."""
    promise = month.data.promise
    rows = [
        {"name": t(_SHORT[metric], month.lang), **{k: found["ratio"][k] for k in ("value", "low", "high")}}
        for metric, found in month.promised.items()
    ]
    table = pl.DataFrame(rows).rename({"value": "ratio"})
    promised = promise["promised_ratio"]

    def draw(look: Look) -> hv.Overlay:
        from simi_lab.charts import before_after

        said, same = t("promised", look.lang), t("as before", look.lang)
        return before_after(table, look=look, promised=promised, promised_word=said, same_word=same)

    listed = "; ".join(f"{row['name']} {percent(row['ratio'], month.lang)}" for row in table.iter_rows(named=True))
    caption = t("What is left with SIMI, without SIMI being 100%", month.lang)
    alt = t("Points with intervals: each figure with SIMI as a share of the same without: {listed}.", month.lang,
            listed=listed)  # fmt: skip
    return figure("chart-promise", draw, lang=month.lang, alt=alt, caption=caption)
