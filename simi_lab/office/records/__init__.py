"""The records that an office leaves: events, decisions, appointments."""

from simi_lab.office.records.casebook import Casebook, Walked
from simi_lab.office.records.decided import decisions_table
from simi_lab.office.records.rows import appointments_table, events_table

__all__ = ["Casebook", "Walked", "appointments_table", "decisions_table", "events_table"]
