"""`simi-lab dictionary`: the tables and their columns, on the screen or into the committed pages."""

from __future__ import annotations

from typing import Annotated

import typer

from simi_lab.cli.speech import LANGS, out, say
from simi_lab.cli.speech import lang as spoken
from simi_lab.errors import BadRequest


def command(
    lang: Annotated[str | None, typer.Option("--lang", metavar="id|en", help="Language of the page.")] = None,
    write: Annotated[bool, typer.Option("--write", help="Write the pages in synthetic_data instead.")] = False,
) -> None:
    """Print the dictionary of the tables, or write its pages."""
    from simi_lab import paths
    from simi_lab.schema.dictionary import page, page_name

    if lang is not None and lang not in LANGS:
        raise BadRequest("There is no language {asked}.", where="--lang", cure="Choose id or en.", asked=lang)
    if not write:
        return out(page(lang or spoken()).rstrip("\n"))
    for each in LANGS if lang is None else (lang,):
        path = paths.root() / "synthetic_data" / page_name(each)
        path.write_text(page(each), encoding="utf-8", newline="\n")
        say("Written: {path}", path=path)
