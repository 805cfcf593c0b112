"""The sections of a fairness audit: the answer first, then the funnel, the price of equality, and the limits."""

from __future__ import annotations

from html import escape

from simi_lab.i18n import number, percent, t
from simi_lab.measures.fairness.choices import equally_right
from simi_lab.privacy import SMALLEST_GROUP
from simi_lab.reporting.fairness_audit.charts import choices_chart, group_chart
from simi_lab.reporting.fairness_audit.read import AuditRead
from simi_lab.reporting.fairness_audit.tables import choices_table, groups_table, overview_table
from simi_lab.reporting.parts import Block, bullets, paragraph, section, tiles
from simi_lab.study.fairness import choices_told as price
from simi_lab.study.fairness import told


def opening(read: AuditRead) -> Block:
    """Title, the sentence in people, the figures to take away."""
    lang, facts = read.lang, read.audit.facts
    title = t("Whom does the model pick, and whom in vain?", lang)
    stage = read.audit.stages[0]
    n, right = facts["reached"][stage], facts["founded"][stage]
    place = f"{read.run.name}, {told.picker_word(read.audit.picker, lang)}, {told.months_words(facts['months'], lang)}"
    figures = {"n": facts["n"], "n_true": facts["n_true"], "n_noticed": len(read.audit.noticed())}
    for each in read.audit.stages:
        figures |= {f"reached_{each}": facts["reached"][each], f"founded_{each}": facts["founded"][each]}
    rows = [
        (t("People", lang), number(facts["n"], lang), told.months_words(facts["months"], lang)),
        (t("Reached", lang), number(n, lang), told.stage_word(stage, lang)),
        (t("Without ground", lang), number(n - right, lang), percent((n - right) / n, lang) if n else "–"),
        (t("Truly to be found", lang), number(facts["n_true"], lang), t("in all", lang)),
    ]
    body = paragraph(told.opening(read.audit, read.group, lang), "answer") + tiles(rows)
    body += paragraph(told.few_words(read.audit, lang), "note")
    html = f'<header class="opening"><h1>{escape(title)}</h1><p class="place">{escape(place)}</p>{body}</header>'
    return Block(html, figures)


def overview(read: AuditRead) -> Block:
    """Every column and stage: the two groups furthest apart, and what the placebo says."""
    lang = read.lang
    n = len(read.audit.noticed())
    text = (
        t("Further apart than chance explains, all comparisons taken into account: {n}.", lang, n=n)
        if n
        else t("No column of groups lies further apart than chance explains.", lang)
    )
    return section("overview", t("All groups in short", lang), paragraph(text), overview_table(read))


def stages(read: AuditRead) -> Block:
    """The funnel by the chosen group: rate and unfounded rate at each stage."""
    lang = read.lang
    pieces: list[str] = []
    figures: dict[str, float | None] = {}
    for stage in read.audit.stages:
        pieces += [group_chart(read, stage), groups_table(read, stage)]
        pieces.append(paragraph(told.placebo_words(read.audit, read.group, stage, "reached", lang), "note"))
        for row in read.audit.rows(read.group, stage).iter_rows(named=True):
            figures[f"{stage}_{row['group']}"] = row["value"]
    pieces.append(paragraph(told.why_not_bias(read.audit, read.group, read.audit.stages[0], lang), "note"))
    title = t("Stage by stage, by {column}", lang, column=told.column_word(read.group, lang).lower())
    return section("stages", title, *pieces, figures=figures)


def price_of_equality(read: AuditRead) -> Block:
    """The choices compared at 5 % false alarms and at the interviewers' capacity."""
    lang, title = read.lang, t("What would more equality cost?", read.lang)
    if read.choices is None:
        return section("price", title, paragraph(read.why_not))
    pieces = [choices_chart(read)]
    figures: dict[str, object] = {}
    for at in ("alarms", "capacity"):
        pieces.append(paragraph(price.finding(read.choices, at, lang), "answer"))
        pieces.append(paragraph(price.surety(read.choices, at, lang)))
        pieces += [choices_table(read, at), paragraph(price.how_words(read.choices, at, lang), "note")]
        rows = read.choices.choices.filter(at=at)
        figures |= {f"equality_{at}": rows["equality"][0], f"recall_{at}": rows["recall"][0]}
        figures[f"reached_{at}"] = bool(rows["reached"].any())
    return section("price", title, *pieces, bullets(price.asks_words(lang)), figures=figures)


def not_both(read: AuditRead) -> Block:
    """Why equal precision and equal error rates exclude each other, with the base rates of this world's groups."""
    lang, facts, stage = read.lang, read.audit.facts, read.audit.stages[0]
    title = t("Why not both? Equally right and equally wrong exclude each other", lang)
    text = t(
        "No model can have both at once while the base rates differ. Which one to give up is a choice for people.", lang
    )
    n, right, true = facts["reached"][stage], facts["founded"][stage], facts["n_true"]
    rows = read.audit.rates.filter(column=read.group).drop_nulls(["prevalence"])
    if not n or not right or not true or rows.height < 2:
        return section(
            "both", title, paragraph(text), paragraph(t("Too few people to find in each group to say it.", lang))
        )
    lines = [
        t("{group}: base rate {base}; if {ppv} of the looks were right and {fnr} were missed, {fpr} of the innocent "
          "would have to be looked at.", lang, group=told.group_word(read.group, row["group"], lang),
          base=percent(row["prevalence"], lang, 2), ppv=percent(right / n, lang, 1),
          fnr=percent(1 - right / true, lang),
          fpr=percent(equally_right(row["prevalence"], ppv=right / n, fnr=1 - right / true).fpr, lang, 1))
        for row in rows.head(20).iter_rows(named=True)
    ]  # fmt: skip
    return section(
        "both",
        title,
        paragraph(text),
        bullets(lines),
        paragraph(t("Arithmetic of Chouldechova (2017); no world is needed for it.", lang), "note"),
    )


def notes(read: AuditRead) -> Block:
    """Method and caveats."""
    lang = read.lang
    said = [
        t("Everybody here is invented: who was picked without ground is known only because the truth is.", lang),
        t("A model is audited on its test months, on people it did not learn from; its picks are those within the "
          "interviewers' capacity. Doubts and findings are what the office did by itself, without knowing the score.",
          lang),
        t("Intervals: Wilson for shares, bootstrap over groups of contacts for the choices. Verdicts hold against "
          "everyone else, corrected by Holm; groups with fewer than 30 people on a side get no verdict.", lang),
        t("Groups with fewer than {k} people, and partners that would give them away, are hidden.", lang,
          k=SMALLEST_GROUP),
        t("No model is given sex, age, district, distance or signal; they serve this audit only.", lang),
    ]  # fmt: skip
    return section("notes", t("Method and limits", lang), bullets(said))
