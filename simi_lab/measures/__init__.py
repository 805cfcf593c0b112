"""What is measured: cases folded from events, their bins, the satisfaction index, before against after."""

from simi_lab.measures.bins import describe_bins, service_bins, service_counts, skm_bins
from simi_lab.measures.cases import cases
from simi_lab.measures.comparison import halving_verdict, paired_log_ratio
from simi_lab.measures.satisfaction import ikm

__all__ = [
    "cases",
    "describe_bins",
    "halving_verdict",
    "ikm",
    "paired_log_ratio",
    "service_bins",
    "service_counts",
    "skm_bins",
]
