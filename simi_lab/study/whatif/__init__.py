"""What an office month would be under other levers: the month, the levers, the question and its answer."""

from simi_lab.study.whatif.answers import Answer
from simi_lab.study.whatif.ask import Interrupted, WhatIf
from simi_lab.study.whatif.month import WARM_UP_DAYS, busiest, months, months_in, usual

__all__ = ["WARM_UP_DAYS", "Answer", "Interrupted", "WhatIf", "busiest", "months", "months_in", "usual"]
