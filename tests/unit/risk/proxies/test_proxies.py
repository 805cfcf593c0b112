"""A planted proxy is found and named, a column that nothing tells is not, and bad columns are refused kindly."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import roc_auc_score

from simi_lab.errors import BadRequest
from simi_lab.risk import proxies
from simi_lab.risk.proxies import ProxyReport
from simi_lab.risk.proxies.area import Guess
from simi_lab.risk.telling.proxies import proxy_lines


@pytest.fixture(scope="module")
def report(frame) -> ProxyReport:
    """Sex is told in part by the quality of the scan, the district by the channel; schooling by nothing."""
    rng = np.random.default_rng(3)
    leans = frame["scan_quality_min"].fill_null(70).to_numpy() > 70
    mixed = np.where(rng.random(frame.height) < 0.3, rng.random(frame.height) < 0.5, leans)
    place = np.where(rng.random(frame.height) < 0.5, frame["channel"].to_numpy(), "far")
    protected = pl.DataFrame(
        {
            "application_id": frame["application_id"],
            "sex": np.where(mixed, "F", "M").tolist(),
            "district": place.tolist(),
            "education": rng.choice(["primary", "junior", "senior"], frame.height).tolist(),
        }
    )
    return proxies(frame, protected, folds=2, most_rows=2_400)


def of(report: ProxyReport, column: str):
    return next(proxy for proxy in report.proxies if proxy.column == column)


def test_a_planted_proxy_is_found_and_its_carrier_named(report):
    sex, place = of(report, "sex"), of(report, "district")
    assert sex.is_given_away
    assert sex.guessed.value > 0.75
    assert sex.carriers[0].feature == "scan_quality_min"
    assert place.is_given_away
    assert place.carriers[0].feature == "channel"
    assert set(place.levels) == {"far", "walk_in", "online", "eazy"}


def test_what_nothing_tells_stays_at_chance(report):
    schooling = of(report, "education")
    assert not schooling.is_given_away
    assert not schooling.carriers
    assert schooling.guessed.low < 0.54
    for proxy in report.proxies:
        assert proxy.shuffled.low < 0.54
        assert proxy.shuffled.high > 0.46
        assert proxy.guessed.low <= proxy.guessed.value <= proxy.guessed.high


def test_the_most_easily_guessed_comes_first_and_json_tells_all(report):
    values = [proxy.guessed.value for proxy in report.proxies]
    assert values == sorted(values, reverse=True)
    assert ProxyReport.from_dict(json.loads(json.dumps(report.to_dict()))) == report


@pytest.mark.parametrize("lang", ["id", "en"])
def test_sentences_are_whole_and_name_no_feature(report, monkeypatch, lang):
    monkeypatch.setenv("SIMI_LAB_STRICT", "1")
    text = "\n".join(proxy_lines(report, lang))
    assert "_" not in text
    assert "{" not in text


def test_the_area_is_that_of_scikit_learn_with_weights_and_ties():
    rng = np.random.default_rng(0)
    score, hit, weight = rng.integers(0, 9, 200) / 9.0, rng.random(200) < 0.3, rng.integers(0, 4, 200).astype(float)
    assert Guess(score, hit).area() == pytest.approx(roc_auc_score(hit, score))
    assert Guess(score, hit).area(weight) == pytest.approx(roc_auc_score(hit, score, sample_weight=weight))
    assert np.isnan(Guess(score, np.zeros(200, dtype=bool)).area())


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (lambda n: [str(k) for k in range(n)], "at most 60 can be guessed"),
        (lambda n: ["all"] * n, "fewer than two values"),
        (lambda n: ["a"] * (n - 49) + ["b"] * 49, "fewer than two values"),
    ],
)
def test_a_column_that_cannot_be_guessed_is_told(frame, values, told):
    protected = frame.select("application_id").with_columns(sex=pl.Series(values(frame.height)))
    with pytest.raises(BadRequest, match=told):
        proxies(frame, protected)
