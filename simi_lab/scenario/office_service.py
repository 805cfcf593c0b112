"""Section of the office plan: what its claims are measured by, and the help that a change can switch on."""

from __future__ import annotations

from pydantic import model_validator

from simi_lab.scenario.number import Factors, Number, number
from simi_lab.scenario.office_work import NONE, Part, by_regime, need_regimes

_OFF = "off: a change of its own switches it on"


PROMISED_WAIT_MIN, PROMISED_SHARE = 30, 0.9
"""What the lab calls a kept promise: nine of ten wait at most so long. Assumed: no rule names a longest wait."""


class Status(Part):
    """When what happened in the back office can be seen by the applicant.

    Without SIMI the register is written up at the end of the working day; with SIMI a message goes out at once, and is
    read when the telephone has a signal. What SIMI applications are still done the manual way waits for the register.
    """

    register_hours: Number = number(
        0, "hour after closing", NONE, "assumed", "the day's work is entered before going home; range 0-24"
    )
    message_hours: Factors = Factors(
        values={"good": 0.1, "weak": 2, "none": 12},
        unit="hour",
        source=NONE,
        mark="assumed",
        reason="read within minutes; later where the line is weak; without a signal on the next way to town",
    )

    @model_validator(mode="after")
    def _every_signal(self) -> Status:
        if set(self.message_hours.values) != {"good", "weak", "none"}:
            raise ValueError("message_hours needs none, weak and good")
        return self


class Advice(Part):
    """Advice to the interviewer: an ordinary case is quicker, one with the word "look" takes longer.

    Which case gets which word is drawn evenly: this section is about minutes, not about how good the advice is.
    Only cases that are worked the SIMI way have advice.
    """

    quick_share: Number = number(0, "share of interviews", NONE, "assumed", _OFF)
    look_share: Number = number(0, "share of interviews", NONE, "assumed", _OFF)
    minutes_saved: Number = number(2, "min", NONE, "assumed", "questions that need not be asked twice; range 0-4")
    minutes_added: Number = number(6, "min", NONE, "assumed", "reading why, and one more paper; range 3-15")

    @model_validator(mode="after")
    def _one_word_each(self) -> Advice:
        if self.quick_share.value + self.look_share.value > 1:
            raise ValueError("quick_share and look_share are more than all interviews")
        return self


class LaneMinutes(Part):
    """Minutes of the interview by lane of triage, beside those of an ordinary one; cases without a lane take no notice.

    Parameters
    ----------
    direct_saved : never shorter than the shortest interview, unless it was so before
    look_added, clarify_added, protect_added : on top
    """

    direct_saved: Number = number(2, "min", NONE, "assumed", "questions that need not be asked twice; range 0-4")
    look_added: Number = number(6, "min", NONE, "assumed", "reading why, and one more paper; range 3-15")
    clarify_added: Number = number(
        4, "min", NONE, "assumed", "saying why, and handing over to those who write the record; range 2-10"
    )
    protect_added: Number = number(
        15, "min", NONE, "assumed", "a conversation alone, and whom to call; half of the record of a lost book"
    )


class Least(Part):
    """Smallest differences worth speaking of: a sure difference may still be too small to matter to anyone."""

    values_right: Number = number(0.001, "share", NONE, "assumed", "one value in a thousand; range 0.0005-0.01")
    dossiers_astray: Number = number(0.001, "share", NONE, "assumed", "one dossier in a thousand; range 0.0005-0.01")
    status_hours: Number = number(0.25, "hour", NONE, "assumed", "a quarter of an hour; range 0.1-1")
    decision_minutes: Number = number(0.25, "min", NONE, "assumed", "some 70 hours a year at 16,000 cases; range 0.1-1")
    ikm: Number = number(
        0.3, "score", NONE, "assumed", "a yearly survey of 330 people is sure to about 0.9; range 0.1-1"
    )


class Service(Part):
    """Yardsticks of what applicants and officers get from the office.

    `corrected` is the share of wrong values noticed by the checks of an online form that are put right at once.
    """

    stuck_days: Number = number(
        5, "working day", NONE, "assumed", "the standard of 4 working days and one more; range 3-10"
    )
    least: Least = Least()
    status: Status = Status()
    advice: Advice = Advice()
    lanes: LaneMinutes = LaneMinutes()
    corrected: Factors = by_regime(
        0,
        0,
        "share of values noticed",
        NONE,
        "assumed",
        f"errors of papers do not depend on the way of working; {_OFF}",
    )

    @model_validator(mode="after")
    def _both_ways(self) -> Service:
        need_regimes(corrected=self.corrected)
        if max(self.corrected.values.values()) > 1:
            raise ValueError("corrected is a share, from 0 to 1")
        if self.stuck_days.value != int(self.stuck_days.value) or self.stuck_days.value < 1:
            raise ValueError("stuck_days is a whole number of working days, at least 1")
        return self
