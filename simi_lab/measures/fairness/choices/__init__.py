"""What treating groups more alike costs, by which means, and which demands exclude each other."""

from simi_lab.measures.fairness.choices.frontier import GOAL_EQUALITY, GOAL_LOSS, Rows, Variant, frontier
from simi_lab.measures.fairness.choices.impossible import equally_right, equally_wrong, mean_score_of_the_innocent

__all__ = [
    "GOAL_EQUALITY",
    "GOAL_LOSS",
    "Rows",
    "Variant",
    "equally_right",
    "equally_wrong",
    "frontier",
    "mean_score_of_the_innocent",
]
