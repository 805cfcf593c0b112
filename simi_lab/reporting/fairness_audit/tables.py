"""The tables of a fairness audit."""

from __future__ import annotations

from simi_lab.i18n import number, percent, t
from simi_lab.reporting.fairness_audit.read import AuditRead
from simi_lab.reporting.parts import table
from simi_lab.study.fairness import choices_told as price
from simi_lab.study.fairness import told
from simi_lab.study.fairness.rows import GROUPS


def overview_table(read: AuditRead) -> str:
    """One row per column and stage."""
    lang, rows, kinds = read.lang, [], ""
    for column in GROUPS:
        for stage in read.audit.stages:
            here = read.audit.rows(column, stage)
            adjusted = here["placebo_adjusted"][0]
            word = t("more than chance" if here["noticed"][0] else "can be chance", lang)
            rows.append(
                (f"{told.column_word(column, lang)}, {told.stage_word(stage, lang)}",
                 *_ends(read, column, stage),
                 number(adjusted, lang, 3) if adjusted is not None else "–",
                 word if adjusted is not None else told.verdict_word("too_few", lang))
            )  # fmt: skip
            kinds += " "
    head = (
        t("Groups and stage", lang),
        t("Highest, of 1,000", lang),
        t("Lowest, of 1,000", lang),
        t("p of the placebo", lang),
        t("Verdict", lang),
    )
    return table("table-overview", t("Every group column at every stage", lang), head, rows, kinds=kinds)


def _ends(read: AuditRead, column: str, stage: str) -> tuple[str, str]:
    """The groups with the highest and the lowest rate."""
    ends, lang = told.furthest(read.audit, column, stage), read.lang
    if ends is None:
        return "–", "–"
    low, high = (
        f"{told.group_word(column, row['group'], lang)}: {told.per_thousand(row['value'], lang)}" for row in ends
    )
    return high, low


def groups_table(read: AuditRead, stage: str) -> str:
    """One row per group: how many reach the stage, how many without ground."""
    lang, rows, kinds = read.lang, [], ""
    wrong = {row["group"]: row for row in read.audit.rows(read.group, stage, "unfounded").iter_rows(named=True)}
    for row in read.audit.rows(read.group, stage).iter_rows(named=True):
        name, other = told.group_word(read.group, row["group"], lang), wrong[row["group"]]
        if row["suppressed"]:
            rows.append((name, *[t("hidden", lang)] * 5))
        else:
            low, high = (told.per_thousand(row[end], lang) for end in ("low", "high"))
            rows.append(
                (name, number(row["n"], lang), told.per_thousand(row["value"], lang),
                 t("{low} to {high}", lang, low=low, high=high), told.verdict_word(row["verdict"], lang),
                 percent(other["value"], lang) if other["value"] is not None else "–")
            )  # fmt: skip
        kinds += "h" if row["suppressed"] else " "
    head = (told.column_word(read.group, lang), t("People", lang), t("of 1,000", lang), t("95% interval", lang),
            t("beside everyone else", lang), t("without ground", lang))  # fmt: skip
    return table(f"table-{stage}", told.stage_word(stage, lang).capitalize(), head, rows, kinds=kinds)


def choices_table(read: AuditRead, at: str) -> str:
    """One row per choice."""
    assert read.choices is not None
    lang, rows = read.lang, []
    for row in read.choices.choices.filter(at=at).iter_rows(named=True):
        low, high = (number(row[f"equality_{end}"], lang, 2) for end in ("low", "high"))
        lost = [number(round(100 * row[name], 1) + 0.0, lang, 1) for name in ("loss", "loss_low", "loss_high")]
        rows.append(
            (f"{price.method_word(row['method'], lang)}, {number(row['strength'], lang, 2)}",
             number(row["equality"], lang, 2), t("{low} to {high}", lang, low=low, high=high),
             percent(row["recall"], lang, 1), lost[0], t("{low} to {high}", lang, low=lost[1], high=lost[2]))
        )  # fmt: skip
    head = (t("way", lang), t("ratio of false-alarm rates", lang), t("95% interval", lang), t("found", lang),
            t("points lost", lang), t("95% interval", lang))  # fmt: skip
    return table(f"table-choices-{at}", t("Every choice, on the later months", lang), head, rows)
