"""A tiny story for tests: a start with a good, a poor and a criminal choice, a second scene, two endings."""

from __future__ import annotations

from typing import Any

from .conftest import words


def choice(key: str, severity: str, goto: str, **rest: Any) -> dict[str, Any]:
    return {
        "key": key,
        "text": words(key),
        "severity": severity,
        "because": words(f"{key} follows"),
        "goto": goto,
        **rest,
    }


def tiny_story(**changes: Any) -> dict[str, Any]:
    """Return a whole story as plain data; every call makes a new one."""
    take = choice(
        "take", "crime", "second", articles=["law"], effects={"trust": -30},
        later=[{"at": ["good", "bad"], "text": words("found out"), "effects": {"trust": -20}}],
    )  # fmt: skip
    story: dict[str, Any] = {
        "key": "tale",
        "outcome": "goal",
        "title": words("tale"),
        "intro": words("intro"),
        "trust": 60,
        "start": "first",
        "clock": {"starts": "second", "hours": 72, "why": words("it runs")},
        "articles": [{"key": "law", "law": words("article"), "says": words("says")}],
        "scenes": [
            {
                "key": "first",
                "title": words("one"),
                "text": words("at first"),
                "facts": [{"key": "who", "ask": words("who"), "answer": words("nobody"), "minutes": 3}],
                "choices": [
                    choice("wait", "poor", "second", effects={"delay": 60, "hours": 9}),
                    take,
                    choice("call", "harmless", "second", effects={"trust": 50, "delay": 5}),
                ],
            },
            {
                "key": "second",
                "title": words("two"),
                "text": words("then"),
                "choices": [
                    choice("hide", "violation", "bad", articles=["law"], effects={"hours": 80}),
                    choice("tell", "harmless", "good", effects={"hours": 2}),
                ],
            },
        ],
        "endings": [
            {"key": "good", "title": words("well"), "text": words("ended well")},
            {"key": "bad", "title": words("badly"), "text": words("ended badly")},
        ],
    }
    return {**story, **changes}
