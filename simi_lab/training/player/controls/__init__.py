"""How each kind of question is put on screen, a file each; `table` names them all."""

from simi_lab.training.player.controls.control import Control, marks_view
from simi_lab.training.player.controls.table import CONTROLS

__all__ = ["CONTROLS", "Control", "marks_view"]
