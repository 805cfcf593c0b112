"""What must agree between the files of one module: steps, outcomes, and the marks inside texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel

from simi_lab.errors import Fault
from simi_lab.training.content import marks
from simi_lab.training.content.calibration import Calibration
from simi_lab.training.content.formula import names_in
from simi_lab.training.content.kinds.chart import Chart
from simi_lab.training.content.kinds.numeric import Numeric
from simi_lab.training.content.model import END, Head, Step
from simi_lab.training.content.question import Question
from simi_lab.training.content.story import Story
from simi_lab.training.content.words import Words


def faults(
    head: Head,
    questions: Mapping[str, Step],
    sections: Mapping[str, Step],
    places: Mapping[str, str],
    head_place: str,
) -> list[Fault]:
    """Find everything in which the head, the questions and the sections disagree.

    Parameters
    ----------
    places : `file:line` of each question and section, by key
    head_place : the head's file
    """
    found = [*_steps(head, questions, sections, places, head_place)]
    found += _outcomes(head, questions.values(), places, head_place)
    found += _marks(head, {**sections, **questions}, places, head_place)
    return found


def texts(model: BaseModel) -> Iterator[Words]:
    """Yield every two-language text inside a declaration."""
    if isinstance(model, Words):
        yield model
        return
    for name in type(model).model_fields:
        value = getattr(model, name)
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        for item in parts:
            if isinstance(item, BaseModel):
                yield from texts(item)


def _steps(
    head: Head, questions: Mapping[str, Step], sections: Mapping[str, Step], places: Mapping[str, str], where: str
) -> Iterator[Fault]:
    known = {**sections, **questions}
    for key in sorted(set(sections) & set(questions)):
        yield Fault(places[key], f"{key!r} is both a section and a question.", "Rename one of them.")
    for key, count in Counter(head.steps).items():
        if key == END:
            yield Fault(where, f"no step may be called {END!r}.", "Rename it.")
        elif key not in known:
            yield Fault(where, f"the step {key!r} is neither section, question nor story without faults.", "Write it.")
        elif count > 1:
            yield Fault(where, f"the step {key!r} stands {count} times.", "Keep one.")
    for key in sorted(set(known) - set(head.steps)):
        yield Fault(places[key], f"{key!r} is not a step of the lesson.", "Add it to `steps` in module.yaml.")


def _outcomes(head: Head, questions: Iterable[Step], places: Mapping[str, str], where: str) -> Iterator[Fault]:
    tested: set[str] = set()
    for question in questions:
        if isinstance(question, Question | Story | Calibration):
            tested.add(question.outcome)
            if question.outcome not in head.outcomes:
                what = f"the outcome {question.outcome!r} is not declared in module.yaml."
                yield Fault(places[question.key], what, "Declare it under `outcomes`.")
    for key in sorted(set(head.outcomes) - tested):
        yield Fault(where, f"no question tests the outcome {key!r}.", "Write one, or take the outcome out.")


def _marks(head: Head, steps: Mapping[str, Step], places: Mapping[str, str], where: str) -> Iterator[Fault]:
    declared = {"fact": set(head.facts), "diagram": set(head.diagrams), "note": set(head.notes)}
    seen: set[tuple[str, str]] = set()
    for key, step in steps.items():
        place = places[key]
        drawn: set[str] = set()
        for words in texts(step):
            one, other = Counter(marks.used(words.id)), Counter(marks.used(words.en))
            named = set(one) | set(other)
            seen |= {mark for mark in named if mark[0] != "draw"}
            drawn |= {name for kind, name in named if kind == "draw"}
            for kind, name in sorted((one - other) + (other - one)):
                yield Fault(place, f"{kind} {name!r} stands in one language of {key!r} only.", "Use it in both.")
            for text in (words.id, words.en):
                for stranger in marks.strangers(text):
                    yield Fault(
                        place, f"{stranger!r} is no mark that is known.", "Use {fact:…}, {draw:…} or {diagram:…}."
                    )
        yield from _draws(step, drawn, place)
        if isinstance(step, Question) and step.figure:
            seen.add(("diagram", step.figure))
        if isinstance(step, Chart) and (diagram := head.diagrams.get(step.figure)):
            for lost in sorted({option.bar for option in step.options if option.bar} - diagram.targets):
                yield Fault(place, f"the diagram {step.figure!r} has no bar {lost!r}.", "Give the bar this `key`.")
        if isinstance(step, Numeric) and isinstance(step.answer, str) and not step.draw:
            seen.add(("fact", step.answer))
            if step.answer not in head.facts:
                yield Fault(place, f"the answer's fact {step.answer!r} is not declared.", "Declare it under `facts`.")
    for kind, name in sorted(seen):
        if name not in declared[kind]:
            yield Fault(where, f"the {kind} {name!r} is used but not declared.", f"Declare it under `{kind}s`.")
    for kind, names in declared.items():
        for name in sorted(names - {found for other, found in seen if other == kind}):
            yield Fault(where, f"the {kind} {name!r} is never used.", "Use it, or take it out.")


def _draws(step: Step, named: set[str], place: str) -> Iterator[Fault]:
    """Numbers that are named and not drawn, or drawn and never used."""
    declared = dict(step.draw) if isinstance(step, Question) else {}
    for name in sorted(named - set(declared)):
        yield Fault(place, f"the number {name!r} is used but not drawn in {step.key!r}.", "Declare it under `draw`.")
    formulas = [one.formula for one in declared.values()]
    if declared and isinstance(step, Numeric):
        parts = (step.answer, step.tolerance, *(mistake.value for mistake in step.mistakes))
        formulas += [part for part in parts if isinstance(part, str)]
    used = named.union(*(names_in(formula) for formula in formulas if formula))
    for name in sorted(set(declared) - used):
        yield Fault(place, f"the number {name!r} is drawn and never used in {step.key!r}.", "Use it, or take it out.")
