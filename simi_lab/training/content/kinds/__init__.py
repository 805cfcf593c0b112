"""The kinds of question, a file each; `table` names them all."""

from simi_lab.training.content.kinds.table import AnyQuestion

__all__ = ["AnyQuestion"]
