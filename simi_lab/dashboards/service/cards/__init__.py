"""Each chart of the page with its words, table and source, for one choice, language and ground."""

from simi_lab.dashboards.service.cards.deck import CARDS
from simi_lab.dashboards.service.cards.scene import Scene

__all__ = ["CARDS", "Scene"]
