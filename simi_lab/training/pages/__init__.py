"""The academy's pages in the shell."""

from simi_lab.training.pages.desk import Desk, desk
from simi_lab.training.pages.routes import academy_routes

__all__ = ["Desk", "academy_routes", "desk"]
