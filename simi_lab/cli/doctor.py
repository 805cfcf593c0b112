"""`simi-lab doctor`: look at everything the lab needs on this computer; name each fault and its cure."""

from __future__ import annotations

from typing import Annotated

import typer

from simi_lab.cli.speech import emit, out, phrase, say

_WORDS = {"good": "good", "warning": "note", "broken": "broken"}


def command(json: Annotated[bool, typer.Option("--json", help="Answer as JSON, for a script.")] = False) -> int:
    """Name what is wrong with this installation, and the cure."""
    from simi_lab.cli.checkup import examine

    findings = list(examine())
    broken = [finding for finding in findings if finding.state == "broken"]
    if json:
        emit({"ok": not broken, "findings": [finding.spoken() for finding in findings]})
        return int(bool(broken))
    width = max(len(phrase(word)) for word in _WORDS.values())
    for finding in findings:
        spoken = finding.spoken()
        out(f"[{phrase(_WORDS[finding.state]).center(width)}] {spoken['name']}: {spoken['what']}")
        if finding.cure:
            out(f"{' ' * (width + 3)}{phrase('Cure')}: {spoken['cure']}")
    if broken:
        say("{n} broken: follow the cures above, then run this again.", n=len(broken))
    else:
        say("Nothing is broken.")
    return int(bool(broken))
