"""The academy: modules written once as declarations, learned on a page or in a notebook, one record for both.

`content` says what a module is and reads its folder; `text` makes its texts readable; `engine` marks answers and keeps
the learner's record, without any screen; `player` shows a lesson; `nb` puts it into a notebook cell.
"""

from simi_lab.training.content import Module, ModuleError, load_module, load_modules
from simi_lab.training.engine import Lesson, Record, fold, grade

__all__ = ["Lesson", "Module", "ModuleError", "Record", "fold", "grade", "load_module", "load_modules"]
