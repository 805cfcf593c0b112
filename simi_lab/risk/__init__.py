"""The risk laboratory: features as of a date, a ladder of models, their judgement, their reasons, and their card."""

from simi_lab.risk.explaining import explain
from simi_lab.risk.judging import evaluate
from simi_lab.risk.models import fit, load, score
from simi_lab.risk.proxies import proxies
from simi_lab.risk.signals import features
from simi_lab.risk.telling import card

__all__ = ["card", "evaluate", "explain", "features", "fit", "load", "proxies", "score"]
