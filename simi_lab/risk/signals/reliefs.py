"""What would lower a score: one sentence for all that is looked at in one check: a paper, an answer, a word of others.

Features of one bundle change together: a call back to the owner of a phone settles all that its number said.
"""

from __future__ import annotations

from collections.abc import Mapping

RELIEFS: Mapping[str, str] = {
    "phone": "A phone of the applicant's own, or a call back to the relative or village officer whose number it is.",
    "email": "An e-mail address of the applicant's own, or the word of whoever filled in the form for others.",
    "address": "The family card, which shows who lives at the address.",
    "channel": "No paper changes this and none is owed: the way of filing is a circumstance.",
    "haste": "The reason for the haste: a ticket, a hospital's letter, a death in the family.",
    "group": "No paper changes this and none is owed: filing alone or together is a circumstance.",
    "loss": "The police report of the loss and the record of its examination.",
    "agency": "The agency's licence, checked in the public register, or a licensed agency in its place.",
    "journey": "A ticket, a booking, an invitation or the address of the relative.",
    "departure": "A ticket or a letter with the day of departure.",
    "nik": "The registry's confirmation of the identity number.",
    "name": "The registry's correction of the paper, or the court's ruling on the name.",
    "mrz": "The old passport read once more, by hand; slips of the reader are common.",
    "scan": "A new scan of the paper.",
    "work": "The letter of recommendation for work abroad; the office helps to get it.",
    "hold": "The paper that was missing then, or how the earlier case ended.",
    "identity": "The registry's word on who is who; twins, namesakes and corrected dates are common.",
}

CIRCUMSTANCES = ("channel", "group")  # what no one has to mend: told without a score that would follow
