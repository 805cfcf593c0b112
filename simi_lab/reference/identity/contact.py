"""Phone numbers and e-mail addresses that can reach nobody, and how to tell them."""

from __future__ import annotations

import re

import polars as pl

PHONE_PREFIX = "08000"
"""Start of every phone number of the lab. Assumed: mobile numbers begin 081 to 089 and free-phone numbers 0800 1, so
no subscriber has 0800 0; no register of numbers was opened."""

EMAIL_SUFFIX = ".example"
"""Top-level domain that RFC 2606 keeps out of use."""

_SIGNS = r"[\s().-]"
_COUNTRY = r"^\+?62"
_PHONE = rf"^{PHONE_PREFIX}[0-9]{{5,8}}$"
_EMAIL = r"^[^@\s]+@([a-z0-9-]+\.)+example$"


def is_reserved_phone(phone: str) -> bool:
    """Whether a phone number begins with the unused prefix; blanks, signs and a country code 62 do not matter."""
    bare = re.sub(_COUNTRY, "0", re.sub(_SIGNS, "", phone))
    return re.fullmatch(_PHONE, bare, re.ASCII) is not None


def is_reserved_phone_expr(phone: pl.Expr) -> pl.Expr:
    """`is_reserved_phone` for a column; null stays null."""
    bare = phone.str.replace_all(_SIGNS, "").str.replace(_COUNTRY, "0")
    return bare.str.contains(_PHONE)


def is_reserved_email(email: str) -> bool:
    """Whether an e-mail address lies in the domain `.example`."""
    return re.fullmatch(_EMAIL, email.lower(), re.ASCII) is not None


def is_reserved_email_expr(email: pl.Expr) -> pl.Expr:
    """`is_reserved_email` for a column; null stays null."""
    return email.str.to_lowercase().str.contains(_EMAIL)
