"""The risk laboratory: features as of a date, a ladder of models, their judgement, and the card that tells it."""

from simi_lab.risk.judging import Evaluation, evaluate
from simi_lab.risk.models import fit, load, save, score
from simi_lab.risk.signals import features
from simi_lab.risk.telling import card

__all__ = ["Evaluation", "card", "evaluate", "features", "fit", "load", "save", "score"]
