"""Section of the office plan: what a day of work, a team on the road and its training cost."""

from __future__ import annotations

from simi_lab.scenario.number import Number, number
from simi_lab.scenario.office_work import NONE, Part

_OWN = "a round figure to compare plans by; replace it by the office's own"


class Costs(Part):
    """Rupiah per unit of what a plan uses. All are assumptions: they rank plans, they are no budget."""

    staff_day: Number = number(350_000, "IDR/person/day", NONE, "assumed", f"pay and allowances; {_OWN}")
    overtime_hour: Number = number(30_000, "IDR/person/hour", NONE, "assumed", f"overtime and meal; {_OWN}")
    opening_hour: Number = number(150_000, "IDR/hour", NONE, "assumed", f"building, power, guard; {_OWN}")
    outreach_day: Number = number(2_500_000, "IDR/day", NONE, "assumed", f"vehicle, fuel, per diem; {_OWN}")
    campaign_person: Number = number(20_000, "IDR/person", NONE, "assumed", f"meetings and radio per head; {_OWN}")
    training_week: Number = number(3_000_000, "IDR/week", NONE, "assumed", f"trainer and hours off the desk; {_OWN}")
    check_application: Number = number(
        2_000, "IDR/application", NONE, "assumed", f"minutes in which someone reads what was uploaded; {_OWN}"
    )
