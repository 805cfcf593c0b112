"""How each kind of question is marked, a file each."""

from __future__ import annotations

from simi_lab.training.engine.kinds.case import CASE
from simi_lab.training.engine.kinds.code import CODE
from simi_lab.training.engine.kinds.kind import Kind
from simi_lab.training.engine.kinds.match import MATCH
from simi_lab.training.engine.kinds.multiple import MULTIPLE
from simi_lab.training.engine.kinds.notice import NOTICE
from simi_lab.training.engine.kinds.numeric import NUMERIC
from simi_lab.training.engine.kinds.order import ORDER
from simi_lab.training.engine.kinds.single import SINGLE
from simi_lab.training.engine.kinds.sort import SORT
from simi_lab.training.engine.kinds.specimen import SPECIMEN
from simi_lab.training.engine.kinds.text import TEXT

KINDS: dict[str, Kind] = {
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
    "chart": SINGLE,
    "specimen": SPECIMEN,
}
