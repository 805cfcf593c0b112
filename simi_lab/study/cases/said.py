"""A dossier in sentences: what the officer reads, what the model advises, and in the end what was true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from simi_lab.i18n import number, percent, t
from simi_lab.study.cases.dossier import Advice, Dossier, Ground, Value
from simi_lab.vocabulary import label

ACTION_WORDS = {"go_on": "Go on as usual", "look": "Look closer", "protect": "Protect and refer"}
CLASS_WORDS = {
    "none": "honest, with nothing odd",
    "benign_error": "honest, with an error in the papers",
    "look_alike": "honest, only alike a pattern",
    "deceiver": "deceives the office",
    "victim": "in danger, needs protection",
}
_CONTACT = (
    "phone_others_90d",
    "phone_same_trip_90d",
    "phone_unplanned_90d",
    "phone_unlicensed_90d",
    "email_others_90d",
    "email_same_day_90d",
    "email_night_90d",
    "night_on_shared_email",
    "address_others_90d",
)
_EARLIER = (
    "held_before",
    "lost_claim_repeated",
    "phone_found_before",
    "same_person_other_nik",
    "near_person_other_nik",
    "close_person_same_office",
)


@dataclass(frozen=True)
class Section:
    """One part of a dossier: heading and sentences."""

    title: str
    lines: tuple[str, ...]


def told(dossier: Dossier, lang: str) -> tuple[Section, ...]:
    """What an officer reads of an application, without advice and without truth.

    Parameters
    ----------
    lang : "id" or "en"
    """
    parts = (
        ("Service", _service(dossier, lang)),
        ("Answers on the form", _answers(dossier, lang)),
        ("Papers in the file", _papers(dossier, lang)),
        ("Contacts", _present(dossier, _CONTACT, lang) or [t(_ALONE, lang)]),
        ("Earlier applications", _present(dossier, _EARLIER, lang) or [t(_NOTHING, lang)]),
    )
    return tuple(Section(t(title, lang), tuple(lines)) for title, lines in parts)


_ALONE = "Phone, e-mail and address were given by no other household in the 90 days before."
_NOTHING = "Nothing in earlier applications stands out."


def advice_told(advice: Advice, lang: str) -> tuple[str, ...]:
    """The model's advice: what to do, its place in the line, and the reasons for and against."""
    place = t(
        "Score {score}: number {rank} of {n} applications of that month; officers can look closer at the first {seen}.",
        lang,
        score=percent(advice.score, lang, 1),
        rank=number(advice.rank, lang),
        n=number(advice.n, lang),
        seen=number(advice.n_slots, lang),
    )
    lines = [place]
    if advice.raises:
        lines.append(t("Raises the score: {reasons}", lang, reasons=_joined(advice.raises, lang)))
    if advice.lowers:
        lines.append(t("Lowers it: {reasons}", lang, reasons=_joined(advice.lowers, lang)))
    return tuple(lines)


def truth_told(dossier: Dossier, lang: str) -> str:
    """What was true of the applicant, known because the person is invented."""
    truth = dossier.truth
    words = t(CLASS_WORDS[truth.truth_class], lang)
    if truth.typology == "none":
        return words
    return f"{words} ({label('typology', truth.typology, lang)})"


def _service(dossier: Dossier, lang: str) -> list[str]:
    form = dossier.form
    lines = [
        t(
            "{service}, {kind}; filed: {channel}.",
            lang,
            service=label("service", str(form["service"]), lang),
            kind=_small(label("kind", str(form["kind"]), lang)),
            channel=_small(label("channel", str(form["channel"]), lang)),
        )
    ]
    if form["is_same_day"]:
        lines.append(t("The same-day service was asked for.", lang))
    if form["is_group"]:
        lines.append(t("Filed together with others through one contact.", lang))
    return lines


def _answers(dossier: Dossier, lang: str) -> list[str]:
    form, facts = dossier.form, dossier.facts
    purpose = label("purpose", str(form["purpose"]), lang)
    if form["destination"] is None:
        lines = [t("Purpose: {purpose}.", lang, purpose=_small(purpose))]
    else:
        where = label("destination", str(form["destination"]), lang)
        lines = [t("Purpose: {purpose}, to {where}.", lang, purpose=_small(purpose), where=where)]
    lines += _present(dossier, ("days_to_departure",), lang)
    lines += _present(dossier, ("purpose_without_itinerary",), lang) or [
        t("The papers fit the journey, or none are asked for.", lang)
    ]
    agencies = {
        "none": "No agency is named.",
        "licensed": "The agency named on the form holds a licence.",
        "unlicensed": "The agency named on the form holds no licence.",
    }
    lines.append(t(agencies[str(form["agency"])], lang))
    if facts.get("agency_others_30d") and form["agency"] == "unlicensed":
        lines += _present(dossier, ("agency_others_30d",), lang)
    return lines


def _papers(dossier: Dossier, lang: str) -> list[str]:
    names = [_small(label("document_kind", paper.kind, lang), keep=True) for paper in dossier.papers]
    lines = [t("Handed in: {papers}.", lang, papers=", ".join(names))]
    odd = [line for paper in dossier.papers for line in _odd(paper.kind, paper.nik, paper.name, paper.mrz, lang)]
    lines += odd or [t("Numbers, names and check digits agree.", lang)]
    lines += _present(dossier, ("work_without_recommendation",), lang)
    missing = dossier.form["missing_document"]
    if missing is not None:
        what = label("document_kind", str(missing), lang)
        lines.append(t("Was missing at the first visit: {what}.", lang, what=_small(what, keep=True)))
    lines += _present(dossier, ("scan_quality_min",), lang)
    return lines


def _odd(kind: str, nik: str | None, name: str | None, mrz: str | None, lang: str) -> Iterator[str]:
    """What does not agree on one paper."""
    paper = label("document_kind", kind, lang)
    if nik not in (None, "ok"):
        found = _small(label("nik_check", str(nik), lang))
        yield t("{paper}: the identity number was checked: {found}.", lang, paper=paper, found=found)
    if name not in (None, "same"):
        found = _small(label("name_check", str(name), lang))
        yield t("{paper}: the name was checked: {found}.", lang, paper=paper, found=found)
    if mrz == "failed":
        yield t("{paper}: the check digits do not fit.", lang, paper=paper)


def _present(dossier: Dossier, names: Sequence[str], lang: str) -> list[str]:
    """The sentences of those features that hold."""
    sentences = _sentences()
    held = [(name, dossier.facts[name]) for name in names if dossier.facts.get(name)]
    return [_said(Ground(name, sentences[name], value, 0.0), lang) for name, value in held]


def _sentences() -> Mapping[str, str]:
    from simi_lab.risk.signals import FEATURES

    return {feature.name: feature.told.present for feature in FEATURES}


def _said(ground: Ground, lang: str) -> str:
    from simi_lab.risk.explaining import Reason
    from simi_lab.risk.telling.reasons import reason_said

    value: Value = ground.value if "{value}" in ground.message else None
    return reason_said(Reason((ground.feature,), ground.message, value, ground.adds), lang)


def _joined(grounds: Sequence[Ground], lang: str) -> str:
    return " ".join(_said(one, lang) for one in grounds)


def _small(word: str, *, keep: bool = False) -> str:
    """The word inside a sentence: small unless it begins with an abbreviation or a name of its own."""
    first = word.split(" ", 1)[0]
    proper = first.isupper() or first in ("Eazy", "Umrah", "Kartu", "SIMI")
    return word if proper or (keep and first in ("KTP", "KK")) else word[:1].lower() + word[1:]
