"""How each kind of question is marked, a file each."""

from __future__ import annotations

from simi_lab.training.content.kinds.code import Code
from simi_lab.training.content.kinds.multiple import Multiple
from simi_lab.training.content.kinds.numeric import Numeric
from simi_lab.training.content.kinds.order import Order
from simi_lab.training.content.kinds.single import Single
from simi_lab.training.engine.kinds.code import CODE
from simi_lab.training.engine.kinds.kind import Kind
from simi_lab.training.engine.kinds.multiple import MULTIPLE
from simi_lab.training.engine.kinds.numeric import NUMERIC
from simi_lab.training.engine.kinds.order import ORDER
from simi_lab.training.engine.kinds.single import SINGLE

KINDS: dict[type, Kind] = {
    Single: SINGLE,
    Multiple: MULTIPLE,
    Numeric: NUMERIC,
    Order: ORDER,
    Code: CODE,
}
