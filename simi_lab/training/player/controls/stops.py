"""What is said when a learner's program came to no answer: kindly, with the line, and with what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simi_lab.i18n import t

_STOPS = {
    "syntax": "Line {line} is not valid Python yet. Look there and just above for a bracket, quote or colon that is "
    "missing.",
    "name": "Line {line} uses the name {name}, which is not known here.",
    "column": "Line {line} asks for the column {name}, which this table does not have. "
    "The names are in table.collect_schema().names().",
    "time": "The program took too long and was stopped. Look for a loop that never ends, or for work on every row "
    "one by one.",
    "memory": "The program asked for too much memory and was stopped. Filter and group before you collect.",
    "printed": "The program prints more than anybody can read. Print a few rows, for instance with head(5).",
    "folder": "The program filled its folder and was stopped. The answer needs no file.",
    "left": "The program ended itself before it answered. Leave out exit() and let it run to its last line.",
    "died": "The program's process ended without an answer. Your text is still here; please run it once more.",
    "busy": "All workbenches are taken just now. Your text is still here; please try again in a moment.",
    "no_answer": "The program ran, but says no answer yet. Write answer = … with your result.",
    "no_table": "The answer should be a polars table; it is {found} now.",
    "no_number": "The answer should be a number; it is {found} now.",
    "no_numbers": "The answer should hold the numbers {wanted} by name, as a dict does; it is {found} now.",
    "columns": "The answer lacks {missing}. It has {there}.",
    "fence_network": "A program of an exercise does not reach the network. All you need is in the tables.",
    "fence_program": "A program of an exercise does not start other programs.",
    "fence_foreign": "A program of an exercise does not load foreign code.",
    "fence_file": "A program of an exercise reads and writes no files. All you need is in the tables.",
}
_RAISED = {
    "AttributeError": "Line {line} asks a thing for a method or field that it does not have.",
    "ColumnNotFoundError": "Line {line} asks for a column that this table does not have.",
    "DuplicateError": "Line {line} gives two columns the same name.",
    "ImportError": "Line {line} asks for a package that is not here.",
    "IndexError": "Line {line} asks for a place that the list does not have.",
    "InvalidOperationError": "Line {line} asks for something that columns of this type cannot do.",
    "KeyError": "Line {line} asks for a key that is not there.",
    "ModuleNotFoundError": "Line {line} asks for a package that is not here.",
    "RecursionError": "Line {line} belongs to a function that calls itself without end.",
    "SchemaError": "Line {line} mixes columns of types that do not fit together.",
    "TypeError": "Line {line} uses a value of a type that does not fit there.",
    "ValueError": "Line {line} uses a value that does not fit there.",
    "ZeroDivisionError": "Line {line} divides by zero.",
}
_ANY = "Line {line} could not be done; Python calls this {type}."
_NEAR = "Was it meant to be {near}?"
_OWN_WORDS = "Python's own words: {text}"
_NAMES = ("line", "name", "found", "wanted", "missing", "there", "type")
_FILES = ("fence_read", "fence_write", "fence_change")


def stop_words(extra: Mapping[str, Any], lang: str) -> tuple[str, list[str]]:
    """Say why a program came to no answer: one sentence, and what else helps.

    Parameters
    ----------
    extra : of the outcome; `error` and the names that it comes with
    """
    error = str(extra.get("error", "died"))
    error = "fence_file" if error in _FILES else error
    names = {name: str(extra.get(name) or "?") for name in _NAMES}
    message = _STOPS.get(error) or _RAISED.get(names["type"], _ANY)
    more = [t(_NEAR, lang, near=extra["near"])] if extra.get("near") else []
    if error in ("syntax", "raised") and extra.get("text"):
        more.append(t(_OWN_WORDS, lang, text=extra["text"]))
    return t(message, lang, **names), more
