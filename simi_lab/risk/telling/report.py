"""An evaluation as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from simi_lab.i18n import t
from simi_lab.risk.judging import Evaluation
from simi_lab.risk.models import MODELS
from simi_lab.risk.telling.apart import calibration_line, kind_rows, kind_title, refused, ring_lines
from simi_lab.risk.telling.sentences import (
    SYNTHETIC,
    TARGET_NAMES,
    against_rule,
    few,
    figure_rows,
    other_notes,
    outcome,
    situation,
    spared,
    told_of,
)

CALIBRATED = "Expected against found, in ten steps of equal expected finds."


def report_lines(evaluation: Evaluation, lang: str) -> Iterator[str]:
    """The evaluation for a terminal: what was found, missed and troubled in vain, benign groups, notes."""
    yield t(SYNTHETIC, lang)
    yield situation(evaluation, lang)
    yield from few(evaluation, lang)
    for target in evaluation.targets:
        yield f"\n{t(TARGET_NAMES[target], lang)}"
        yield from (f"  {outcome(evaluation, model, lang, target=target)}" for model in told_of(evaluation, target))
        yield ""
        yield from _aligned(figure_rows(evaluation, lang, target=target))
    yield ""
    yield from (against_rule(evaluation, model, lang, target=evaluation.targets[0]) for model in MODELS[1:])
    yield from (spared(evaluation, model, lang) for model in MODELS if not evaluation.benign.is_empty())
    for kind in evaluation.kinds:
        yield f"\n{kind_title(evaluation, kind, lang)}"
        yield from _aligned(kind_rows(evaluation, lang, kind=kind))
    if evaluation.kinds:
        yield f"\n{refused(evaluation, lang)}"
        yield from (f"  {line}" for line in ring_lines(evaluation, lang))
    for target in evaluation.targets:
        yield f"\n{t(CALIBRATED, lang)} {t(TARGET_NAMES[target], lang)}"
        models = told_of(evaluation, target)
        yield from (f"  {calibration_line(evaluation, model, lang, target=target)}" for model in models)
    yield ""
    yield from (f"- {note}" for note in other_notes(evaluation, lang))


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    """One block per column of figures would be too wide for a terminal: each model gets a line per figure."""
    header, *models = rows
    width = max(len(title) for title in header)
    for cells in models:
        yield f"  {cells[0]}"
        yield from (f"    {title:<{width}}  {cell}" for title, cell in zip(header[1:], cells[1:], strict=True))
