"""Numbers of applications as people read them: SIM, the year of filing, the application's key in six digits."""

from __future__ import annotations

import re

_SHAPE = re.compile(r"SIM-(\d{4})-(\d{6,12})", re.ASCII)


def case_number(application_id: int, year: int) -> str:
    """Number of an application, filed in an office-local year.

    Examples
    --------
    >>> case_number(123, 2025)
    'SIM-2025-000123'
    """
    return f"SIM-{year:04}-{application_id:06}"


def read_case_number(text: str) -> tuple[int, int] | None:
    """Key and year of a number, None when the text is not one; case and spaces around do not matter.

    Examples
    --------
    >>> read_case_number(" sim-2025-000123 "), read_case_number("123")
    ((123, 2025), None)
    """
    found = _SHAPE.fullmatch(text.strip().upper())
    return (int(found[2]), int(found[1])) if found else None
