"""How a lesson runs: marking, the learner's record, progress folded from it; no screen is known here."""

from simi_lab.training.engine.alias import clean_alias, default_alias
from simi_lab.training.engine.grade import grade
from simi_lab.training.engine.lesson import Lesson
from simi_lab.training.engine.outcome import Outcome
from simi_lab.training.engine.progress import fold
from simi_lab.training.engine.record import Record

__all__ = ["Lesson", "Outcome", "Record", "clean_alias", "default_alias", "fold", "grade"]
