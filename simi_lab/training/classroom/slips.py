"""The sheet of slips to print and cut: alias, PIN, address and a QR code of it, Indonesian first and English below."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.resources import files
from pathlib import Path

from simi_lab import paths
from simi_lab.i18n import LANGS, t
from simi_lab.store.accounts.seats import Slip

_PER_PAGE = 10


def sheet_html(label: str, address: str, slips: Sequence[Slip]) -> str:
    """Write the sheet as one HTML file that needs nothing else; A4, ten slips a page, with lines to cut along.

    Parameters
    ----------
    label : name of the class
    address : what the QR code leads to
    slips : with PINs in clear
    """
    code = _qr(address)
    pages = [slips[start : start + _PER_PAGE] for start in range(0, len(slips), _PER_PAGE)]
    sheets = "".join(
        f'<section class="page">{"".join(_slip(slip, label, address, code) for slip in page)}</section>'
        for page in pages
    )
    css = (files("simi_lab.training.assets") / "slips.css").read_text(encoding="utf-8")
    hint = "".join(f'<p lang="{lang}">{escape(t(_HINT, lang))}</p>' for lang in LANGS)
    title = escape(t("Slips of the class {label}", "id", label=label))
    return (
        f'<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{css}</style></head>'
        f"<body><header><h1>{title}</h1>{hint}</header><main>{sheets}</main></body></html>"
    )


def write_sheet(label: str, address: str, slips: Sequence[Slip]) -> Path:
    """Write the sheet where only this computer's user can read it; return its path.

    The name tells the moment, so that a sheet of seats added later does not replace the first one.
    """
    folder = paths.class_dir(label)
    folder.mkdir(parents=True, exist_ok=True)
    n = 1 + sum(1 for _ in folder.glob("slips*.html"))
    path = folder / ("slips.html" if n == 1 else f"slips-{n}.html")
    path.touch(mode=0o600)
    path.write_text(sheet_html(label, address, slips), encoding="utf-8")
    return path


def remove_sheets(label: str) -> int:
    """Remove every sheet of a class, since PINs stand on them; return how many there were."""
    found = list(paths.class_dir(label).glob("slips*.html"))
    for path in found:
        path.unlink()
    return len(found)


_HINT = "Print on A4, cut along the lines, delete this file: the PINs stand on it and nowhere else."


def _slip(slip: Slip, label: str, address: str, code: str) -> str:
    def both(message: str) -> str:
        first, second = (escape(t(message, lang)) for lang in LANGS)
        return first if first == second else f'{first}<span class="en" lang="en"> / {second}</span>'

    pin = f"{slip.pin[:3]}&thinsp;{slip.pin[3:]}"
    steps = "".join(f'<p class="how" lang="{lang}">{escape(t(_HOW, lang))}</p>' for lang in LANGS)
    return (
        f'<article class="slip"><div class="words"><p class="top"><b>SIMI Lab</b> {escape(label)}'
        f'<span class="mark">{both("SYNTHETIC DATA")}</span></p>'
        f"<dl><dt>{both('Alias')}</dt><dd>{escape(slip.alias)}</dd><dt>PIN</dt><dd class='pin'>{pin}</dd>"
        f"<dt>{both('Address')}</dt><dd class='where'>{escape(address)}</dd></dl>{steps}</div>"
        f'<div class="code" role="img" aria-label="{escape(address)}">{code}</div></article>'
    )


_HOW = "Scan the code or type the address. Write no name on this slip."


def _qr(address: str) -> str:
    import segno

    return str(segno.make(address, error="m").svg_inline(scale=3, border=2, omitsize=True, dark="#000", light="#fff"))
