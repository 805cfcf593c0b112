"""The root of `simi-lab`: finds the command asked for, runs it, and turns every failure into words and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

from simi_lab.cli.commands import Entry, entries, find
from simi_lab.cli.help_page import dress, whole_page
from simi_lab.cli.speech import LANGS, note, out, tell

STOPPED = 130  # the shell's code for "ended by Ctrl-C"
_NO_SPACE = 28  # errno.ENOSPC


def main(args: Sequence[str] | None = None) -> int:
    """Run `simi-lab` with these words; the exit code is 0 ok, 1 failed, 2 bad request, 130 stopped by Ctrl-C."""
    words = list(sys.argv[1:] if args is None else args)
    debug = "--debug" in words[: _first_word(words)]
    try:
        code = _run(_open(words))
    except KeyboardInterrupt:
        code = STOPPED
    except Exception as error:
        if debug:
            import traceback

            traceback.print_exc()
        code = _explain(error)
    if code == STOPPED:
        note("Stopped.")
    return code


def command(entry: Entry) -> Any:
    """Load the command behind an entry; nothing is imported for the others."""
    import importlib

    import typer

    module = importlib.import_module(f"simi_lab.cli.{entry.module}")
    app = getattr(module, "app", None)
    if app is None:
        app = typer.Typer()
        app.command(entry.name, help=module.command.__doc__)(module.command)
    app._add_completion = False  # only the root offers it
    app.rich_markup_mode = None  # rich takes longer to load than most commands to run
    built = typer.main.get_group(app) if entry.is_group else typer.main.get_command(app)
    built.name = entry.name
    return dress(built)


def _run(words: list[str]) -> int:
    if not words or words[0] in ("--help", "-h"):
        out(whole_page())
        return 0
    if words[0] == "--version":
        from simi_lab import __version__

        out(f"simi-lab {__version__}")
        return 0
    entry = find(words[0])
    if entry is None:
        from simi_lab.cli.usage import unknown_command, unknown_option

        refuse = unknown_option if words[0].startswith("-") else unknown_command
        raise refuse(words[0], "simi-lab", [known.name for known in entries()])
    _quiet_logs()
    answer = command(entry).main(args=words[1:], prog_name=f"simi-lab {entry.name}", standalone_mode=False)
    return answer if isinstance(answer, int) else 0


def _quiet_logs() -> None:
    """Keep what the lab notes for programmers off the screen: the command says it in its own words."""
    import logging

    logging.getLogger("simi_lab").addHandler(logging.NullHandler())


def _first_word(words: list[str]) -> int:
    """Index of the command: what comes before it are options of the root."""
    index = 0
    while index < len(words) and words[index].startswith("-"):
        index += 2 if words[index] == "--lang" else 1
    return min(index, len(words))


def _open(words: list[str]) -> list[str]:
    """Take `--lang` and `--debug` from before the command; the rest is left."""
    end = _first_word(words)
    left, opening = [], iter(words[:end])
    for word in opening:
        if word.startswith("--lang"):
            asked = word.partition("=")[2] or next(opening, "")
            _set_lang(asked)
        elif word != "--debug":
            left.append(word)
    return left + words[end:]


def _set_lang(asked: str) -> None:
    if asked not in LANGS:
        from simi_lab.errors import BadRequest

        raise BadRequest("There is no language {asked}.", where="--lang", cure="Choose id or en.", asked=asked or "?")
    os.environ["SIMI_LAB_LANG"] = asked  # so that everything started from here speaks it too


def _explain(error: Exception) -> int:
    """Say a failure in words; the exit code it stands for."""
    from simi_lab.errors import SimiError

    if isinstance(error, SimiError):
        tell(error)
        return error.exit_code
    import typer

    if isinstance(error, typer.TyperException):
        from simi_lab.cli.usage import in_words

        return _explain(in_words(error))
    if isinstance(error, typer.Abort):
        return STOPPED
    if isinstance(error, OSError) and error.filename:
        what = "The disk is full." if error.errno == _NO_SPACE else "Cannot read or write: {reason}."
        cure = "Make room or choose a folder that you may write; what was there before is unchanged."
        return _explain(SimiError(what, where=str(error.filename), cure=cure, reason=error.strerror))
    kind = f"{type(error).__name__}: {error}"
    return _explain(SimiError("Unexpected failure: {kind}", cure="Run again with --debug for the details.", kind=kind))
