"""Texts of a lesson made readable: numbers of the world, Markdown, diagrams."""

from simi_lab.training.text.facts import FactSource, facts_from, no_facts, with_answers
from simi_lab.training.text.render import html, inline
from simi_lab.training.text.world import newest_world, world_facts

__all__ = ["FactSource", "facts_from", "html", "inline", "newest_world", "no_facts", "with_answers", "world_facts"]
