"""The proxy report in sentences: how often a pair of people is put in the right order, beside chance, and from what."""

from __future__ import annotations

from collections.abc import Iterator

from simi_lab.i18n import number, t
from simi_lab.risk.models.matrix import chosen
from simi_lab.risk.proxies import Proxy, ProxyReport
from simi_lab.risk.telling.sentences import SYNTHETIC

COLUMN_NAMES = {
    "sex": "Sex",
    "age_band": "Age",
    "district": "District",
    "distance": "Distance",
    "signal": "Mobile signal",
    "education": "Schooling",
    "livelihood": "Livelihood",
    "marital": "Civil status",
}
HOW = (
    "No model is shown these columns. Here a guess from all features was tried on people it had not seen: of a hundred "
    "pairs, one person with a value and one without, how many it puts in the right order. 50 is chance."
)
MEANS = (
    "A column that can be guessed can be treated differently without being named: the fairness audit says whether it "
    "is. A feature is not dropped for this alone; what it is needed for stands in the model card."
)


def proxy_lines(report: ProxyReport, lang: str) -> Iterator[str]:
    """A proxy report for a person, the most easily guessed column first.

    Parameters
    ----------
    report : from `risk.proxies`
    lang : "id" or "en"
    """
    yield t(SYNTHETIC, lang)
    yield t(HOW, lang)
    for proxy in report.proxies:
        yield ""
        yield proxy_said(proxy, lang)
        yield from (f"  - {line}" for line in carriers_said(proxy, lang))
    yield f"\n{t(MEANS, lang)}"


def proxy_said(proxy: Proxy, lang: str) -> str:
    """One column: pairs in the right order with their interval, beside the shuffled column."""
    sentence = (
        "{column}: {pairs} of a hundred pairs ({low} to {high}); shuffled {chance} ({chance_low} to {chance_high}). It "
        "is given away in part."
        if proxy.is_given_away
        else "{column}: {pairs} of a hundred pairs ({low} to {high}); shuffled {chance} ({chance_low} to "
        "{chance_high}). No better than chance."
    )
    guessed, shuffled = proxy.guessed, proxy.shuffled
    values = {
        "pairs": guessed.value,
        "low": guessed.low,
        "high": guessed.high,
        "chance": shuffled.value,
        "chance_low": shuffled.low,
        "chance_high": shuffled.high,
    }
    name = t(COLUMN_NAMES[proxy.column], lang) if proxy.column in COLUMN_NAMES else proxy.column
    return t(sentence, lang, column=name, **{key: number(100 * value, lang, 1) for key, value in values.items()})


def carriers_said(proxy: Proxy, lang: str) -> list[str]:
    """The features that carry it, by what they mean, with the pairs that are lost without each."""
    return [
        t(
            "{meaning} Without it {pairs} pairs fewer.",
            lang,
            meaning=t(chosen((carrier.feature,))[0].meaning, lang),
            pairs=number(100 * carrier.share, lang, 1),
        )
        for carrier in proxy.carriers
    ]
