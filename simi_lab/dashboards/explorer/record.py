"""What the record says about a case, as cards: person and household, application, papers, decisions, group."""

from __future__ import annotations

from html import escape

from simi_lab.dashboards.explorer import sponsors, wording
from simi_lab.dashboards.explorer.reading import Case, Group
from simi_lab.dashboards.explorer.sponsors import Sponsor
from simi_lab.i18n import NO_VALUE, day, number, plural, t
from simi_lab.vocabulary import label

_PERSON = ("name", "nik", "sex", "birth_date", "birth_place", "marital", "education", "occupation", "livelihood",
           "phone", "email")  # fmt: skip
_HOME = ("village", "kk_number", "address", "phone", "signal")
_APPLICATION = ("filed_at", "channel", "kind", "service", "purpose", "destination", "departs_on", "agency_id",
                "agency_licensed", "is_group", "has_itinerary", "is_minor", "is_priority", "fee_idr", "is_complete",
                "missing_document", "regime")  # fmt: skip
_CHECKS = ("nik_check", "name_check", "mrz_check")


def answer(case: Case | Group | Sponsor, lang: str) -> str:
    """The case in one or two sentences, from the record alone."""
    if isinstance(case, Group):
        return _group_answer(case, lang)
    if isinstance(case, Sponsor):
        return sponsors.answer(case, lang)
    row, outcome = case.application, case.outcome
    told = {
        "key": case.key,
        "service": label("service", row["service"], lang).lower(),
        "purpose": label("purpose", row["purpose"], lang).lower(),
        "district": case.district["name"],
        "day": day(row["filed_at"], lang),
        "state": label("state", outcome["state"], lang).lower(),
    }
    first = t("{key}: a passport ({service}) for {purpose}, from {district}. Filed on {day}; {state}.", lang, **told)
    if outcome["total_days"] is None:
        return first
    days = plural("{n} day", "{n} days", outcome["total_days"], lang)
    visits = plural("{n} visit to the office", "{n} visits to the office", outcome["visits"], lang)
    return f"{first} " + t("{days} from filing to passport, {visits}.", lang, days=days, visits=visits)


def _group_answer(group: Group, lang: str) -> str:
    n = group.members.height
    first = plural("One application that belongs together.", "{n} applications that belong together.", n, lang)
    most = 0 if group.ties.edges.is_empty() else max(group.ties.edges["contact"].value_counts()["count"].to_list())
    if most < 2:
        return f"{first} " + t("Nothing on the record ties them.", lang)
    return f"{first} " + t("{n} of them show the same contact on the record.", lang, n=number(most, lang))


def person(case: Case, lang: str) -> str:
    """The person and the household, one row per member."""
    home = [(wording.column_word("district_id", lang), f"{case.district['name']}, {case.district['regency']}")]
    home += wording.pairs_of("households", case.household, _HOME, lang)
    names = ("role", "name", "sex", "birth_date")
    members = case.members.rows(named=True)
    rows = [[escape(wording.value_word("people", name, row[name], lang)) for name in names] for row in members]
    here = next((i for i, row in enumerate(members) if row["person_id"] == case.person["person_id"]), -1)
    caption = plural("A household of one.", "A household of {n}; the applicant is marked.", len(rows), lang)
    facts = wording.facts_html(wording.pairs_of("people", case.person, _PERSON, lang))
    body = f"{facts}<h3>{escape(t('Household', lang))}</h3>{wording.facts_html(home)}"
    heads = [wording.column_word(name, lang) for name in names]
    return wording.card_html(
        t("Person and household", lang), body + wording.rows_html(caption, heads, rows, here), lang
    )


def application(case: Case, lang: str) -> str:
    """The application, and the way to the person's others."""
    facts = [(wording.column_word("application_id", lang), case.key)]
    facts += wording.pairs_of("applications", case.application, _APPLICATION, lang)
    facts += wording.pairs_of("applications", case.application, ("phone", "email"), lang)
    others = ", ".join(wording.link_html(key, lang) for key in case.others)
    words = escape(t("Other applications of this person:", lang))
    more = f"<p>{words} {others}</p>" if others else ""
    return wording.card_html(t("Application", lang), wording.facts_html(facts) + more, lang)


def papers(case: Case, lang: str) -> str:
    """The papers shown, with what the automatic checks said."""
    rows = []
    for row in case.documents.iter_rows(named=True):
        found = [
            f"{wording.column_word(name, lang)}: {wording.value_word('documents', name, row[name], lang)}"
            for name in _CHECKS
            if row.get(name) is not None
        ]
        names = ("document_kind", "number", "name_on_document", "issued_on", "scan_quality")
        cells = [escape(wording.value_word("documents", name, row[name], lang)) for name in names]
        rows.append([*cells, "<br>".join(escape(line) for line in found) or NO_VALUE])
    heads = [wording.column_word(name, lang) for name in ("document_kind", "number", "name_on_document", "issued_on")]
    heads += [wording.column_word("scan_quality", lang), t("Automatic checks", lang)]
    caption = plural("{n} paper shown with the application.", "{n} papers shown with the application.", len(rows), lang)
    return wording.card_html(t("Papers", lang), wording.rows_html(caption, heads, rows), lang)


def decisions(case: Case, lang: str) -> str:
    """Who decided what and why, and what the office recorded in the end."""
    names = ("decided_at", "point", "decision", "reason", "officer_id")
    rows = [
        [escape(wording.value_word("decisions", name, row[name], lang)) for name in names]
        for row in case.decisions.iter_rows(named=True)
    ]
    caption = plural("{n} recorded decision.", "{n} recorded decisions.", len(rows), lang)
    body = (
        wording.rows_html(caption, [wording.column_word(name, lang) for name in names], rows)
        if rows
        else (f"<p>{escape(t('No decision is recorded.', lang))}</p>")
    )
    return wording.card_html(t("Decisions and record", lang), body + _recorded(case, lang), lang)


def _recorded(case: Case, lang: str) -> str:
    if case.labels.is_empty():
        return f"<p>{escape(t('The office has recorded no outcome yet.', lang))}</p>"
    row = case.labels.row(0, named=True)
    told = {"label": wording.code_word("label", row["label"], lang), "day": day(row["known_at"], lang)}
    words = t("Recorded by the office on {day}: {label}. A record can be wrong; the truth stands apart.", lang, **told)
    return f'<p class="note">{escape(words)}</p>'


def group(found: Group, lang: str) -> str:
    """The applications of a group, each a way to its own case."""
    names = ("filed_on", "district", "purpose", "destination", "agency_id", "state", "decision", "label")
    domains = {"state": "state", "purpose": "purpose", "destination": "destination", "decision": "decision",
               "label": "label"}  # fmt: skip
    rows = []
    for row in found.members.iter_rows(named=True):
        cells = [
            wording.code_word(domains[name], row[name], lang) if name in domains
            else wording.value_word("applications", name, row[name], lang)
            for name in names
        ]  # fmt: skip
        rows.append([wording.link_html(row["key"], lang), *(escape(cell) for cell in cells)])
    heads = [wording.column_word(name, lang) for name in ("application_id", "filed_at", "district_id", *names[2:])]
    caption = t("Open one to follow it through all tables.", lang)
    words = t(
        "The maker of this world planted these applications together. Some such groups are harmful, others only look "
        "like it and have an innocent reason; the record does not say which.",
        lang,
    )
    body = f'<p class="summary">{escape(words)}</p>{wording.rows_html(caption, heads, rows)}'
    return wording.card_html(t("The applications", lang), body, lang)
