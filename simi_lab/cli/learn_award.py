"""`simi-lab learn certificate | verify | key`: a mastered module on paper, and whether such a paper is genuine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simi_lab.cli.speech import emit, lang, note, out, say

if TYPE_CHECKING:
    from simi_lab.training import Module
    from simi_lab.training.award import Award

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]
KeyFile = Annotated[
    Path | None, typer.Option("--key", metavar="FILE", help="Public key of the office that gave it; default our own.")
]


def certificate(
    module: Annotated[str, typer.Argument(metavar="MODULE", help="The module that was mastered.")],
    alias: Annotated[
        str, typer.Option(metavar="NAME", help="Alias of the learner; default SIMI_LAB_ALIAS or the guest.")
    ] = "",
    to: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A .pdf, .html or .json file; default a PDF here.")
    ] = None,
    language: Annotated[
        str | None, typer.Option("--lang", metavar="id|en", help="The language that stands first.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Give the certificate of a mastered module: one page in both languages, signed."""
    from simi_lab.training import load_module
    from simi_lab.training.award import earn

    first, ending = _language(language), _ending(to)
    learned = load_module(module)
    award = earn(learned, _record(alias))
    if as_json and to is None:
        return emit(_document(award, learned))
    file, content = _made(award, learned, to, ending, first)
    _write(file, content)
    if as_json:
        return emit({"file": str(file), **_facts(award)})
    say("Written: {path}", path=file)
    say("To verify it: simi-lab learn verify {path}", path=file)


def verify(
    what: Annotated[str, typer.Argument(metavar="FILE|TEXT", help="PDF, page, JSON, or the text of the QR code.")],
    key: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Verify a certificate without a network; 0 genuine, 1 altered, other key or out of date, 2 no certificate."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from simi_lab.clock import OFFICE_ZONE
    from simi_lab.training.award import read_public
    from simi_lab.training.award import verify as look_at
    from simi_lab.training.award.keys import known_public

    public = read_public(key) if key is not None else known_public()
    verdict = look_at(what, public, today=datetime.now(ZoneInfo(OFFICE_ZONE)).date(), find=_module)
    if as_json:
        return emit({"genuine": True, "form": verdict.form, "key": verdict.key, **_facts(verdict.award)})
    _tell(verdict.award, verdict.key)


def key(
    to: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="File to write; default the screen.")] = None,
) -> None:
    """Give the public key with which others verify the certificates of this computer."""
    from simi_lab.training.award import signing_key
    from simi_lab.training.award.keys import public_pem, short_name

    public = signing_key().public_key()
    if to is None:
        return out(public_pem(public).rstrip())
    _write(to, public_pem(public).encode())
    say("Written: {path}, key {name}.", path=to, name=short_name(public))


def _made(award: Award, module: Module, to: Path | None, ending: str, first: str) -> tuple[Path, bytes]:
    """The file and what it holds; without a browser that can print, the page instead of a PDF."""
    import json

    from simi_lab.cli.chromium import chromium, cure
    from simi_lab.printing import printed
    from simi_lab.training.award.paper import certificate_page, certificate_pdf, file_name

    file = to or Path(file_name(award, ending))
    if ending == "json":
        return file, (json.dumps(_document(award, module), ensure_ascii=False, indent=2) + "\n").encode()
    browser = chromium() if ending == "pdf" else None
    if browser is not None:
        return file, certificate_pdf(award, module, lambda page: printed(page, browser), first)
    if ending == "pdf":
        file = file.with_suffix(".html")
        note("No browser that can print was found on this computer, so the page is written instead of a PDF.")
        note(cure())
    return file, certificate_page(award, module, first)


def _document(award: Award, module: Module) -> dict[str, Any]:
    from simi_lab.training.award import signing_key
    from simi_lab.training.award.credential import credential

    return credential(award, module, signing_key())


def _facts(award: Award) -> dict[str, Any]:
    days = {name: getattr(award, name).isoformat() for name in ("passed_on", "valid_until")}
    return {"alias": award.alias, "module": award.module, "version": award.version, **days, "marks": dict(award.marks)}


def _tell(award: Award, key: str) -> None:
    from simi_lab.i18n import day

    known = _module(award.module)
    title = known.head.title.say(lang()) if known else award.module
    say("Genuine: {alias} has mastered {title}.", alias=award.alias, title=title)
    days = {"passed": day(award.passed_on, lang()), "until": day(award.valid_until, lang())}
    say(
        "Passed on {passed}, valid until {until}; edition {version}, key {key}.", version=award.version, key=key, **days
    )
    outcomes = known.head.outcomes if known and known.head.version == award.version else {}
    for name, mark in award.marks.items():
        out(f"  {mark:3d}%  {outcomes[name].say(lang()) if name in outcomes else name}")


def _module(name: str) -> Module | None:
    """The module, if this computer has it whole; verifying works without."""
    from simi_lab.errors import FaultsError
    from simi_lab.training import load_module
    from simi_lab.training.content import module_names

    try:
        return load_module(name) if name in module_names() else None
    except FaultsError:
        return None


def _language(asked: str | None) -> str:
    from simi_lab.cli.speech import LANGS
    from simi_lab.errors import BadRequest

    if asked is not None and asked not in LANGS:
        raise BadRequest("There is no language {asked}.", where="--lang", cure="Choose id or en.", asked=asked or "?")
    return asked or lang()


def _ending(to: Path | None) -> str:
    from simi_lab.errors import BadRequest

    ending = to.suffix.lower().lstrip(".") if to is not None else "pdf"
    if ending not in ("pdf", "html", "json"):
        raise BadRequest(
            "A certificate is a .pdf, .html or .json file.", where=f"--out {to}", cure="Change its ending."
        )
    return ending


def _write(file: Path, content: bytes) -> None:
    """Write under another name first: what was there stays whole if the disk is full."""
    part = file.with_name(f"{file.name}.partial")
    part.write_bytes(content)
    part.replace(file)


def _record(alias: str) -> Any:
    from simi_lab.store.workspace import open_workspace
    from simi_lab.training import Record
    from simi_lab.training.engine import default_alias

    return Record(open_workspace(), alias or default_alias())
