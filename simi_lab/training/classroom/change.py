"""What a class knew before and after: the mean change of those who took both tests, with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simi_lab.estimate import Estimate, student
from simi_lab.privacy.suppression import SMALLEST_GROUP
from simi_lab.training.classroom.exam import WHICH, exam_id, fold_exam, form_of, two_forms
from simi_lab.training.content import Module
from simi_lab.training.engine.progress import Event


@dataclass(frozen=True)
class Change:
    """Tests of a class so far.

    Parameters
    ----------
    n_pre, n_post : learners who finished the first and the second test
    n_both : learners who finished both
    before, after : mean share of the marks of those who finished both (0 to 1); None below five learners
    change : mean of after minus before per learner, with the 95 % interval; None below five learners
    """

    n_pre: int
    n_post: int
    n_both: int
    before: float | None = None
    after: float | None = None
    change: Estimate | None = None


def class_change(label: str, modules: Sequence[Module], events: Mapping[str, Sequence[Event]]) -> Change:
    """Compare both tests of a class.

    Only learners who finished both are compared, each with the own first test; figures of fewer than five learners
    are not given.

    Parameters
    ----------
    label : name of the class
    modules : modules that its tests are drawn from
    events : acts of each learner by alias

    Randomness : none.   Source : Student's interval of the paired differences.
    """
    forms = two_forms(modules)
    scores: dict[str, dict[str, float]] = {"pre": {}, "post": {}}
    for which in WHICH:
        for alias, acts in events.items():
            sheet = fold_exam(form_of(forms, alias, which), acts, exam_id(label, which))
            if sheet.finished:
                scores[which][alias] = sheet.score
    pre, post = scores["pre"], scores["post"]
    both = sorted(set(pre) & set(post))
    counts = (len(pre), len(post), len(both))
    if len(both) < SMALLEST_GROUP:
        return Change(*counts)
    change = student([post[alias] - pre[alias] for alias in both], name="change", unit="share", goal="higher")
    before, after = (sum(one[alias] for alias in both) / len(both) for one in (pre, post))
    return Change(*counts, before=before, after=after, change=change)
