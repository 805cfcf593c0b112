"""What more equality would cost, in words: the goal, who reaches it, how sure that is, and what each way asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from simi_lab.i18n import number, percent, t
from simi_lab.measures.fairness.choices import GOAL_EQUALITY, GOAL_LOSS
from simi_lab.study.fairness.choices import Choices
from simi_lab.study.fairness.told import column_word, months_words

METHOD_WORDS: Mapping[str, str] = {
    "common": "One threshold for everyone",
    "threshold": "Thresholds by group",
    "reweigh": "Reweighed training data",
    "repair": "Repaired features",
}


def method_word(method: str, lang: str) -> str:
    """Name of a way to treat groups more alike."""
    return t(METHOD_WORDS[method], lang)


def best(found: Choices, at: str) -> dict[str, Any] | None:
    """The choice that reaches the goal with the smallest loss; None if none does."""
    rows = found.choices.filter(pl.col("at") == at, pl.col("reached"))
    return rows.sort("loss", "strength").row(0, named=True) if rows.height else None


def finding(found: Choices, at: str, lang: str) -> str:
    """Whether the goal is reached, by what, and how sure that is."""
    goal = {"goal": number(GOAL_EQUALITY, lang, 1), "loss": number(100 * GOAL_LOSS, lang, 0)}
    rows = found.choices.filter(pl.col("at") == at)
    if rows["equality"].null_count() == rows.height:
        return t("Too few people in the groups to compare their rates.", lang)
    one = best(found, at)
    if one is None:
        return t(
            "Goal not reached: no way brings the ratio to {goal} at a loss of at most {loss} points.", lang, **goal
        )
    if one["method"] == "common":
        return t("Goal reached without any change: one threshold for everyone gives a ratio of {x}.", lang,
                 x=number(one["equality"], lang, 2))  # fmt: skip
    return t("Goal reached by \"{method}\": a ratio of {x} for {lost} points fewer found.", lang,
             method=method_word(one["method"], lang), x=number(one["equality"], lang, 2),
             lost=_points(one["loss"], lang))  # fmt: skip


def surety(found: Choices, at: str, lang: str) -> str:
    """How far the intervals carry the finding, and what chance alone would show."""
    rows = found.choices.filter(pl.col("at") == at)
    base = rows.row(0, named=True)
    if base["equality"] is None:
        return ""
    one = best(found, at)
    parts = []
    if one is not None and not one["sure"]:
        parts.append(
            t(
                "Not certain: with {n} people to find, the ratio may lie between {low} and {high}, and the loss "
                "between {lost_low} and {lost_high} points.",
                lang,
                n=number(one["n_hit"], lang),
                low=number(one["equality_low"], lang, 2),
                high=number(one["equality_high"], lang, 2),
                lost_low=_points(one["loss_low"], lang),
                lost_high=_points(one["loss_high"], lang),
            )
        )
    elif one is not None:
        parts.append(t("The whole intervals say so.", lang))
    parts.append(
        t(
            "If all {n} groups truly had one rate, one world in twenty would still show a ratio below {x}.",
            lang, n=base["n_groups"], x=number(base["by_chance"], lang, 2),
        )
    )  # fmt: skip
    return " ".join(parts)


def asks_words(lang: str) -> list[str]:
    """What each way asks for: the choice is shown, not made."""
    return [
        t("Thresholds by group look up the person's group at the moment of the decision. That is open unequal "
          "treatment for the sake of equal error rates, and needs a ground in law: it is shown here, not recommended.",
          lang),
        t("Reweighed training data uses the group only while the model learns; nobody's group is asked afterwards.",
          lang),
        t("Repaired features move each number to a form common to the groups; the person's group must be known at the "
          "decision to do so. No model is given the group as a feature in any of them.", lang),
    ]  # fmt: skip


def how_words(found: Choices, at: str, lang: str) -> str:
    """On which months and people the choices were judged."""
    return t(
        "Thresholds were set on {tuning} earlier applicants and judged on {later} later ones ({months}), among them "
        "{hits} to find; {share} of {whom} are looked at in each choice.",
        lang, tuning=number(found.facts["n_tuning"], lang), later=number(found.facts["n_later"], lang),
        months=months_words(found.facts["months"], lang), hits=number(found.facts["n_hit"], lang),
        share=percent(found.facts["level"][at], lang, 1),
        whom=t("the innocent" if at == "alarms" else "all applicants", lang),
    )  # fmt: skip


def spoken(found: Choices, at: str, lang: str) -> str:
    """The chart in one sentence, for those who cannot see it."""
    rows = found.choices.filter(pl.col("at") == at, pl.col("strength").is_in([0.0, 1.0])).drop_nulls("equality")
    listed = "; ".join(
        f"{method_word(row['method'], lang)} {number(row['equality'], lang, 2)}, {percent(row['recall'], lang)}"
        for row in rows.iter_rows(named=True)
    )
    return t("Ratio of false-alarm rates by {column}, and share found, for each choice: {listed}.", lang,
             column=column_word(found.group, lang).lower(), listed=listed)  # fmt: skip


def _points(share: float, lang: str) -> str:
    """A difference of shares in points; never a minus before a zero."""
    return number(round(100 * share, 1) + 0.0, lang, 1)
