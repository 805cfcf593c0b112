"""How each kind of question is put on screen, as plain data."""

from __future__ import annotations

from simi_lab.training.content.kinds.case import Case
from simi_lab.training.content.kinds.chart import Chart
from simi_lab.training.content.kinds.code import Code
from simi_lab.training.content.kinds.match import Match
from simi_lab.training.content.kinds.multiple import Multiple
from simi_lab.training.content.kinds.notice import Notice
from simi_lab.training.content.kinds.numeric import Numeric
from simi_lab.training.content.kinds.order import Order
from simi_lab.training.content.kinds.single import Single
from simi_lab.training.content.kinds.sort import Sort
from simi_lab.training.content.kinds.specimen import Specimen
from simi_lab.training.content.kinds.text import TextQuestion
from simi_lab.training.player.controls.case import CASE
from simi_lab.training.player.controls.choosing import CHART, MULTIPLE, SINGLE
from simi_lab.training.player.controls.code import CODE
from simi_lab.training.player.controls.control import Control
from simi_lab.training.player.controls.match import MATCH
from simi_lab.training.player.controls.notice import NOTICE
from simi_lab.training.player.controls.numeric import NUMERIC
from simi_lab.training.player.controls.order import ORDER
from simi_lab.training.player.controls.sort import SORT
from simi_lab.training.player.controls.specimen import SPECIMEN
from simi_lab.training.player.controls.text import TEXT

CONTROLS: dict[type, Control] = {
    Single: SINGLE,
    Multiple: MULTIPLE,
    Notice: NOTICE,
    Numeric: NUMERIC,
    Order: ORDER,
    Case: CASE,
    Code: CODE,
    Match: MATCH,
    Sort: SORT,
    TextQuestion: TEXT,
    Chart: CHART,
    Specimen: SPECIMEN,
}
