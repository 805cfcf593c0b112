"""All kinds of question; `AnyQuestion` is what may stand in a questions file."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

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

# A new kind is named here, in `engine/kinds/table.py` and in `player/controls/table.py`: one line in each.
AnyQuestion = Annotated[
    Single | Case | Chart | Code | Match | Multiple | Notice | Numeric | Order | Sort | Specimen | TextQuestion,
    Field(discriminator="kind"),
]
