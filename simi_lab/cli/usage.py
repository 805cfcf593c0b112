"""What the parser of the command line did not understand, as a `BadRequest` with a cure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Any

from simi_lab.cli.speech import phrase
from simi_lab.errors import BadRequest

_UNKNOWN_COMMAND = re.compile(r"No such command '(.+?)'")


def unknown_command(word: str, path: str, known: Sequence[str]) -> BadRequest:
    """Refuse a word that is no command; name the likely ones, or the page that lists them all."""
    close = difflib.get_close_matches(word, known)
    cure = "Did you mean {close}?" if close else "The list: {path} --help"
    return BadRequest("There is no command {word}.", cure=cure, word=word, path=path, close=" / ".join(close))


def unknown_option(word: str, path: str, known: Sequence[str]) -> BadRequest:
    """Refuse an option that is none; name the likely ones, or the page that lists them all."""
    close = sorted(word for word in known if word.startswith("-"))
    cure = "Did you mean {close}?" if close else "The options: {path} --help"
    return BadRequest("There is no option {word}.", cure=cure, word=word, path=path, close=" / ".join(close))


def in_words(error: Any) -> BadRequest:
    """Say a usage error of typer: what was not understood, and what would be right.

    Typer does not export its error classes; they are told apart by what they carry.
    """
    path = error.ctx.command_path if getattr(error, "ctx", None) else "simi-lab"
    unknown = _UNKNOWN_COMMAND.match(error.message or "")
    if unknown:
        return unknown_command(unknown[1], path, list(getattr(error.cmd, "commands", {})))
    if getattr(error, "param", None) is not None:
        return _parameter(error, path)
    if hasattr(error, "possibilities"):
        return unknown_option(error.option_name, path, error.possibilities or ())
    what = "A command is missing." if error.message == "Missing command." else error.format_message()
    return BadRequest(_literal(what), cure="The right form: {path} --help", path=path)


def _parameter(error: Any, path: str) -> BadRequest:
    name = _name(error.param)
    if not error.message:
        return BadRequest("{name} is missing.", cure="The right form: {path} --help", name=name, path=path)
    return BadRequest(
        "The value of {name} does not fit.",
        cure="It must be {kind}. The right form: {path} --help",
        name=name,
        kind=_kind(error),
        path=path,
    )


def _kind(error: Any) -> str:
    """What the value must be, in the reader's language: a whole number with its bounds, or the parser's own word."""
    low, high = getattr(error.param, "min", None), getattr(error.param, "max", None)
    display = error.param.display_type(error.ctx).strip("<>")
    if not display.startswith("int"):
        return phrase("a value of the kind {display}", display=display)
    if low is not None and high is not None:
        return phrase("a whole number from {low} to {high}", low=low, high=high)
    return phrase("a whole number from {low}", low=low) if low is not None else phrase("a whole number")


def _name(parameter: Any) -> str:
    return parameter.opts[0] if parameter.param_type_name == "option" else parameter.display_name_raw.upper()


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
