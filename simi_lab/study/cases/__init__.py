"""Cases for learners: dossiers of a run with the model's advice, and apart from both the truth that marks them."""

from simi_lab.study.cases.dossier import Dossier
from simi_lab.study.cases.drawn import draw_one, draw_thirty, is_wrong
from simi_lab.study.cases.pool import Pool, kept_pool, pool_of, sample_pool

__all__ = ["Dossier", "Pool", "draw_one", "draw_thirty", "is_wrong", "kept_pool", "pool_of", "sample_pool"]
