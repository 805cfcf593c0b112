"""A report on paper: the browser that is on this computer prints its page, as anyone could by hand."""

from __future__ import annotations

from pathlib import Path

from simi_lab.printing import printed


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
    part = pdf.with_suffix(".pdf.partial")
    part.write_bytes(printed(page, browser))
    part.replace(pdf)
    return pdf
