"""How the figures of an impact evaluation were made, and what they cannot say; each note only where it applies."""

from __future__ import annotations

from simi_lab.i18n import number, t
from simi_lab.measures.series_months import SEASON_MONTHS
from simi_lab.privacy import SMALLEST_GROUP
from simi_lab.reporting.impact.read import Evaluation


def method_notes(evaluation: Evaluation) -> list[str]:
    """Sentences on method and limits, most important first."""
    lang = evaluation.lang
    notes = [
        t("Everybody here is invented and the office is a simulation: the truth is that of this world and its "
          "assumptions, not of any real office.", lang),
        t("Series: segmented regression of monthly means with a change of level and of slope, the wave of the year, "
          "Ramadan, and events as terms of their own. Months are those of filing and weigh equally; in the effect "
          "over the months after, each weighs by its applicants.", lang),
        t("Interval: errors may hang together from month to month. The correlation is not fixed; all values from "
          "−0.5 to 0.95 are weighed by how well they explain the months. In trials with known truth and errors of "
          "this kind about 95 of 100 intervals hold it; they allow for no season beyond their terms.", lang),
        t("Twin: the applicants of the months after, worked again without SIMI with the same random words. The way by "
          "which each application was filed stays as it is, so what SIMI changes in that is not in the truth.", lang),
        t("Always against never leaves the weeks of learning out and looks at all months: it may differ from the "
          "truth of the months after.", lang),
    ]  # fmt: skip
    return [*notes, *_of_this_run(evaluation)]


def _of_this_run(evaluation: Evaluation) -> list[str]:
    lang, found, notes = evaluation.lang, evaluation.main, []
    if not evaluation.outages:
        notes.append(t("This run holds no outage, so no month had to be left out for one.", lang))
    elif evaluation.without_outages:
        notes.append(t("Months that hold an outage are left out.", lang))
    if found is not None and found.months.height < SEASON_MONTHS:
        few = "{n} months are too few to tell season from trend: no season terms were used."
        notes.append(t(few, lang, n=number(found.months.height, lang)))
    notes.append(t("Months with fewer than {k} applicants are left out.", lang, k=SMALLEST_GROUP))
    return notes
