"""Marking of a small task for analysts: the program runs on the workbench, never here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simi_lab.training.content.kinds.code import Code
from simi_lab.training.content.words import Words
from simi_lab.training.engine.kinds.kind import Kind
from simi_lab.training.engine.outcome import UNREADABLE, Outcome
from simi_lab.training.engine.workbench import Job, Report, the_bench
from simi_lab.training.engine.workbench.world import World, newest

MOST_CHARS = 8_000


def try_out(step: Code, program: str) -> Outcome:
    """Run a program without checking it; the outcome is never a try."""
    world = newest()
    return _outcome(the_bench().run(Job((program,), world.tables, world.readable))[0], is_checked=False)


def get_ready() -> None:
    """Start a process in advance, for a learner who has come to a task."""
    the_bench().get_ready(newest().readable)


def _mark(step: Code, response: Any, _lang: str) -> Outcome:
    if not isinstance(response, str) or len(response) > MOST_CHARS:
        return UNREADABLE
    if plain(response) in ("", plain(step.starter)):
        return Outcome("not_attempted")
    world = newest()
    own = _own_programs(step)
    if response in own:
        return _outcome(_rehearsed(_job(step, own, world))[own.index(response)])
    return _outcome(the_bench().run(_job(step, (response,), world))[0])


def _job(step: Code, programs: tuple[str, ...], world: World) -> Job:
    return Job(
        programs,
        world.tables,
        world.readable,
        checks=str(step.checks),
        check=step.check,
        gives=step.gives,
        columns=tuple(step.columns),
        twice=step.twice,
    )


_known: dict[Job, list[Report]] = {}


def _rehearsed(job: Job) -> list[Report]:
    """Run an author's programs of one task in one process, once; what was stopped is run again."""
    if job not in _known:
        reports = the_bench().run(job)
        if any(report.told.get("error") in ("busy", "died", "time") for report in reports):
            return reports
        _known[job] = reports
    return _known[job]


def _own_programs(step: Code) -> tuple[str, ...]:
    return (*step.answers, *(one.code for one in step.wrong))


def _outcome(report: Report, *, is_checked: bool = True) -> Outcome:
    extra: Mapping[str, Any] = {**report.told, "shown": dict(report.shown)}
    if report.code == "stopped":
        return Outcome("stopped", extra=extra)
    if not is_checked:
        return Outcome("shown", extra=extra)
    if report.code == "right":
        return Outcome("right", 1.0, ("feedback",), extra)
    return Outcome("wrong", 0.0, (f"word.{report.code}",), extra)


def plain(program: str) -> str:
    """Return a program without comments' and lines' outer blanks, to tell whether anything was written."""
    return "\n".join(line.strip() for line in program.strip().splitlines() if line.strip())


def _key(step: Code) -> str:
    return step.answers[0]


def _wrongs(step: Code) -> Iterator[str]:
    yield from (one.code for one in step.wrong)


def _words(step: Code, part: str, name: str) -> Words | None:
    return step.words[name] if part == "word" else None


def _faults(step: Code) -> Iterator[str]:
    for n, program in enumerate(step.answers):
        outcome = _mark(step, program, "id")
        if not outcome.success:
            yield f"its answer {n + 1} does not pass: {outcome.feedback or dict(outcome.extra)}."
    for one in step.wrong:
        outcome = _mark(step, one.code, "id")
        if outcome.feedback != (f"word.{one.gets}",):
            yield f"the program for {one.gets!r} gets {outcome.feedback or dict(outcome.extra)}."


CODE = Kind(_mark, _key, _wrongs, _words, faults=_faults, is_run=True)
