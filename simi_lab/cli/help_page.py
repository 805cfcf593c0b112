"""Help pages: one for the whole command, one for each verb, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simi_lab.cli.commands import entries
from simi_lab.cli.speech import phrase

if TYPE_CHECKING:
    import typer

_OPTIONS = (
    ("--lang id|en", "Language of what is said (or SIMI_LAB_LANG)."),
    ("--debug", "Show the traceback of a failure."),
    ("--version", "Show the version."),
    ("--help", "Show this page."),
)


def whole_page() -> str:
    """Page of `simi-lab --help`; written without loading any command, so that it opens at once."""
    rows = [(entry.name, phrase(entry.about)) for entry in entries()]
    options = [(name, phrase(about)) for name, about in _OPTIONS]
    width = max(len(name) for name, _ in rows + options)
    lines = [
        f"{phrase('Usage')}: simi-lab {phrase('COMMAND')} ...",
        "",
        phrase("SIMI Lab: rehearse an immigration office with invented people. SYNTHETIC DATA."),
        "",
        f"{phrase('Commands')}:",
        *(f"  {name.ljust(width)}  {about}" for name, about in rows),
        "",
        f"{phrase('Options')}:",
        *(f"  {name.ljust(width)}  {about}" for name, about in options),
        "",
        phrase("More: simi-lab COMMAND --help"),
    ]
    return "\n".join(lines)


def dress(command: Any) -> Any:
    """Give a command and all below it help pages in the reader's language."""
    command.format_help = lambda context, formatter: _write(command, context, formatter)
    for verb in getattr(command, "commands", {}).values():
        dress(verb)
    return command


def _write(command: Any, context: typer.Context, formatter: Any) -> None:
    usage = " ".join(command.collect_usage_pieces(context))
    usage = usage.replace("[OPTIONS]", f"[{phrase('OPTIONS')}]").replace(
        "COMMAND [ARGS]...", f"{phrase('COMMAND')} ..."
    )
    formatter.write_usage(context.command_path, usage, prefix=f"{phrase('Usage')}: ")
    if command.help:
        formatter.write_paragraph()
        formatter.write_text(phrase(command.help))
    parameters = command.get_params(context)
    for kind, title in (("argument", phrase("Arguments")), ("option", phrase("Options"))):
        rows = [_row(parameter, context) for parameter in parameters if parameter.param_type_name == kind]
        _section(formatter, title, [row for row in rows if row])
    verbs = getattr(command, "commands", {})
    _section(formatter, phrase("Commands"), [(name, phrase(first_line(verb))) for name, verb in verbs.items()])


def first_line(command: Any) -> str:
    """One sentence on a command: its short help, else the first paragraph of its help."""
    return command.short_help or (command.help or "").partition("\n\n")[0].replace("\n", " ")


def _section(formatter: Any, title: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(title):
            formatter.write_dl(rows)


def _row(parameter: Any, context: typer.Context) -> tuple[str, str] | None:
    record = parameter.get_help_record(context)
    if record is None:
        return None
    name, text = record
    about = parameter.help or ""
    extra = text[len(about) :] if text.startswith(about) else ""
    for word in ("default: ", "required"):
        extra = extra.replace(word, phrase(word.rstrip(": ")) + word[len(word.rstrip(": ")) :])
    return name, phrase(about) + extra
