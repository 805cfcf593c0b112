"""The pictures of a model card: what is found between chance and the ceiling, and whether probabilities hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from simi_lab.i18n import percent, t
from simi_lab.reporting.model_card.read import ORACLE, RANDOM, Card
from simi_lab.reporting.parts import figure
from simi_lab.risk.models import MODELS
from simi_lab.risk.telling.apart import calibration_line
from simi_lab.risk.telling.sentences import MODEL_NAMES, TARGET_NAMES

if TYPE_CHECKING:
    import holoviews as hv

    from simi_lab.charts import Look

_FOUND = "recall_at_5pct_fpr"


def ladder_chart(card: Card) -> str:
    """All models between random choice and the perfect judge, at 5 % false alarms."""
    rows = ladder_rows(card)

    def draw(look: Look) -> hv.Overlay:
        from simi_lab.charts.ceiling import shares_between

        return shares_between(rows, look=look)

    listed = "; ".join(row["tip"] for row in rows.iter_rows(named=True))
    caption = t("Found at 5% false alarms, from chance to the perfect judge", card.lang)
    alt = t("Shares found with their 95% intervals: {listed}.", card.lang, listed=listed)
    return figure("chart-ladder", draw, lang=card.lang, alt=alt, caption=caption)


def ladder_rows(card: Card) -> pl.DataFrame:
    """One row per judge: name, value, low, high, kind, tip."""
    lang, rows = card.lang, []
    for model in (ORACLE, *MODELS, RANDOM):
        found = card.figure(_FOUND, model=model)
        if found is None:
            continue
        kind = model if model in (ORACLE, RANDOM) else "model" if model == card.model else "other"
        name = t("Perfect judge", lang) if model == ORACLE else t(MODEL_NAMES[model], lang)
        told = {
            "value": percent(found.value, lang),
            "low": percent(found.low, lang),
            "high": percent(found.high, lang),
        }
        tip = t("{who}: {value} ({low} to {high})", lang, who=name, **told)
        rows.append(
            {"name": name, "value": found.value, "low": found.low, "high": found.high, "kind": kind, "tip": tip}
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def calibration_chart(card: Card, target: str) -> str:
    """Expected against found, in steps of equal expected finds."""
    bins = card.evaluation.calibration.filter((pl.col("model") == card.model) & (pl.col("target") == target))
    if bins.is_empty():
        return ""

    def draw(look: Look) -> hv.Overlay:
        from simi_lab.charts.calibration import expected_and_found

        return expected_and_found(
            bins,
            look=look,
            expected_word=t("expected by the score", look.lang),
            found_word=t("found", look.lang),
            band_word=t("▮ band of a score that holds", look.lang),
        )

    caption = f"{t(TARGET_NAMES[target], card.lang)}: {t('expected and found, by step of the score', card.lang)}"
    said = calibration_line(card.evaluation, card.model, card.lang, target=target)
    return figure(f"chart-calibration-{target}", draw, lang=card.lang, alt=said, caption=caption)
