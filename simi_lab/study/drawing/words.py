"""Numbers of a scenario as the drawing writes them, for the ways of working that its period has."""

from __future__ import annotations

from simi_lab.i18n import number, percent, t
from simi_lab.scenario.model import Scenario
from simi_lab.scenario.number import Factors

ARROW = "\N{NO-BREAK SPACE}\N{RIGHTWARDS ARROW}\N{NO-BREAK SPACE}"  # a pair stays on one line


class Words:
    """Writes pairs of numbers: "10 → 5" where SIMI changes them, one number where it does not or never comes.

    Parameters
    ----------
    scenario : the resolved scenario; its period and SIMI's first day say which ways of working there are
    lang : "id" or "en"
    """

    def __init__(self, scenario: Scenario, lang: str) -> None:
        self.lang = lang
        live = scenario.simi.go_live
        self.has_simi = live is not None and live <= scenario.period.last
        self.has_manual = live is None or live > scenario.period.first

    def num(self, manual: float, simi: float | None = None) -> str:
        """Write a number, or both where the ways of working differ."""
        return ARROW.join(number(each, self.lang) for each in self._used(manual, simi))

    def share(self, manual: float, simi: float | None = None) -> str:
        """Write a share as a percentage, with a decimal where whole ones would hide it."""
        used = self._used(manual, simi)
        return ARROW.join(percent(each, self.lang, _digits(each)) for each in used)

    def pair(self, table: Factors) -> str:
        """Write a number per way of working."""
        return self.num(table.values["manual"], table.values["simi"])

    def officers(self, table: Factors) -> str:
        """How many are on duty: one count, or least to most where weekdays differ."""
        counts = sorted({int(value) for value in table.values.values()})
        if len(counts) == 1:
            return self.people(counts[0])
        return t("{least} to {most} officers", self.lang, least=counts[0], most=counts[-1])

    def people(self, count: float) -> str:
        """How many are on duty."""
        if count == 1:
            return t("1 officer", self.lang)
        return t("{n} officers", self.lang, n=number(count, self.lang))

    def _used(self, manual: float, simi: float | None) -> tuple[float, ...]:
        simi = manual if simi is None else simi
        if not self.has_simi:
            return (manual,)
        return (manual, simi) if self.has_manual and manual != simi else (simi,)


def _digits(share: float) -> int:
    """Decimals of a percentage: enough for two signs of a small share."""
    hundredths = share * 100
    whole = next((digits for digits in (0, 1) if abs(hundredths - round(hundredths, digits)) < 1e-9), None)
    return whole if whole is not None else 1 if hundredths >= 1 else 2
