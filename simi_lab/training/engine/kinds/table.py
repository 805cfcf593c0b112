"""How each kind of question is marked, a file each."""

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
from simi_lab.training.engine.kinds.case import CASE
from simi_lab.training.engine.kinds.chart import CHART
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

KINDS: dict[type, Kind] = {
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
