"""Applications, their papers, planted patterns with their truth, and satisfaction surveys."""

from simi_lab.filing.applications import make_applications
from simi_lab.filing.documents import make_documents
from simi_lab.filing.surveys import make_surveys
from simi_lab.filing.typologies.plant import Planted, plant

__all__ = ["Planted", "make_applications", "make_documents", "make_surveys", "plant"]
