"""What a model card reads: the judgement of the models of a run, and the gate before their scores."""

from __future__ import annotations

from dataclasses import dataclass

from simi_lab.estimate import Estimate
from simi_lab.i18n import NO_VALUE
from simi_lab.risk.judging import Evaluation
from simi_lab.risk.telling.sentences import with_interval
from simi_lab.study import Run, open_run, risk_model
from simi_lab.study.gate import Gate, gate

RULE, ORACLE, RANDOM = "rule_of_thumb", "oracle", "random"


@dataclass(frozen=True)
class Card:
    """One model of one run, for one reader.

    Parameters
    ----------
    run : the run
    model : one of `risk.models.MODELS`
    lang : language of the reader
    evaluation : judgement of all models of the run
    door : the gate before scores of single cases
    """

    run: Run
    model: str
    lang: str
    evaluation: Evaluation
    door: Gate

    @property
    def beside(self) -> tuple[str, ...]:
        """The model and those it is held against: the rule, the perfect judge, random choice."""
        return tuple(dict.fromkeys((self.model, RULE, ORACLE, RANDOM)))

    @property
    def target(self) -> str:
        """What it is judged against first: the truth where it is known."""
        return self.evaluation.targets[0]

    def figure(self, name: str, *, model: str = "", target: str = "") -> Estimate | None:
        """A figure of the model, or of another; None where there is none."""
        try:
            return self.evaluation.figure(model or self.model, name, target=target or self.target)
        except KeyError:
            return None

    def said(self, name: str, *, model: str = "", target: str = "") -> str:
        """The same in words, with its interval; a dash where there is none."""
        found = self.figure(name, model=model, target=target)
        return NO_VALUE if found is None else with_interval(found, self.lang)

    def apart(self, name: str, *, model: str) -> tuple[str, str]:
        """A share and its interval, to be written in two sizes."""
        value, _, interval = self.said(name, model=model).partition(" ")
        return value, interval.strip("()")


def read_card(run: str, *, model: str, lang: str) -> Card:
    """Read, and where they are not there fit and judge, the models of a run.

    Parameters
    ----------
    run : name or folder
    model : one of `risk.models.MODELS`
    lang : "id" or "en"

    Raises
    ------
    SimiError
        No such run, too little to learn from, or models that were altered.
    """
    opened = open_run(run)
    evaluation = risk_model(opened).evaluation
    return Card(opened, model, lang, evaluation, gate(opened))
