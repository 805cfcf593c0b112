"""Who comes when: applications read, appointments booked, arrivals drawn."""

from simi_lab.office.arrivals.appointments import Coming, TimesOfDay, coming, paper_days
from simi_lab.office.arrivals.intake import FINAL, Intake, Regime, read_intake

__all__ = ["FINAL", "Coming", "Intake", "Regime", "TimesOfDay", "coming", "paper_days", "read_intake"]
