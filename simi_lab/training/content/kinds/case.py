"""A question about an application that is drawn from a world for each learner, and marked against the truth."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr, model_validator

from simi_lab.measures.reliance import TruthClass
from simi_lab.training.content.question import Question, unique
from simi_lab.training.content.words import Key, Strict, Words


class Decision(Strict):
    """One thing that can be decided."""

    key: Key
    text: Words


class Said(Strict):
    """What is said to a decision about a person of one truth."""

    truth: TruthClass
    option: Key
    words: Words


class Case(Question):
    """Decide an application.

    Parameters
    ----------
    pick : what the person may be in truth; which of these a learner meets is drawn
    options : what can be decided
    right : the right decision for each truth of `pick`
    feedback : words for each truth and decision
    advice : whether the model's advice is shown below the dossier
    """

    kind: Literal["case"]
    pick: Annotated[list[TruthClass], Field(min_length=1)]
    options: Annotated[list[Decision], Field(min_length=2, max_length=4)]
    right: dict[TruthClass, Key]
    feedback: list[Said]
    advice: bool = False
    _drawn: Any = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _every_pair_is_answered(self) -> Case:
        unique([option.key for option in self.options])
        unique([f"{name}" for name in self.pick])
        keys = {option.key for option in self.options}
        if set(self.right) != set(self.pick):
            raise ValueError("`right` needs one decision for each truth of `pick`, and no other")
        if strange := sorted(set(self.right.values()) - keys):
            raise ValueError(f"`right` names {', '.join(strange)}, which is no option")
        wanted = {(truth, key) for truth in self.pick for key in keys}
        given = [(said.truth, said.option) for said in self.feedback]
        if missing := sorted(wanted - set(given)):
            raise ValueError(f"no feedback for {', '.join('/'.join(pair) for pair in missing)}")
        if len(given) != len(wanted):
            raise ValueError("feedback stands twice, or for a truth or an option that is not there")
        for truth in self.pick:
            said = [one.words.id for one in self.feedback if one.truth == truth]
            if len(set(said)) < len(said):
                raise ValueError(f"two decisions about {truth!r} get the same words")
        return self

    @property
    def drawn(self) -> Any:
        """The dossier of this learner (`study.cases.Dossier`); None before it is drawn."""
        return self._drawn

    @property
    def truth(self) -> str:
        """What the person is, as drawn; the first of `pick` before that."""
        return self.pick[0] if self._drawn is None else str(self._drawn.truth.truth_class)

    def with_drawn(self, dossier: Any) -> Case:
        """The same question about this dossier."""
        copy = self.model_copy()
        copy._drawn = dossier
        return copy
