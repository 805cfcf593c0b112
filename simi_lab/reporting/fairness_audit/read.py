"""What a fairness audit reads: the funnel of a picker by group, and the choices there are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from simi_lab.errors import SimiError
from simi_lab.i18n import t
from simi_lab.study import Run, open_run
from simi_lab.study.fairness import Audit, audit
from simi_lab.study.fairness.choices import Choices, choices
from simi_lab.study.fairness.rows import OFFICE, checked_group


@dataclass(frozen=True)
class AuditRead:
    """Everything the sections draw from: the audit at once, the price of equality when it is asked for."""

    run: Run
    audit: Audit
    group: str
    lang: str

    @cached_property
    def choices(self) -> Choices | None:
        """The choices; None for the office without a model, and where there is too little to compare."""
        return self._priced[0]

    @property
    def why_not(self) -> str:
        """Why there are no choices; "" where there are."""
        return self._priced[1]

    @cached_property
    def _priced(self) -> tuple[Choices | None, str]:
        if self.audit.picker == OFFICE:
            message = "The office has no score whose threshold could be moved. Choose a model to see it."
            return None, t(message, self.lang)
        try:
            return choices(self.run, self.audit.picker, self.group), ""
        except SimiError as fault:
            return None, t(fault.what, self.lang, **fault.values)


def read_audit(run: str, *, model: str = "glass_box", group: str = "sex", lang: str = "id") -> AuditRead:
    """Audit a model of a run, or the office as it was.

    Parameters
    ----------
    run : name or folder
    model : a model of the ladder, or "office"
    group : column by which people are compared
    lang : language of the reader

    Raises
    ------
    BadRequest
        No such run, model or group column.
    """
    checked_group(group)
    opened = open_run(run)
    return AuditRead(opened, audit(opened, model), group, lang)
