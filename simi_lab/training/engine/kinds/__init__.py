"""How each kind of question is marked, a file each; `table` names them all."""

from simi_lab.training.engine.kinds.kind import Kind
from simi_lab.training.engine.kinds.table import KINDS

__all__ = ["KINDS", "Kind"]
