"""A report on paper: the browser that is on this computer prints its page, as anyone could by hand."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from simi_lab.errors import SimiError

_PATIENCE = 180  # seconds; a page of ours prints in one or two


def write_pdf(page: Path, browser: str) -> Path:
    """Print a built page beside itself; a print that is newer than its page is kept.

    Parameters
    ----------
    page : HTML file of a report
    browser : path of a browser of the Chromium family

    Raises
    ------
    SimiError
        The browser could not print it.
    """
    pdf = page.with_suffix(".pdf")
    if pdf.is_file() and pdf.stat().st_mtime_ns >= page.stat().st_mtime_ns:
        return pdf
    with tempfile.TemporaryDirectory(prefix="simi-pdf-") as profile:
        fresh = Path(profile) / "page.pdf"
        words = [browser, "--headless", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={profile}/browser"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            words.append("--no-sandbox")  # Chromium has no sandbox for root; the page is our own and loads nothing
        words += [f"--print-to-pdf={fresh}", page.resolve().as_uri()]
        said = _run(words, page)
        if not fresh.is_file() or not fresh.read_bytes().startswith(b"%PDF"):
            raise SimiError(
                "The browser could not print the report: {said}",
                where=str(page),
                cure="Open the page in a browser and print it to PDF there.",
                said=said[-200:] or "-",
            )
        part = pdf.with_suffix(".pdf.partial")
        part.write_bytes(fresh.read_bytes())
        part.replace(pdf)
    return pdf


def _run(words: list[str], page: Path) -> str:
    """What the browser said last, on one line."""
    try:
        done = subprocess.run(words, check=False, capture_output=True, text=True, timeout=_PATIENCE, cwd=page.parent)
    except (OSError, subprocess.TimeoutExpired) as error:
        return " ".join(str(error).split())
    return " ".join(done.stderr.split())
