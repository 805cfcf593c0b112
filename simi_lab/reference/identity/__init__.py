"""Identity numbers of Indonesia, composed, parsed and checked, one by one or whole columns, with reserved ranges."""

from . import kk, mrz, nik, passport
from .contact import PHONE_PREFIX, is_reserved_email, is_reserved_phone

__all__ = ["PHONE_PREFIX", "is_reserved_email", "is_reserved_phone", "kk", "mrz", "nik", "passport"]
