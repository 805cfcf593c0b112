"""The truth about a case, read only once the reader asks for it, and how the reader's guess turned out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import polars as pl

from simi_lab.dashboards.explorer import wording
from simi_lab.dashboards.explorer.reading import MASKED, Case, Group
from simi_lab.dashboards.explorer.sponsors import Sponsor
from simi_lab.i18n import number, t
from simi_lab.privacy import mask

NORMAL, LOOK = "normal", "look"
_PLAIN = "background"  # the class of guarantors that belong to no pattern and look like none
_CODES = {"typology": "typology", "twin_of": "typology", "right_action": "right_action"}
_LEFT_OUT = ("application_id", "guarantor_id", "ring_id", "group_id", "shared_contact")


@dataclass(frozen=True, eq=False)
class Truth:
    """What a case really is.

    Parameters
    ----------
    table : catalog name of the table it was read from
    row : its columns by name, those that this world has
    needs_look : whether it truly needs action; of a group, whether it is harmful
    clean : injected errors of the papers: paper, column, clean value (masked), kind
    base_rate : share of this world's applications that truly need action
    """

    table: str
    row: Mapping[str, Any]
    needs_look: bool
    clean: tuple[tuple[str, str, str, str], ...]
    base_rate: float


def read_truth(run: Any, case: Case | Group | Sponsor) -> Truth:
    """Open the hidden tables for one case."""
    if isinstance(case, Group):
        row = run.truth("rings").filter(pl.col("ring_id") == case.ring_id).collect().row(0, named=True)
        return Truth("truth_rings", row, not row.get("is_benign", False), (), _base_rate(run))
    if isinstance(case, Sponsor):
        row = run.truth("guarantors").filter(pl.col("guarantor_id") == case.guarantor_id).collect().row(0, named=True)
        return Truth("truth_guarantors", row, bool(row.get("is_positive")), (), _base_rate(run))
    found = run.truth("applications").filter(pl.col("application_id") == case.application_id).collect()
    row = found.row(0, named=True)
    return Truth("truth_applications", row, bool(row.get("is_positive")), _clean(run, case), _base_rate(run))


def verdict(truth: Truth, guess: str, recorded: str | None, lang: str) -> str:
    """How the guess turned out, in plain words; without a guess only what the case is."""
    row = truth.row
    looks_like = row.get("twin_of") is not None or row.get("is_benign") or row.get("guarantor_class", _PLAIN) != _PLAIN
    is_twin = not truth.needs_look and bool(looks_like)
    if truth.needs_look:
        what = t("This one truly needs action.", lang)
    elif is_twin:
        what = t("This one only looks like a harmful pattern; it has an innocent reason.", lang)
    else:
        what = t("This one is as ordinary as it looks.", lang)
    said = {
        (LOOK, True): t("Your guess fits.", lang),
        (NORMAL, True): t("Your guess missed it.", lang),
        (LOOK, False): t("You would have looked in vain. A look harms nobody if it is quick and kind.", lang),
        (NORMAL, False): t("Your guess fits.", lang),
    }.get((guess, truth.needs_look), "")
    office = ""
    if truth.needs_look and recorded is not None:
        missed = t("The office did not find it either.", lang)
        office = missed if recorded == "none" else t("The office found something, too.", lang)
    return " ".join(part for part in (said, what, office) if part)


def fits(truth: Truth, guess: str) -> bool:
    """Whether a guess agrees with the truth."""
    return (guess == LOOK) == truth.needs_look


def truth_html(truth: Truth, case: Case | Group | Sponsor, guess: str, lang: str) -> str:
    """The truth as facts, with what a perfect judge could have known."""
    recorded = case.labels["label"].item() if isinstance(case, Case) and case.labels.height else None
    parts = [f'<p role="status"><strong>{escape(verdict(truth, guess, recorded, lang))}</strong></p>']
    parts.append(wording.facts_html(_facts(truth, lang)))
    ring = truth.row.get("ring_id")
    if isinstance(case, Case) and ring is not None:
        way = f'<a data-q="case=G-{ring}" href="?page=penjelajah&amp;case=G-{ring}&amp;lang={lang}">'
        parts.append(f"<p>{way}{escape(t('Look at its group', lang))}</a></p>")
    for paper, column, value, kind in truth.clean:
        line = t("Injected error in {paper}: {kind}. {column} should read {value}.", lang,
                 paper=wording.code_word("document_kind", paper, lang), kind=wording.code_word("error", kind, lang),
                 column=wording.column_word(column, lang), value=value)  # fmt: skip
        parts.append(f"<p>{escape(line)}</p>")
    parts += [f'<p class="caption">{escape(line)}</p>' for line in _honest(truth, lang)]
    return f'<div class="truth">{"".join(parts)}</div>'


def _facts(truth: Truth, lang: str) -> list[tuple[str, str]]:
    """Every column of the row but keys, each by its name; a column that this world lacks is simply not there."""
    pairs = []
    for name, value in truth.row.items():
        if name in _LEFT_OUT or value is None:
            continue
        word = (
            wording.code_word(_CODES[name], value, lang)
            if name in _CODES
            else wording.value_word(truth.table, name, value, lang)
        )
        pairs.append((wording.column_word(name, lang), word))
    return pairs


def _honest(truth: Truth, lang: str) -> list[str]:
    """What the reader should keep in mind about guess and truth."""
    lines = []
    posterior = truth.row.get("posterior")
    if posterior is not None:
        words = t(
            "Of all cases whose evidence looks just like this one's, {share} truly need action: nobody can "
            "know more from the record.",
            lang,
            share=wording.share_word(posterior, lang),
        )
        lines.append(words)
    if truth.table == "truth_guarantors":  # the base rate below is one of applications
        return lines
    rate = number(1000 * truth.base_rate, lang, 0)
    lines.append(
        t(
            "In this world {n} of 1,000 applications truly need action; the list above is picked, not drawn.",
            lang,
            n=rate,
        )
    )
    return lines


def _clean(run: Any, case: Case) -> tuple[tuple[str, str, str, str], ...]:
    kinds = dict(case.documents.select("document_id", "document_kind").iter_rows())
    errors = run.truth("clean_values").filter((pl.col("table") == "documents") & pl.col("row_id").is_in(list(kinds)))
    found = []
    for row_id, column, value, kind in errors.select("row_id", "column", "clean_value", "error").collect().iter_rows():
        hidden = mask(pl.Series([value]), MASKED.get(column, "passport")).item()
        found.append((kinds[row_id], column, hidden, kind))
    return tuple(found)


def _base_rate(run: Any) -> float:
    rate = run.truth("applications").select(pl.col("is_positive").mean()).collect().item()
    return float(rate or 0.0)
