"""What each step of the ladder is, for its card: how it was made, who can read it, what it must not be taken for."""

from __future__ import annotations

MODEL_WORDS = {
    "rule_of_thumb": "Written rules with points, made by hand and learned from nothing; anyone can check them.",
    "scorecard": "Whole points per answer, learned; ten points double the odds, and a clerk can add them up on paper.",
    "glass_box": (
        "A sum of one curve per feature; its terms are the exact reasons that are told to officer and applicant."
    ),
    "boosting": "Many small trees; it may see what features say jointly, and has no exact reasons to tell.",
    "isolation": (
        "Learned nothing from findings: it takes what is rare for what is wrong. It stands here as a foil, not as a "
        "model to use."
    ),
}
