"""How each kind of question is put on screen, a file each; `table` names them all."""

from simi_lab.training.player.controls.control import Control
from simi_lab.training.player.controls.table import CONTROLS

__all__ = ["CONTROLS", "Control"]
