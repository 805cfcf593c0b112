"""`simi-lab report`: the reports that there are, their parameters, and building one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from simi_lab.cli.progress import Progress
from simi_lab.cli.speech import emit, lang, out, phrase, say

if TYPE_CHECKING:
    from pathlib import Path

    from simi_lab.reporting import Built

app = typer.Typer(no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]
ReportName = Annotated[str, typer.Argument(metavar="NAME", help="Name of a report; `simi-lab report list` tells them.")]

Given = Annotated[
    list[str] | None,
    typer.Option("-p", "--parameter", metavar="KEY=VALUE", help="A parameter of the report; repeatable."),
]
Language = Annotated[
    str | None, typer.Option("--lang", metavar="id|en", help="Language of the report; default the reader's.")
]
RunName = Annotated[str | None, typer.Option("--run", metavar="RUN", help="Name or folder of the run.")]


@app.command("list")
def list_reports(as_json: AsJson = False) -> None:
    """List the reports with what they tell, and for whom."""
    from simi_lab.reporting import templates

    found = templates()
    if as_json:
        return emit([_facts(template) for template in found])
    for template in found:
        out(f"{template.name}  {template.title.say(lang())} · {template.audience.say(lang())}")
        out(f"  {template.about.say(lang())}")


@app.command("show")
def show(name: ReportName, as_json: AsJson = False) -> None:
    """Show the parameters of a report."""
    from simi_lab.reporting import find_template

    template = find_template(name)
    if as_json:
        return emit(_facts(template))
    out(f"{template.name}  {template.title.say(lang())}\n  {template.about.say(lang())}\n")
    for key, parameter in template.parameters.items():
        stands = phrase("must be given") if parameter.required else f"{phrase('default')} {parameter.default or '-'}"
        out(f"  -p {key}=…  {parameter.title.say(lang())} ({stands}). {parameter.help.say(lang())}")
    example = " ".join(f"-p {key}={p.example}" for key, p in template.parameters.items() if p.example)
    out("")
    say("Example: {command}", command=f"simi-lab report build {name} {example}".strip())


@app.command("build")
def build(
    name: ReportName,
    parameter: Given = None,
    language: Language = None,
    run: RunName = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Build it even if nothing has changed.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Print it to a PDF file too, with Chromium or Chrome.")] = False,
    as_json: AsJson = False,
) -> None:
    """Build a report into one HTML file that opens without a network."""
    from simi_lab.reporting import build as build_report

    browser = _browser() if pdf else ""  # asked before any work
    given = _given(parameter or [], {"lang": language, "run": run})
    given.setdefault("lang", lang())
    with Progress() as progress:
        built = build_report(name, given, progress=progress, fresh=fresh)
    printed = _printed(built, browser) if pdf else None
    if as_json:
        return emit({"page": built.page, "pdf": printed, "is_cached": built.is_cached, **built.record})
    _tell(built)
    if printed is not None:
        say("On paper: {page}", page=printed)


def _browser() -> str:
    from simi_lab.cli.chromium import chromium, cure
    from simi_lab.errors import BadRequest

    found = chromium()
    if found is None:
        raise BadRequest("No browser that can print was found on this computer.", where="--pdf", cure=cure())
    return found


def _printed(built: Built, browser: str) -> Path:
    from simi_lab.reporting.pdf import write_pdf

    return write_pdf(built.page, browser)


def _tell(built: Built) -> None:
    from simi_lab.i18n import number

    size = round(built.page.stat().st_size / 1024)
    if built.is_cached:
        say("Nothing has changed; the report is there: {page}", page=built.page)
        return say("{size} KiB. Open it in a browser; it needs no network.", size=size)
    say("Written: {page}", page=built.page)
    seconds = number(built.record["seconds"], lang(), 1)
    say("{size} KiB, {seconds} s to build. Open it in a browser; it needs no network.", size=size, seconds=seconds)


def _given(words: list[str], options: dict[str, str | None]) -> dict[str, str]:
    """Parameters from `KEY=VALUE` words and options; one given twice is refused rather than guessed."""
    from simi_lab.errors import BadRequest

    found: dict[str, str] = {}
    pairs = [word.partition("=") for word in words]
    pairs += [(key, "=", value) for key, value in options.items() if value is not None]
    for key, sign, value in pairs:
        if not sign or not key:
            raise BadRequest("A parameter is written KEY=VALUE.", where=f"-p {key}{sign}{value}",
                             cure="For example -p bulan=2025-03.")  # fmt: skip
        if key in found:
            raise BadRequest("The parameter {key} is given twice.", key=key, cure="Give it once.")
        found[key.strip()] = value.strip()
    return found


def _facts(template: Any) -> dict[str, Any]:
    return template.model_dump(mode="json", exclude={"notebook", "sheet"})
