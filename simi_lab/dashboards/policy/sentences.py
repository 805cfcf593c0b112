"""What the page says of a setting: one sentence first, then what it does, for whom, and at what cost."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from simi_lab.dashboards.policy.words import amount, change_between, change_word, rupiah, setting_words, size
from simi_lab.dashboards.service.plain import capital
from simi_lab.i18n import number, percent, plural, t
from simi_lab.privacy import small_cell_note, suppress
from simi_lab.scenario.office_service import PROMISED_WAIT_MIN
from simi_lab.study.whatif.answers import GAINS, IDLE, Answer, Figure, direction
from simi_lab.vocabulary import label

PROMISED = 0.9
HARDLY_USED = 0.25
NOTICED_HOURS, NOTICED_DAYS = 0.1, 0.5
_SUBJECTS = {
    "wait_min": "waiting at the office",
    "lead_days": "the time until attended",
    "total_days": "the time to the passport",
    "travel_hours": "travel per applicant",
    "without_passport": "the share left without a passport",
    "within_standard": "the share ready within 4 working days",
}


@dataclass(frozen=True)
class Line:
    """One sentence below the headline, with the word that it begins with."""

    about: str
    text: str


def headline(answer: Answer, lang: str) -> str:
    """The one sentence that opens the page."""
    if answer.unstable:
        return unstable(answer, lang)
    if moves_the_wait(answer):
        wait, lead = answer.figures["wait_min"], answer.figures["lead_days"]
        assert wait is not None and lead is not None
        return t(
            "Waiting only moves: {wait} less in the queue, but {lead} longer until the visit.",
            lang,
            wait=size(wait, lang),
            lead=size(lead, lang),
        )
    gains, losses = (clauses(answer, sign, lang) for sign in (1, -1))
    match answer.worth:
        case "today":
            return _today(answer, lang)
        case "better":
            said = t("This helps applicants: {gains}. {cost}", lang, gains=gains, cost=cost_clause(answer, lang))
            return f"{said} {_spare(answer, lang)}".strip()
        case "saves":
            said = "This saves money, and applicants lose nothing that they would notice. {cost}"
            return t(said, lang, cost=cost_clause(answer, lang))
        case "not_worth":
            return _not_worth(answer, lang)
        case "worse":
            return t("This harms applicants: {losses}. {cost}", lang, losses=losses, cost=cost_clause(answer, lang))
    if not gains:
        return t("Cheaper, but applicants pay: {losses}. {cost}", lang, losses=losses, cost=cost_clause(answer, lang))
    gains, losses = (clauses(answer, sign, lang, most=1) for sign in (1, -1))  # the sentence stays short
    said = "Some gains, some losses: {gains}; but {losses}. {cost}"
    return t(said, lang, gains=gains, losses=losses, cost=cost_clause(answer, lang))


def _today(answer: Answer, lang: str) -> str:
    wait, soon = answer.figures["wait_min"], answer.figures["within_30"]
    if wait is None or soon is None:
        return t("As today: too few applicants for figures of the wait.", lang)
    return t(
        "As today: applicants wait {wait} at the office on average, and {share} are served within {n} minutes.",
        lang,
        wait=amount(wait.now.value, "min", lang),
        share=percent(soon.now.value, lang),
        n=PROMISED_WAIT_MIN,
    )


def unstable(answer: Answer, lang: str) -> str:
    """Which place can never keep up, with its load."""
    name, load = max(answer.unstable.items(), key=lambda item: item[1])
    said = t(
        "The queue is unstable: {place} gets {load} of the work that it can do, so the line only grows.",
        lang,
        place=label("queue", name, lang),
        load=percent(load, lang),
    )
    others = [f"{label('queue', n, lang)} {percent(share, lang)}" for n, share in answer.unstable.items() if n != name]
    return f"{said} {t('Also: {list}.', lang, list=', '.join(others))}" if others else said


def moves_the_wait(answer: Answer) -> bool:
    """Whether people wait less at the office only because they wait more days for their visit."""
    gains = {name for name in GAINS if direction(answer.figures[name]) == 1}
    lead = answer.figures["lead_days"]
    is_later = lead is not None and lead.change is not None and lead.change.low > NOTICED_DAYS
    return is_later and "wait_min" in gains and gains <= {"wait_min", "within_standard"}


def clauses(answer: Answer, sign: int, lang: str, most: int = 2) -> str:
    """What improves (1) or gets worse (-1), the largest changes first; "" when nothing does."""
    found = [name for name in GAINS if direction(answer.figures[name]) == sign]
    if "lead_days" in found and "total_days" in found:
        found.remove("total_days")  # a later visit makes a later passport: said once
    found.sort(key=lambda name: -_weight(answer.figures[name]))
    return ", ".join(_clause(name, answer.figures[name], lang) for name in found[:most])


def _weight(figure: Figure | None) -> float:
    if figure is None or figure.change is None:
        return 0.0
    before = figure.now.value - figure.change.value
    return abs(figure.change.value) / max(abs(before), 1e-9)


def _clause(name: str, figure: Figure | None, lang: str) -> str:
    assert figure is not None and figure.change is not None
    message = "{what} falls by {n} to {now}" if figure.change.value < 0 else "{what} grows by {n} to {now}"
    now = amount(figure.now.value, figure.now.unit, lang)
    return t(message, lang, what=t(_SUBJECTS[name], lang), n=size(figure, lang), now=now)


def cost_clause(answer: Answer, lang: str) -> str:
    """What it costs more or less, per month."""
    cost = answer.figures["cost_month"]
    if cost is None or cost.change is None:
        return t("The cost cannot be told.", lang)
    if not cost.change.excludes(0) or round(cost.change.value, -3) == 0:
        return t("It costs the same.", lang)
    message = "It costs {n} more a month." if cost.change.value > 0 else "It costs {n} less a month."
    return t(message, lang, n=rupiah(abs(cost.change.value), lang))


def _not_worth(answer: Answer, lang: str) -> str:
    cost = answer.figures["cost_month"]
    if cost is None or cost.change is None or cost.change.low <= 0:
        return t("No difference that anybody would notice, and it costs the same.", lang)
    said = t(
        "Not worth it: it costs {n} more a month, and applicants would hardly notice.",
        lang,
        n=rupiah(cost.change.value, lang),
    )
    idle = idle_place(answer)
    return said if idle is None else f"{said} {_idle(*idle, lang)}"


def _spare(answer: Answer, lang: str) -> str:
    """That a place which was given desks hardly needs them, even where someone gains a little; else ""."""
    idle, (levers, today) = idle_place(answer), (answer.levers, answer.today)
    is_more = levers.counters > today.counters or levers.interviewers > today.interviewers
    return _idle(*idle, lang) if idle is not None and is_more and idle[1] < HARDLY_USED else ""


def _idle(name: str, share: float, lang: str) -> str:
    return t(
        "{place} is idle: busy for only {share} of its time.",
        lang,
        place=capital(label("queue", name, lang)),
        share=percent(share, lang),
    )


def idle_place(answer: Answer) -> tuple[str, float] | None:
    """The idlest of counter and interview with the share of time for which it is busy; those given desks first."""
    found = {}
    for place, lever in (("counter", "counters"), ("interview", "interviewers")):
        figure = answer.figures[f"utilisation_{place}"]
        if figure is not None and figure.now.value < IDLE:
            found[place] = (getattr(answer.levers, lever) <= getattr(answer.today, lever), figure.now.value)
    if not found:
        return None
    name = min(found, key=lambda place: found[place])
    return name, found[name][1]


def lines(answer: Answer, lang: str) -> list[Line]:
    """The sentences below the headline: setting, promise, for whom, cost."""
    told = setting_words(answer, lang)
    plan = ", ".join(told) if told else t("all levers as today", lang)
    return [
        Line(t("Tried", lang), f"{capital(plan)}."),
        Line(t("Promise", lang), promise(answer, lang)),
        Line(t("For whom", lang), for_whom(answer, lang)),
        Line(t("Cost", lang), cost_line(answer, lang)),
    ]


def promise(answer: Answer, lang: str) -> str:
    """Whether nine of ten wait at most half an hour and nine of ten books are ready in time."""
    wait, days = answer.figures["within_30"], answer.figures["within_standard"]
    if wait is None or days is None:
        return t("Too few applicants to tell.", lang)
    told = {
        "wait": percent(wait.now.value, lang, 1),
        "days": percent(days.now.value, lang, 1),
        "promised": percent(PROMISED, lang),
        "n": PROMISED_WAIT_MIN,
    }
    kept = "Kept: {wait} served within {n} minutes, {days} ready within 4 working days (promise: {promised} each)."
    broken = (
        "Not kept: {wait} served within {n} minutes, {days} ready within 4 working days (promise: {promised} each)."
    )
    return t(kept if answer.keeps_promise else broken, lang, **told)


def for_whom(answer: Answer, lang: str) -> str:
    """The districts whose travel falls and grows most; small groups are not named."""
    said = []
    if answer.n_won:
        said.append(plural("The campaign wins {n} applicant.", "The campaign wins {n} applicants.", answer.n_won, lang))
    shown = shown_districts(answer)
    known = shown.drop_nulls("change").sort("change")
    for row, message in (
        (known.head(1), "Those of {district} gain most: {n} less travel each."),
        (known.tail(1), "Those of {district} lose most: {n} more travel each."),
    ):
        sign = -1 if message.startswith("Those of {district} gain") else 1
        if row.height and sign * row["change"][0] >= NOTICED_HOURS:
            n = amount(abs(row["change"][0]), "hour", lang)
            said.append(t(message, lang, district=row["name"][0], n=n))
    if len(said) == bool(answer.n_won):
        said.append(t("Travel stays as it is in every district that can be shown.", lang))
    hidden = small_cell_note(shown, lang)
    return " ".join([*said, hidden] if hidden else said)


def shown_districts(answer: Answer) -> pl.DataFrame:
    """District_id, name, n_applicants, before, after, change: travel hours per applicant, small groups hidden."""
    from simi_lab.reference import places

    names = places.districts().select("district_id", name=pl.format("{}, {}", "name", "regency"))
    safe = suppress(answer.districts, count="n_applicants", by=["district_id"])
    changed = safe.with_columns((pl.col("after") - pl.col("before")).alias("change"))
    return changed.join(names, on="district_id", how="left", maintain_order="left")


def cost_line(answer: Answer, lang: str) -> str:
    """Rupiah per month and per passport, with the change, and that they are assumptions."""
    month, each = answer.figures["cost_month"], answer.figures["cost_passport"]
    if month is None or each is None:
        return t("No passport was issued, so there is no cost per passport.", lang)
    said = t(
        "{month} a month, {each} per passport.",
        lang,
        month=rupiah(month.now.value, lang),
        each=rupiah(each.now.value, lang),
    )
    if month.change is not None and each.change is not None and month.change.excludes(0):
        said += " " + t(
            "Beside today: {month} a month, {each} per passport.",
            lang,
            month=change_word(month.change.value, "IDR", lang),
            each=change_word(each.change.value, "IDR", lang),
        )
    return f"{said} {t('These costs are assumptions: they rank plans, they are no budget.', lang)}"


def method(answer: Answer, place: str, month: str, lang: str) -> str:
    """How the figures came about."""
    return t(
        "{place}, {month}: the {n} applicants of that month go through the office {runs} times, with today's setting "
        "and with this one, and with the same random words; so only the setting makes the difference. Intervals hold "
        "the mean of such months; a single month varies more. Weeks of learning do not pass within the month.",
        lang,
        place=place,
        month=month,
        n=number(answer.n_applicants, lang),
        runs=number(answer.replications, lang),
    )


def left_out(useful: tuple[str, ...], has_simi: bool, lang: str) -> list[str]:
    """Why levers are missing on this page."""
    said = []
    if "unit_days" not in useful:
        said.append(t("No unit can be sent out: for everyone here the office is the nearest place.", lang))
    if "campaign" not in useful:
        said.append(t("No campaign: this world has no other people who could be won.", lang))
    if not has_simi:
        said.append(
            t("In this month the office works without SIMI: no check before the visit, and nothing to learn.", lang)
        )
    return said


def mended(asked: dict[str, str], kept: dict[str, str], lang: str) -> str:
    """What became of values of a link that were outside their range; "" when none was."""
    parts = [
        t("{lever}: {asked} is not possible, {kept} is shown", lang, lever=label("lever", name, lang), asked=text,
          kept=kept[name])
        for name, text in asked.items()
        if name in kept
    ]  # fmt: skip
    return t("This link asks for more than a lever can do. {list}.", lang, list="; ".join(parts)) if parts else ""


__all__ = ["change_between", "cost_line", "for_whom", "headline", "left_out", "lines", "mended", "method", "promise"]
