"""Classes and their accounts in the workspace database: made, signed in to, locked, freed, ended."""

from simi_lab.store.accounts.classes import ClassInfo, add_class, end_class, find_class, list_classes
from simi_lab.store.accounts.seats import Seat, seats
from simi_lab.store.accounts.signing import sign_in

__all__ = ["ClassInfo", "Seat", "add_class", "end_class", "find_class", "list_classes", "seats", "sign_in"]
