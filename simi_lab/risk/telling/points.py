"""The points of the scorecard in words, for its card."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from simi_lab.i18n import number, percent, t
from simi_lab.risk.asof import Feature
from simi_lab.risk.judging import Evaluation
from simi_lab.risk.models.matrix import chosen
from simi_lab.vocabulary import label


def points_intro(evaluation: Evaluation, lang: str) -> str:
    """What a point is worth, and where an application without points stands."""
    return t(
        "Add the points of the answers that apply; any answer not in the table is worth nothing. Ten points double the "
        "odds. An application without points starts at {share}.",
        lang,
        share=percent(evaluation.facts["scorecard_start"], lang, 2),
    )


def point_table(evaluation: Evaluation, lang: str) -> list[list[str]]:
    """Header and one row per answer that is worth points: what is asked, the answer, its points."""
    rows = [[t("What is asked", lang), t("Answer", lang), t("Points", lang)]]
    for row in evaluation.facts["scorecard"]:
        (feature,) = chosen((row["feature"],))
        sign = "+" if row["points"] > 0 else ""
        rows.append([t(feature.meaning, lang), answer_said(feature, row, lang), sign + number(row["points"], lang)])
    return rows


def answer_said(feature: Feature, row: Mapping[str, Any], lang: str) -> str:
    """One answer as a clerk would tick it."""
    if row["is_gap"]:
        return t("not known", lang)
    if row["code"] is not None:
        return label(feature.codes, row["code"], lang)
    if feature.kind == "flag":
        return t("yes", lang) if row["high"] is None else t("no", lang)
    if feature.kind == "count":
        return _whole(row["low"], row["high"], lang)
    if feature.kind == "share":
        return _share(row["low"], row["high"], lang)
    return _amount(row["low"], row["high"], lang)


def _whole(low: float | None, high: float | None, lang: str) -> str:
    """Counts between two limits: 2 to 3, 4 or more."""
    least = 0 if low is None else math.floor(low) + 1
    if high is None:
        return t("{n} or more", lang, n=number(least, lang))
    most = math.floor(high)
    if most == least:
        return number(least, lang)
    return t("{low} to {high}", lang, low=number(least, lang), high=number(most, lang))


def _share(low: float | None, high: float | None, lang: str) -> str:
    if low is None:
        return t("none", lang)
    if high is None:
        return t("more than {share}", lang, share=percent(low, lang))
    return t("up to {share}", lang, share=percent(high, lang))


def _amount(low: float | None, high: float | None, lang: str) -> str:
    if low is None:
        return t("up to {n}", lang, n=number(high, lang))
    if high is None:
        return t("more than {n}", lang, n=number(low, lang))
    return t("more than {low}, up to {high}", lang, low=number(low, lang), high=number(high, lang))
