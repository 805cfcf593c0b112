"""A fairness audit and its choices in words about people, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from simi_lab.i18n import number, percent, plural, t
from simi_lab.study.fairness.audits import SHUFFLES, Audit
from simi_lab.study.fairness.rows import GROUPS, OFFICE
from simi_lab.vocabulary import label

PER = 1000
COLUMN_WORDS: Mapping[str, str] = {
    "sex": "Sex",
    "age_band": "Age",
    "district": "District",
    "distance": "Distance",
    "signal": "Mobile signal",
}
STAGE_WORDS: Mapping[str, str] = {
    "profile": "picked by the score",
    "officer": "doubted by an officer",
    "finding": "a finding was recorded",
}
VERDICT_WORDS: Mapping[str, str] = {
    "higher": "more often",
    "lower": "less often",
    "none_shown": "no difference shown",
    "too_few": "not enough evidence",
}
_AGE_WORDS = {"60+": "60 years and older"}
_DISTANCE_WORDS = {
    "0-1": "up to 1 hour",
    "1-2": "1 to 2 hours",
    "2-3": "2 to 3 hours",
    "3+": "more than 3 hours",
}


def picker_word(picker: str, lang: str) -> str:
    """Name of a model, or of the office without one."""
    from simi_lab.risk.telling.sentences import MODEL_NAMES

    return t("The office as it was" if picker == OFFICE else MODEL_NAMES[picker], lang)


def column_word(column: str, lang: str) -> str:
    """Name of a group column."""
    return t(COLUMN_WORDS[column], lang)


def stage_word(stage: str, lang: str) -> str:
    """What happened to those who reached a stage."""
    return t(STAGE_WORDS[stage], lang)


def verdict_word(verdict: str, lang: str) -> str:
    """What can be said of a group beside everyone else."""
    return t(VERDICT_WORDS[verdict], lang)


def group_word(column: str, group: str | None, lang: str) -> str:
    """Name of one group."""
    if group is None:
        return t("not known", lang)
    if column in ("sex", "signal"):
        return label(column, group, lang)
    if column == "age_band":
        low, _, high = group.partition("-")
        return t(_AGE_WORDS[group], lang) if not high else t("{low} to {high} years", lang, low=low, high=high)
    return t(_DISTANCE_WORDS[group], lang) if column == "distance" else group


def opening(audit: Audit, column: str, lang: str) -> str:
    """The one sentence in people that opens page, report and command."""
    stage = audit.stages[0]
    reached, founded = audit.facts["reached"][stage], audit.facts["founded"][stage]
    message = (
        "Of {n} applicants the office's officers doubted {k}, {wrong} of them without ground"
        if audit.picker == OFFICE
        else "Of {n} applicants {model} picks {k} for a longer conversation, {wrong} of them without ground"
    )
    values = {"model": picker_word(audit.picker, lang)} if audit.picker != OFFICE else {}
    counts = {"n": audit.facts["n"], "k": reached, "wrong": reached - founded}
    first = t(message, lang, **{key: number(value, lang) for key, value in counts.items()}, **values)
    return f"{first}; {apart(audit, column, stage, lang)}"


def apart(audit: Audit, column: str, stage: str, lang: str) -> str:
    """The two groups that lie furthest apart at a stage, per 1,000 people, and whether chance would do that."""
    ends = furthest(audit, column, stage)
    if ends is None:
        return t("by {column} there is not enough evidence to compare groups.", lang, column=_low(column, lang))
    low, high = ends
    message = (
        "per 1,000 people: {high} {x}, {low} {y}, further apart than chance explains."
        if high["noticed"]
        else "per 1,000 people: {high} {x}, {low} {y}, no further apart than chance would do."
    )
    return t(
        message, lang,
        high=group_word(column, high["group"], lang), low=group_word(column, low["group"], lang),
        x=per_thousand(high["value"], lang), y=per_thousand(low["value"], lang),
    )  # fmt: skip


def furthest(audit: Audit, column: str, stage: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Rows of the groups with the lowest and the highest rate; None where there is too little to compare."""
    everyone = audit.rows(column, stage)
    rows = everyone.drop_nulls("value").filter(pl.col("verdict") != "too_few").sort("value", "group")
    is_mostly_hidden = 2 * int(everyone["suppressed"].sum()) > everyone.height
    if rows.height < 2 or is_mostly_hidden or rows["value"].max() == 0:
        return None
    return rows.row(0, named=True), rows.row(-1, named=True)


def per_thousand(share: float | None, lang: str) -> str:
    """A share as people of 1,000; small ones with one decimal."""
    if share is None:
        return "–"
    people = share * PER
    return number(people, lang, 1 if 0 < people < 10 else 0)


def placebo_words(audit: Audit, column: str, stage: str, kind: str, lang: str) -> str:
    """What shuffled groups would look like; "" where nothing could be compared."""
    rows = audit.rows(column, stage, kind)
    if rows.is_empty() or rows["placebo"][0] is None:
        return t("Placebo: too few people in the groups to shuffle them.", lang)
    share, adjusted = float(rows["placebo"][0]), float(rows["placebo_adjusted"][0])
    n = round(share * (1 + SHUFFLES)) - 1
    said = t(
        "Placebo: the groups were dealt anew at random {all} times; {n} times they lay at least as far apart as here.",
        lang, all=number(SHUFFLES, lang), n=number(n, lang),
    )  # fmt: skip
    tried = audit.funnel.select("column", "stage", "kind", "placebo").unique().drop_nulls("placebo").height
    verdict = (
        "With all {m} comparisons of this audit taken into account (p = {p}), that is more than chance."
        if rows["noticed"][0]
        else "With all {m} comparisons of this audit taken into account (p = {p}), that can be chance."
    )
    return f"{said} {t(verdict, lang, m=tried, p=number(adjusted, lang, 3))}"


def why_not_bias(audit: Audit, column: str, stage: str, lang: str) -> str:
    """What a difference does not prove; "" where none is noticed."""
    if not any(found[:2] == (column, stage) for found in audit.noticed()):
        return ""
    return t(
        "A difference is not yet an injustice: where more people are truly to be found, more are rightly looked at. "
        "Compare with the true number in the table, which only an invented world knows.",
        lang,
    )


def few_words(audit: Audit, lang: str) -> str:
    """How few there are to be found: the reason why so much stays open."""
    return plural(
        "Only {n} person among {all} is truly to be found: rates of those found and missed have wide intervals.",
        "Only {n} people among {all} are truly to be found: rates of those found and missed have wide intervals.",
        audit.facts["n_true"], lang, all=number(audit.facts["n"], lang),
    )  # fmt: skip


def months_words(months: list[str], lang: str) -> str:
    """First and last month."""
    from simi_lab.i18n import month

    first, last = (month(f"{each}-01", lang) for each in months)
    return t("{first} to {last}", lang, first=first, last=last)


def audit_lines(audit: Audit, column: str | None, lang: str) -> list[str]:
    """What the command prints: the opening, what is noticed, and of one column every group at every stage."""
    lines = [t("SYNTHETIC DATA", lang), opening(audit, column or "sex", lang)]
    for each in GROUPS if column is None else (column,):
        for stage in audit.stages:
            title = f"{column_word(each, lang)}, {stage_word(stage, lang)}"
            lines += ["", title, *_stage_lines(audit, each, stage, lang, whole=column is not None)]
    return [*lines, "", few_words(audit, lang)]


def _stage_lines(audit: Audit, column: str, stage: str, lang: str, *, whole: bool) -> list[str]:
    lines = []
    if whole:
        wrong = {row["group"]: row for row in audit.rows(column, stage, "unfounded").iter_rows(named=True)}
        for row in audit.rows(column, stage).iter_rows(named=True):
            lines.append(f"  {group_word(column, row['group'], lang)}: {_row_words(row, wrong[row['group']], lang)}")
    else:
        lines.append(f"  {apart(audit, column, stage, lang)}")
    return [*lines, *([f"  {placebo_words(audit, column, stage, 'reached', lang)}"] if whole else [])]


def _row_words(row: dict[str, Any], wrong: dict[str, Any], lang: str) -> str:
    if row["suppressed"]:
        return t("hidden, too few people", lang)
    said = t(
        "{x} of 1,000 ({low} to {high}), {verdict}",
        lang, x=per_thousand(row["value"], lang), low=per_thousand(row["low"], lang),
        high=per_thousand(row["high"], lang), verdict=verdict_word(row["verdict"], lang),
    )  # fmt: skip
    if wrong["value"] is None:
        return said
    return f"{said}; {t('without ground: {share}', lang, share=percent(wrong['value'], lang))}"


def _low(column: str, lang: str) -> str:
    return column_word(column, lang).lower()
