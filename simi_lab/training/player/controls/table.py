"""How each kind of question is put on screen, as plain data."""

from __future__ import annotations

from simi_lab.training.content.kinds.code import Code
from simi_lab.training.content.kinds.multiple import Multiple
from simi_lab.training.content.kinds.numeric import Numeric
from simi_lab.training.content.kinds.order import Order
from simi_lab.training.content.kinds.single import Single
from simi_lab.training.player.controls.choosing import MULTIPLE, SINGLE
from simi_lab.training.player.controls.code import CODE
from simi_lab.training.player.controls.control import Control
from simi_lab.training.player.controls.numeric import NUMERIC
from simi_lab.training.player.controls.order import ORDER

CONTROLS: dict[type, Control] = {
    Single: SINGLE,
    Multiple: MULTIPLE,
    Numeric: NUMERIC,
    Order: ORDER,
    Code: CODE,
}
