"""The lesson files: Markdown cut into sections at headings like `## Title {#key}`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from simi_lab.errors import Fault
from simi_lab.scenario.tree import shown

_HEADING = re.compile(r"^## +(?P<title>.+?) *\{#(?P<key>[a-z][a-z0-9_]*)\} *$")


@dataclass(frozen=True)
class Section:
    """One section of one language, and where it stands."""

    key: str
    title: str
    body: str
    place: str


def read_sections(path: Path) -> tuple[dict[str, Section], list[Fault]]:
    """Cut one lesson file into its sections.

    The file may open with one `# title` line for people who read it as it is; everything else belongs to a section.

    Returns
    -------
    (dict of Section by key, list of Fault)
        Faults: file missing or not UTF-8, heading without key, a key twice, an empty section, text before the first.
    """
    name = shown(path)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        return {}, [Fault(name, f"cannot be read ({error.strerror}).", "Every module has a lesson in each language.")]
    except UnicodeDecodeError:
        return {}, [Fault(name, "is not UTF-8 text.", "Save it as UTF-8.")]
    faults: list[Fault] = []
    starts = [n for n, line in enumerate(lines) if line.startswith("## ")]
    intro = [line for line in lines[: starts[0] if starts else None] if line.strip()]
    if not starts or len(intro) > 1 or (intro and not intro[0].startswith("# ")):
        faults.append(Fault(f"{name}:1", "text stands before the first section.", "Begin with `## Title {#key}`."))
    found: dict[str, Section] = {}
    for start, end in pairwise([*starts, len(lines)]):  # of a file without sections there is nothing to cut
        section, fault = _section(lines[start], lines[start + 1 : end], f"{name}:{start + 1}", found)
        if section:
            found[section.key] = section
        faults += fault
    return found, faults


def _section(
    heading: str, lines: Sequence[str], place: str, found: dict[str, Section]
) -> tuple[Section | None, list[Fault]]:
    match = _HEADING.match(heading)
    if match is None:
        return None, [Fault(place, "the heading has no key.", "Write it as `## Title {#key}`.")]
    key, body = match["key"], "\n".join(lines).strip()
    if key in found:
        return None, [Fault(place, f"the section {key!r} stands twice.", f"It is already at {found[key].place}.")]
    empty = [] if body else [Fault(place, f"the section {key!r} is empty.", "Write it, or take it out.")]
    return Section(key, match["title"], body, place), empty
