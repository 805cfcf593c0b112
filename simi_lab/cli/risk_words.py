"""Words that every verb of `simi-lab risk` takes."""

from __future__ import annotations

from typing import Annotated

import typer

Run = Annotated[str, typer.Argument(metavar="RUN", help="Name or folder of a run.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]
