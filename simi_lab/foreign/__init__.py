"""Foreigners, who answers for them, their permits, and planted sponsor rings with their truth."""

from simi_lab.foreign.companies import Companies, draw_companies
from simi_lab.foreign.definition import definition_faults
from simi_lab.foreign.guarantors import Land
from simi_lab.foreign.laws import Laws, laws_of
from simi_lab.foreign.make import make_foreign
from simi_lab.foreign.posterior import ring_posterior

__all__ = ["Companies", "Land", "Laws", "definition_faults", "draw_companies", "laws_of", "make_foreign",
           "ring_posterior"]  # fmt: skip
