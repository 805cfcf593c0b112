"""The recipe finder: the cheapest plan of an office month that keeps a promise, and what more of it would cost."""

from simi_lab.study.recipe.find import FREE, LONGER_DAYS, answer, recipe, space_of

__all__ = ["FREE", "LONGER_DAYS", "answer", "recipe", "space_of"]
