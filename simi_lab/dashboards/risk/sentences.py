"""What the page says: first in people, then why it is so, always beside the perfect judge and beside chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simi_lab.dashboards.risk.choosing import model_word, people_a_day
from simi_lab.dashboards.risk.figures import KINDS, Figures
from simi_lab.i18n import NO_VALUE, number, percent, t
from simi_lab.privacy import SMALLEST_GROUP
from simi_lab.risk.telling.people import marked, of_people
from simi_lab.shell.cards import Kpi
from simi_lab.study.risk_page import ORACLE, RANDOM

_MANY = 1000  # to be found in the test months, from which ranges are narrow enough to tell models apart
_GOOD_TEST = (0.80, 0.05)  # finds 80 of 100, errs in 5 of 100: a test that sounds good


@dataclass(frozen=True)
class Line:
    """What is told, and about what."""

    about: str
    text: str


def headline(figures: Figures, lang: str) -> str:
    """The sentence that opens the page: of so many who are marked, so many rightly."""
    row = figures.chosen
    if figures.is_small(figures.model) and row["found"] < SMALLEST_GROUP:
        return t(
            "Of all who are marked in {months} months, fewer than {k} need to be found; the others have done nothing.",
            lang,
            months=figures.n_months,
            k=SMALLEST_GROUP,
        )
    return marked(row["precision"], lang)


def beside(figures: Figures, lang: str) -> str:
    """Under it: who marks, how sure that is, the ceiling and chance."""
    row = figures.chosen
    base, _ = of_people(row["precision"])
    ends = [number(round(base * row[f"precision_{end}"]), lang) for end in ("low", "high")]
    said = [
        t(
            "{model}, {capacity}. Range {low} to {high} of {base} (95%).",
            lang,
            model=model_word(figures.model, lang),
            capacity=people_a_day(figures.capacity, lang),
            low=ends[0],
            high=ends[1],
            base=number(base, lang),
        )
    ]
    said.append(
        t(
            "A perfect judge of the same evidence: {best}; random choice: {chance}.",
            lang,
            best=NO_VALUE if figures.is_small(ORACLE) else _rounded(base * figures.rows[ORACLE]["precision"], lang),
            chance=_rounded(base * figures.rows[RANDOM]["precision"], lang),
        )
    )
    return " ".join(said)


def kpis(figures: Figures, lang: str) -> list[Kpi]:
    """Persons a month: found, missed, looked at in vain; and the share found."""
    is_small = figures.is_small(figures.model)
    unit = t("persons a month", lang)
    cards = []
    for name, title, digits in (
        ("found_month", "Found", 1),
        ("missed_month", "Missed", 1),
        ("false_alarms_month", "Looked at in vain", 0),
    ):
        rule = _rule(figures, name, digits, lang)
        if is_small and digits:
            cards.append(Kpi(t(title, lang), NO_VALUE, rule=f"{_too_few(figures, lang)} {rule}"))
            continue
        row = figures.chosen
        low, high = (number(row[f"{name}_{end}"], lang, digits) for end in ("low", "high"))
        cards.append(Kpi(t(title, lang), number(row[name], lang, digits), unit, _range(low, high, lang), rule))
    cards.append(_share(figures, is_small, lang))
    return cards


def _rule(figures: Figures, name: str, digits: int, lang: str) -> str:
    best, chance = (figures.rows[model][name] for model in (ORACLE, RANDOM))
    return t(
        "Perfect judge: {best}. Random choice: {chance}.",
        lang,
        best=NO_VALUE if digits and figures.is_small(ORACLE) else number(best, lang, digits),
        chance=number(chance, lang, digits),
    )


def _share(figures: Figures, is_small: bool, lang: str) -> Kpi:
    row, name = figures.chosen, t("Found, of those to be found", lang)
    best, chance = figures.rows[ORACLE], figures.rows[RANDOM]
    rule = t(
        "Perfect judge: {best}. Random choice: {chance}.",
        lang,
        best=NO_VALUE if figures.is_small(ORACLE) else percent(best["recall"], lang),
        chance=percent(chance["recall"], lang),
    )
    if is_small:
        return Kpi(name, NO_VALUE, rule=f"{_too_few(figures, lang)} {rule}")
    ends = (percent(row["recall_low"], lang), percent(row["recall_high"], lang))
    return Kpi(name, percent(row["recall"], lang), interval=_range(*ends, lang), rule=rule)


def lines(figures: Figures, facts: dict[str, Any], lang: str) -> list[Line]:
    """What stands behind the sentence, one line per thought."""
    share = facts["n_world_positive"] / facts["n_world"] if facts["n_world"] else 0.0
    finds, errs = _GOOD_TEST
    right = finds * share / (finds * share + errs * (1 - share)) if share else 0.0
    told = [
        Line(
            t("Why so few", lang),
            t(
                "Only {per} of 1,000 applicants are there to be found. A test that finds 80 of 100 of them and errs in "
                "5 of 100 of the others sounds good, and is right about {right} of 100 people it marks.",
                lang,
                per=_rounded(1000 * share, lang),
                right=_rounded(100 * right, lang),
            ),
        ),
        Line(t("How sure", lang), _how_sure(figures, facts, lang)),
        Line(t("Two duties", lang), apart(figures, lang)),
    ]
    if facts["n_protect_refused"] is not None:
        told.append(Line(t("Never a refusal", lang), _refused(facts, lang)))
    return told


def _how_sure(figures: Figures, facts: dict[str, Any], lang: str) -> str:
    told = t(
        "This whole world holds {all} people to be found, {test} of them in the {months} test months.",
        lang,
        all=number(facts["n_world_positive"], lang),
        test=number(figures.n_positive, lang),
        months=figures.n_months,
    )
    if figures.n_positive >= _MANY:
        return told
    few = t("So few give wide ranges: two models whose ranges overlap cannot be told apart here.", lang)
    return f"{told} {few}"


def apart(figures: Figures, lang: str) -> str:
    """Victims and deceivers apart: each asks for another act."""
    hidden = figures.hidden_kinds(figures.model)
    said = []
    for kind, message, small in (
        ("protect", "Victims of trafficking, to be protected: {found} of {all} found.",
         "Victims of trafficking, to be protected: too few to be shown."),
        ("investigate", "Fraud, to be investigated: {found} of {all} found.",
         "Fraud, to be investigated: too few to be shown."),
    ):  # fmt: skip
        found, everyone = round(figures.chosen[f"{kind}_found"]), figures.n_kind[kind]
        told = {"found": number(found, lang), "all": number(everyone, lang)}
        said.append(t(small, lang) if kind in hidden else t(message, lang, **told))
    return " ".join(said)


def kind_word(kind: str, lang: str) -> str:
    """Name of a kind of find."""
    words = {"protect": "Victims", "investigate": "Fraud"}
    assert set(words) == set(KINDS)
    return t(words[kind], lang)


def _refused(facts: dict[str, Any], lang: str) -> str:
    n = facts["n_protect_refused"]
    if 0 < n < SMALLEST_GROUP:
        return t(
            "The office refused fewer than {k} victims. Each refusal of a victim is an error: protect and refer.",
            lang,
            k=SMALLEST_GROUP,
        )
    return t(
        "The office refused {n} victims. Each refusal of a victim is an error: protect and refer.",
        lang,
        n=number(n, lang),
    )


def _too_few(figures: Figures, lang: str) -> str:
    return t(
        "Not shown: fewer than {k} persons found or missed in {months} months.",
        lang,
        k=SMALLEST_GROUP,
        months=figures.n_months,
    )


def _rounded(n: float, lang: str) -> str:
    """A number of people; less than one keeps its first digit."""
    return number(n, lang, 1) if 0 < n < 1 else number(round(n), lang)


def _range(low: str, high: str, lang: str) -> str:
    if low == high:
        return t("95% interval: narrower than this rounding", lang)
    return t("{low} to {high}, 95% interval", lang, low=low, high=high)
