"""What the models find at the interviewers' capacity, and what it costs those who did nothing."""

from simi_lab.risk.judging.evaluation import Evaluation, Figure
from simi_lab.risk.judging.judge import evaluate

__all__ = ["Evaluation", "Figure", "evaluate"]
