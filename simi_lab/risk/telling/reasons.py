"""Why an application has its score, in sentences: what raises it, what lowers it, what evidence would change it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from simi_lab.i18n import number, percent, plural, t
from simi_lab.reference.identity.case_number import case_number
from simi_lab.risk.explaining import Change, Explanation, Place, Reason
from simi_lab.risk.models.matrix import chosen
from simi_lab.risk.signals.reliefs import CIRCUMSTANCES
from simi_lab.risk.telling.sentences import MODEL_NAMES, SYNTHETIC
from simi_lab.vocabulary import label

MOST_RAISING, MOST_LOWERING = 6, 3  # reasons said one by one; the rest are counted
DUTY = (
    "A score is one line of information, not a decision: an officer decides and writes why. Any of this evidence may "
    "be brought, and the applicant may ask for this list."
)


def reason_lines(explanation: Explanation, lang: str) -> Iterator[str]:
    """An explanation for a person, one line each.

    Parameters
    ----------
    explanation : from `risk.explain`
    lang : "id" or "en"
    """
    yield t(SYNTHETIC, lang)
    yield standing(explanation, lang)
    if not explanation.is_exact:
        yield borrowed(explanation, lang)
    raising = [reason for reason in explanation.reasons if reason.adds > 0]
    lowering = [reason for reason in explanation.reasons if reason.adds < 0]
    yield f"\n{t('What raises the score', lang)}"
    yield from _listed(explanation, raising, MOST_RAISING, lang)
    yield f"\n{t('What lowers the score', lang)}"
    yield from _listed(explanation, lowering, MOST_LOWERING, lang)
    if explanation.changes:
        yield f"\n{t('What evidence would change it', lang)}"
        yield from (f"- {line}" for line in changes_said(explanation, lang))
    yield f"\n{t(DUTY, lang)}"


def standing(explanation: Explanation, lang: str) -> str:
    """Score and rank of the application among those who compete for a look."""
    place = explanation.place
    sentence = (
        "{case}, {model}: score {score}, number {rank} of {n} of its office and month. {seen} can be looked at longer: "
        "this one is among them."
        if place.is_looked_at
        else "{case}, {model}: score {score}, number {rank} of {n} of its office and month. {seen} can be looked at "
        "longer: this one is not among them."
    )
    return t(
        sentence,
        lang,
        case=case_number(explanation.application_id, explanation.filed_year),
        model=t(MODEL_NAMES[explanation.model], lang),
        score=percent(place.score, lang, 2),
        rank=number(place.rank, lang),
        n=number(place.n, lang),
        seen=number(place.n_looked_at, lang),
    )


def borrowed(explanation: Explanation, lang: str) -> str:
    """That the model has no exact reasons, and whose are told."""
    return t(
        "{model} has no exact reasons to tell. Those below are of another model, {other}, which gives this application "
        "{score} and number {rank}; what {model} saw may differ. The last list is exact: {model} itself was asked "
        "again.",
        lang,
        model=t(MODEL_NAMES[explanation.model], lang),
        other=t(MODEL_NAMES[explanation.reasons_of], lang),
        score=percent(explanation.reasons_place.score, lang, 2),
        rank=number(explanation.reasons_place.rank, lang),
    )


def reason_said(reason: Reason, lang: str) -> str:
    """The sentence of a reason about this application, with its value in the reader's form."""
    return t(reason.message, lang) if reason.value is None else t(reason.message, lang, value=_value(reason, lang))


def strength_said(reason: Reason, unit: str, lang: str) -> str:
    """How much a reason adds: points, or by how much it multiplies the odds."""
    if unit == "point":
        sign = "+" if reason.adds > 0 else ""
        return t("points {points}", lang, points=sign + number(reason.adds, lang))
    return t("odds times {factor}", lang, factor=number(math.exp(reason.adds), lang, 2))


def changes_said(explanation: Explanation, lang: str) -> Iterator[str]:
    """The evidence that would lower the score and what it would then be; circumstances; how many checks would not."""
    now = explanation.place
    settled = [change for change in explanation.changes if change.bundle not in CIRCUMSTANCES]
    lower = [change for change in settled if change.place.score < now.score]
    yield from (change_said(change, now, lang) for change in lower)
    yield from (t(change.message, lang) for change in explanation.changes if change.bundle in CIRCUMSTANCES)
    if len(lower) < len(settled):
        yield plural(
            "One other check would not lower it.",
            "{n} other checks would not lower it.",
            len(settled) - len(lower),
            lang,
        )


def change_said(change: Change, now: Place, lang: str) -> str:
    """One piece of evidence, and the score and place that would follow."""
    place = change.place
    if now.is_looked_at and not place.is_looked_at:
        sentence = "{evidence} The score would be {score}, number {rank}: no longer among those looked at."
    elif now.is_looked_at:
        sentence = "{evidence} The score would be {score}, number {rank}: still among those looked at."
    else:
        sentence = "{evidence} The score would be {score}, number {rank}."
    return t(
        sentence,
        lang,
        evidence=t(change.message, lang),
        score=percent(place.score, lang, 2),
        rank=number(place.rank, lang),
    )


def _listed(explanation: Explanation, reasons: Sequence[Reason], most: int, lang: str) -> Iterator[str]:
    if not reasons:
        yield f"- {t('Nothing.', lang)}"
    for reason in reasons[:most]:
        yield f"- {reason_said(reason, lang)} ({strength_said(reason, explanation.unit, lang)})"
    if len(reasons) > most:
        yield f"- {plural('and one smaller one', 'and {n} smaller ones', len(reasons) - most, lang)}"


def _value(reason: Reason, lang: str) -> str:
    (feature,) = chosen(reason.features)
    if feature.kind == "category":
        return label(feature.codes, str(reason.value), lang)
    assert isinstance(reason.value, (int, float))
    if feature.kind == "share":
        return percent(reason.value, lang)
    return number(reason.value, lang, 0)
