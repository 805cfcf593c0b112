"""Numbers of the world inside a lesson: asked for by name, written in the reader's language."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from simi_lab.i18n import number, percent
from simi_lab.training.content.kinds.numeric import Numeric
from simi_lab.training.content.marks import DRAW, FACT
from simi_lab.training.content.model import Fact, Module

FactSource = Callable[[str], float | None]
_LIST = re.compile(r"( *[-*] +)?")


def no_facts(_name: str) -> float | None:
    """Stand for a computer on which no world has been made: nothing is known."""
    return None


def facts_from(tree: Mapping[str, Any]) -> FactSource:
    """Make a source from nested mappings, so that `promise.wait_ratio` is `tree["promise"]["wait_ratio"]`.

    Examples
    --------
    >>> facts_from({"promise": {"wait_ratio": 0.61}})("promise.wait_ratio")
    0.61
    """

    def find(name: str) -> float | None:
        here: Any = tree
        for part in name.split("."):
            here = here.get(part) if isinstance(here, Mapping) else getattr(here, part, None)
        usable = isinstance(here, int | float) and not isinstance(here, bool) and math.isfinite(here)
        return float(here) if usable else None

    return find


def say_fact(fact: Fact, source: FactSource, lang: str) -> str:
    """Write one fact in words, or say that it is not known on this computer."""
    value = source(fact.fact)
    if value is None:
        return fact.missing.say(lang)
    if fact.show == "percent":
        return percent(value, lang, 1)
    unit = {"minutes": ("menit", "minutes"), "days": ("hari", "days"), "hours": ("jam", "hours")}.get(fact.show)
    return number(value, lang) + (f" {unit[lang == 'en']}" if unit else "")


def fill(text: str, module: Module, source: FactSource, lang: str) -> str:
    """Put the world's numbers where a text names them.

    A line with a number that is not known here is not shown; in place of neighbouring such lines stands, once, what
    the first of those numbers says about being missing. A number that is drawn for each learner is written as
    dots where no learner is meant, as on a trainer's page.
    """
    text = DRAW.sub("…", text)
    lines: list[str] = []
    was_missing = False
    for line in text.splitlines():
        facts = [module.head.facts[name] for name in FACT.findall(line)]
        missing = next((fact for fact in facts if source(fact.fact) is None), None)
        if missing is None:
            lines.append(FACT.sub(lambda match: say_fact(module.head.facts[match[1]], source, lang), line))
        elif not was_missing:
            lines.append(_LIST.match(line)[0] + missing.missing.say(lang))  # type: ignore[index]  # always matches
        was_missing = missing is not None
    return "\n".join(lines)


def with_answers(module: Module, source: FactSource) -> Module:
    """Give every numeric question that asks for a fact its number; leave out those whose number is not known.

    A learner is never asked for a number that nobody can check.
    """
    steps = []
    for step in module.steps:
        if isinstance(step, Numeric) and isinstance(step.answer, str) and not step.draw:
            value = source(module.head.facts[step.answer].fact)
            if value is None:
                continue
            tolerance = float(step.tolerance)
            wrong = [one for one in step.mistakes if abs(float(one.value) - value) > tolerance]
            step = step.model_copy(update={"answer": value, "mistakes": wrong})
        steps.append(step)
    return module.model_copy(update={"steps": tuple(steps)})
