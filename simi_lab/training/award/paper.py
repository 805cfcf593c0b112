"""The certificate as one A4 page in both languages: an HTML file that needs nothing from elsewhere, to be printed."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Callable
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path

import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from simi_lab.charts.theme import LIGHT, css_root
from simi_lab.i18n import LANGS, day, percent, t
from simi_lab.training.assets import asset
from simi_lab.training.award import seal
from simi_lab.training.award.compact import compact
from simi_lab.training.award.credential import credential
from simi_lab.training.award.earned import Award
from simi_lab.training.award.keys import short_name, signing_key
from simi_lab.training.content.model import Module
from simi_lab.training.content.words import Words

_QR_LEVEL = "m"
_LONG_ALIAS = 14  # letters that fit in large type on one line
_BRAND = (
    '<svg viewBox="0 0 24 24" aria-hidden="true"><rect x="2" y="2" width="20" height="20" rx="5" fill="currentColor"/>'
    '<path d="M7 17V13M12 17V7M17 17v-6" stroke="#fff" stroke-width="2.4" stroke-linecap="round"/></svg>'
)


def certificate_page(award: Award, module: Module, lang: str = "id") -> bytes:
    """Write, sign and seal the page.

    Parameters
    ----------
    award : what was earned
    module : the module it was earned in
    lang : the language that stands first

    Returns
    -------
    bytes
        One HTML file.
    """
    key = signing_key()
    return seal.sealed(page_html(award, module, key, lang).encode(), credential(award, module, key), key)


def certificate_pdf(award: Award, module: Module, print_page: Callable[[Path], bytes], lang: str = "id") -> bytes:
    """Write, print, sign and seal the certificate.

    Parameters
    ----------
    print_page : turns an HTML file into the bytes of a PDF
    """
    key = signing_key()
    with tempfile.TemporaryDirectory(prefix="simi-certificate-") as folder:
        file = Path(folder) / "certificate.html"
        file.write_text(page_html(award, module, key, lang), encoding="utf-8")
        printed = print_page(file)
    return seal.sealed(printed, credential(award, module, key), key)


def file_name(award: Award, ending: str) -> str:
    """Name the file of a certificate: letters that every disk can keep."""
    alias = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in award.alias)
    return f"sertifikat-{award.module}-{alias}-DATA_SINTETIS.{ending}"


def page_html(award: Award, module: Module, key: Ed25519PrivateKey, lang: str) -> str:
    """Write the page without its seal."""
    langs = (lang, next(other for other in LANGS if other != lang))
    title = f"{t('Certificate', lang)} · {module.head.title.say(lang)} · {award.alias}"
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f"<style>{_fonts()}{css_root()}{asset('certificate.css')}</style>"
    )
    main = "".join((_top(langs), _who(award, module, langs), _marks(award, module, langs), _foot(award, key, langs)))
    start = f'<!DOCTYPE html><html lang="{lang}" data-lab-theme="light"><head>{head}</head>'
    look = ' class="long"' if len(award.alias) > _LONG_ALIAS else ""
    return f"{start}<body><main{look}>{main}</main><script>{asset('certificate.js')}</script></body></html>"


def _top(langs: tuple[str, ...]) -> str:
    mark = " · ".join(t("SYNTHETIC DATA", lang) for lang in langs)
    return f'<header><span class="brand">{_BRAND}SIMI Lab</span><span class="mark">{escape(mark)}</span></header>'


def _who(award: Award, module: Module, langs: tuple[str, ...]) -> str:
    return (
        f'<section class="who"><p class="kicker">{_said("Certificate", langs)}</p><h1>{escape(award.alias)}</h1>'
        f'<p class="has">{_said("has mastered the module", langs)}</p>'
        f"<h2>{_both(module.head.title, langs)}</h2><p class='goal'>{_both(module.head.goal, langs)}</p></section>"
    )


def _marks(award: Award, module: Module, langs: tuple[str, ...]) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{_both(module.head.outcomes[key], langs)}</th>"
        f"<td class='bar' aria-hidden='true'><i><b style='width:{mark}%'></b></i></td>"
        f"<td class='n'>{escape(percent(mark / 100, langs[0]))}</td></tr>"
        for key, mark in award.marks.items()
    )
    heads = (
        f"<th scope='col'>{_said('Goal', langs)}</th><td></td><th scope='col' class='n'>{_said('Marks', langs)}</th>"
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _foot(award: Award, key: Ed25519PrivateKey, langs: tuple[str, ...]) -> str:
    text = compact(award, key)
    code = segno.make_qr(text, error=_QR_LEVEL).svg_inline(border=2, dark=LIGHT.ink, omitsize=True, title="QR")
    facts = "".join(
        f"<div><dt>{_said(label, langs)}</dt><dd>{value}</dd></div>"
        for label, value in (
            ("Passed on", _pair([day(award.passed_on, lang) for lang in langs], langs)),
            ("Valid until", _pair([day(award.valid_until, lang) for lang in langs], langs)),
            ("Edition and key", escape(f"{award.module} · {award.version} · {short_name(key.public_key())}")),
        )
    )
    check = _said("To verify without a network, scan the code and run:", langs)
    plain = _said(
        "Given under an alias by a training place with invented data. It is no official document of the immigration "
        "service.",
        langs,
    )
    return (
        f"<footer><div class='facts'><dl>{facts}</dl><p>{check}<code>simi-lab learn verify …</code></p></div>"
        f"<div class='code'>{code}</div></footer><p class='plain'>{plain}</p>"
    )


def _said(message: str, langs: tuple[str, ...]) -> str:
    return _pair([t(message, lang) for lang in langs], langs)


def _both(words: Words, langs: tuple[str, ...]) -> str:
    return _pair([words.say(lang) for lang in langs], langs)


def _pair(texts: list[str], langs: tuple[str, ...]) -> str:
    first, second = (escape(text) for text in texts)
    if first == second:
        return f"<span>{first}</span>"
    return f'<span>{first}</span> <span class="other" lang="{langs[1]}">{second}</span>'


@cache
def _fonts() -> str:
    """The type of the pages, inside the file: printing must not depend on what a computer has."""
    spec = find_spec("panel_material_ui")
    folder = Path(spec.origin).parent / "dist" if spec and spec.origin else Path()
    rules = []
    for weight in (400, 700):
        file = next(folder.glob(f"roboto-latin-{weight}-normal-*.woff2"), None)
        if file is not None:
            letters = base64.b64encode(file.read_bytes()).decode("ascii")
            source = f"url(data:font/woff2;base64,{letters}) format('woff2')"
            rules.append(f"@font-face{{font-family:Roboto;font-weight:{weight};src:{source}}}")
    return "".join(rules)
