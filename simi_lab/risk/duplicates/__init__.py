"""Records that may be one person: pairs, clusters and their reasons; a match is a question to people, not a finding."""

from simi_lab.risk.duplicates.explain import explain_pair
from simi_lab.risk.duplicates.fields import FIELDS, IdentityField
from simi_lab.risk.duplicates.find import Duplicates, find_duplicates
from simi_lab.risk.duplicates.judge import judge_clusters, judge_pairs
from simi_lab.risk.duplicates.rehearse import with_copies

__all__ = [
    "FIELDS",
    "Duplicates",
    "IdentityField",
    "explain_pair",
    "find_duplicates",
    "judge_clusters",
    "judge_pairs",
    "with_copies",
]
