"""The form of a data protection impact assessment: what the lab knows is filled in, what people must say is left open.

A form is one Markdown file in one language. Front matter names the models it was written for by their seal; parts that
people write stand between two marks, so that everything else can be compared with what the lab would write today.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from simi_lab.i18n import percent, t
from simi_lab.risk.judging import Evaluation
from simi_lab.risk.models import MODELS
from simi_lab.risk.signals import FEATURES
from simi_lab.risk.telling.apart import kind_rows, kind_title, refused
from simi_lab.risk.telling.markdown import bullets
from simi_lab.risk.telling.markdown import table as markdown_table
from simi_lab.risk.telling.sentences import (
    MODEL_NAMES,
    SYNTHETIC,
    TARGET_NAMES,
    figure_rows,
    said,
    situation,
)
from simi_lab.vocabulary import label

FORM, FORMAT = "simi-lab-dpia", 1

PARTS: Mapping[str, tuple[str, str]] = {
    "necessity": (
        "Necessity and proportion",
        "Which task of the office needs these scores, by which statute, and why no gentler means would do?",
    ),
    "risks": (
        "Risks to the people",
        "Who can be harmed: those looked at in vain, victims who are missed, groups that come off worse, everyone "
        "whose data lie here? How likely, how grave?",
    ),
    "measures": (
        "Measures against these risks",
        "What is done against each of them, by whom, by when, and how will the office see whether it works?",
    ),
    "dpo": (
        "Opinion of the data protection officer",
        "What does the officer for data protection advise (articles 53 and 54), and where was the advice not followed?",
    ),
    "signed": (
        "Who answers for it",
        "Function of the person who decides, and the day as YYYY-MM-DD. No name is needed.",
    ),
}
"""What people must write: key, heading, question."""

_GROUNDS = (
    ("Scoring people one by one", "Every applicant gets a score before the interview."),
    ("Large scale", "Every application of the office is read."),
    ("Matching and combining", "Phones, addresses, agencies and earlier applications are joined."),
    ("New technology", "The models learn from records; a glass box can be read, boosting cannot."),
    (
        "Decisions that weigh on people",
        "A score may delay a passport: a named officer decides with a reason, and whoever is touched may object "
        "(article 10).",
    ),
)
_PURPOSE = (
    "To help an interviewer choose whom to talk with longer, so that people in harm's way are protected and deceivers "
    "are investigated. One line of information before the interview; it decides nothing.",
    "Legal basis of the office's own processing: its duty and public task (article 20, paragraph 2, letters c and e), "
    "not consent. No statute was found that orders a score of passport applicants: necessity must be argued below.",
    "Not for refusals, not for queue or survey data, not for people who do not apply (articles 27 and 28).",
)
_LEFT_OUT = (
    "Sex, age, district, schooling, livelihood and nationality are no features (articles 3 and 29); they serve the "
    "fairness audit only. Fingerprints, health and data of children are specific data and are not read (articles 4 "
    "and 25)."
)
_LIMITS = (
    "Every person is invented and the patterns were planted by us: a real office meets others, and they change.",
    "The models learned from what an office recorded; where it did not look, nothing was found.",
    "What still stands in for a protected column must be read in the fairness audit of this world before signing.",
)


def form_text(evaluation: Evaluation, *, seal: str, lang: str, answers: Mapping[str, str] | None = None) -> str:
    """Write the form: facts from the judgement of the models, and open places for people.

    Parameters
    ----------
    evaluation : judgement of the models that the form is about
    seal : of their files, see `risk.models.sealed`
    lang : "id" or "en"
    answers : what people wrote already, by key of `PARTS`; the others stay open
    """
    head = ["---", f"form: {FORM}", f"format: {FORMAT}", "synthetic: true", f"lang: {lang}"]
    head += [f"run_hash: {evaluation.facts['run_hash']}", f"model_hash: {seal}", "---"]
    parts = [
        "\n".join(head),
        f"# {t('Data protection impact assessment (article 34 of UU 27/2022)', lang)}",
        f"**{t(SYNTHETIC, lang)}**",
        t(
            "The lab wrote everything but the open places from the files of the models. Change nothing there: a form "
            "that says anything else than the models opens no gate.",
            lang,
        ),
        *_known(evaluation, lang),
        f"## {t('What people must write', lang)}",
        *_open_places(answers or {}, lang),
    ]
    return "\n\n".join(parts) + "\n"


def opening(part: str) -> str:
    """Mark after which people write a part."""
    return f"<!-- write: {part} -->"


def closing(part: str) -> str:
    """Mark before which they end."""
    return f"<!-- end: {part} -->"


def part_names(parts: Sequence[str], lang: str) -> str:
    """Headings of parts as a list for a sentence."""
    return "; ".join(t(PARTS[part][0], lang) for part in parts)


def _known(evaluation: Evaluation, lang: str) -> Iterator[str]:
    facts = evaluation.facts
    yield f"## {t('Why an assessment is owed', lang)}"
    yield bullets([f"**{t(what, lang)}.** {t(why, lang)}" for what, why in _GROUNDS])
    yield f"## {t('What it is for', lang)}"
    yield bullets([t(sentence, lang) for sentence in _PURPOSE])
    yield f"## {t('Which data, on which ground', lang)}"
    yield markdown_table([[t("Meaning", lang), t("Source", lang), t("Why it may be used", lang)], *_data(lang)])
    yield t(_LEFT_OUT, lang)
    yield f"## {t('How well the models do, and whom they trouble', lang)}"
    yield t(
        "Trained on {first} to {last}, tested on {from_} to {to}; figures with the range that holds the true value 95 "
        "times in 100.",
        lang,
        first=facts["train_months"][0],
        last=facts["train_months"][-1],
        from_=facts["test_months"][0],
        to=facts["test_months"][-1],
    )
    yield situation(evaluation, lang)
    for target in evaluation.targets:
        yield f"### {t(TARGET_NAMES[target], lang)}"
        yield markdown_table(figure_rows(evaluation, lang, target=target))
    for kind in evaluation.kinds:
        yield f"### {kind_title(evaluation, kind, lang)}"
        yield markdown_table(kind_rows(evaluation, lang, kind=kind))
    if evaluation.kinds:
        yield refused(evaluation, lang)
    yield from _groups(evaluation, lang)
    yield f"## {t('Known limits', lang)}"
    yield bullets([*(said(note, lang) for note in evaluation.notes), *(t(limit, lang) for limit in _LIMITS)])


def _data(lang: str) -> list[list[str]]:
    return [[t(f.meaning, lang), f"`{', '.join(f.sources)}`", t(f.ground, lang)] for f in FEATURES]


def _groups(evaluation: Evaluation, lang: str) -> Iterator[str]:
    """Groups that did nothing and only look like a pattern: how many of them each model stops."""
    if evaluation.benign.is_empty():
        return
    yield f"### {t('Groups judged: those that only look like a pattern', lang)}"
    patterns = sorted(evaluation.benign["twin_of"].unique().to_list())
    stopped = {(row["model"], row["twin_of"]): row for row in evaluation.benign.iter_rows(named=True)}
    rows = [[t("Model", lang), *(label("typology", pattern, lang) for pattern in patterns)]]
    for model in (*MODELS, "random"):
        cells = [_stopped(stopped.get((model, pattern)), lang) for pattern in patterns]
        rows.append([t(MODEL_NAMES[model], lang), *cells])
    yield t("Share of such groups that were stopped without cause, the range in brackets.", lang)
    yield markdown_table(rows)


def _stopped(row: Mapping[str, float | None] | None, lang: str) -> str:
    if row is None:
        return percent(None, lang)
    if row["low"] is None:
        return percent(row["share"], lang)
    return f"{percent(row['share'], lang)} ({percent(row['low'], lang)}\N{EN DASH}{percent(row['high'], lang)})"


def _open_places(answers: Mapping[str, str], lang: str) -> Iterator[str]:
    for part, (heading, question) in PARTS.items():
        yield f"### {t(heading, lang)}"
        yield t(question, lang)
        yield "\n".join([opening(part), answers.get(part, "").strip() or t("(not written yet)", lang), closing(part)])
