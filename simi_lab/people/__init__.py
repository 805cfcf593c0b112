"""People in households who do not exist."""

from simi_lab.people.layout import SHARD, mean_applicants
from simi_lab.people.make import People, make_people
from simi_lab.people.places import Area, area_of

__all__ = ["SHARD", "Area", "People", "area_of", "make_people", "mean_applicants"]
