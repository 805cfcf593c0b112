"""Answers to the public satisfaction survey, kept apart from names and applications."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.scenario.model import Scenario
from simi_lab.schema import polars_schema
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
ELEMENTS = tuple(f"u{i}" for i in range(1, 10))
WAIT_ELEMENTS = ("u2", "u3")  # procedure and time feel the wait at the counter
DAYS_ELEMENTS = ("u3",)  # the element time feels the days to the passport
PERSON_SD, ANSWER_SD = 0.35, 0.45  # assumed: some people are kinder than others, and answers scatter


def would_answer(scenario: Scenario, application_id: Ints) -> NDArray[np.bool_]:
    """Who answers the survey if asked, shape (n,); whoever gets no book is not asked.

    Randomness : decision keys, kind survey, counter = application key.
    """
    words = Streams(scenario.seed).decision("survey", application_id)
    return transforms.bernoulli(words, scenario.survey.response_share.value)


def make_surveys(scenario: Scenario, handed_over: pl.DataFrame, *, office_id: int) -> pl.DataFrame:
    """Table `surveys` of one office.

    Parameters
    ----------
    handed_over : application_id, district_id, ended_at, wait_min, total_days of the books handed over; rows of
        those who would not answer change nothing

    Returns
    -------
    frame
        One row per answer. Its number and order say nothing about the application (the survey asks for no identity),
        and the hour of the answer is cut to the day.

    Randomness : decision keys, kind survey, counter = application key.
    """
    plan, streams = scenario.survey, Streams(scenario.seed)
    keys = handed_over["application_id"].to_numpy()
    rows = handed_over.filter(pl.Series(would_answer(scenario, keys)))
    keys = rows["application_id"].to_numpy()
    wait = rows["wait_min"].fill_null(0.0).to_numpy() / 60.0
    days = np.maximum(rows["total_days"].fill_null(0).to_numpy() - 4.0, 0.0) / 7.0
    mood = PERSON_SD * transforms.normal(streams.decision("survey_mood", keys))
    columns: dict[str, pl.Series] = {}
    for element in ELEMENTS:
        score = plan.base.values[element] + plan.office_bias.value + mood
        score = score + ANSWER_SD * transforms.normal(streams.decision("survey_answer", keys, element))
        if element in WAIT_ELEMENTS:
            score = score - plan.wait_penalty_per_hour.value * wait
        if element in DAYS_ELEMENTS:
            score = score - plan.days_penalty_per_week.value * days
        left_out = transforms.bernoulli(streams.decision("survey_missing", keys, element), plan.missing_share.value)
        whole = np.clip(np.floor(score + 0.5), 1, 4).astype(np.int8)
        columns[element] = pl.select(pl.when(~pl.lit(pl.Series(left_out))).then(pl.lit(pl.Series(whole)))).to_series()
    order = transforms.permutation(streams.decision("survey_order", keys))
    number = np.empty(keys.size, dtype=np.int64)
    number[order] = np.arange(keys.size)
    frame = pl.DataFrame(
        {
            "survey_id": office_id * 10_000_000 + number,
            "office_id": np.full(keys.size, office_id, dtype=np.int64),
            "district_id": rows["district_id"],
            "answered_at": clock.to_utc_days(rows["ended_at"], scenario.site.zone),
            **columns,
        }
    )
    return frame.sort("survey_id").cast(polars_schema("surveys"))
