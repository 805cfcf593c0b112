"""How each kind of question is put on screen, as plain data."""

from __future__ import annotations

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

CONTROLS: dict[str, Control] = {
    "single": SINGLE,
    "multiple": MULTIPLE,
    "notice": NOTICE,
    "numeric": NUMERIC,
    "order": ORDER,
    "case": CASE,
    "code": CODE,
    "match": MATCH,
    "sort": SORT,
    "text": TEXT,
    "chart": CHART,
    "specimen": SPECIMEN,
}
