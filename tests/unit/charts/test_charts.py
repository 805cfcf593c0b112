"""Charts as objects: what is drawn, from zero, in the reader's numbers, on both backends."""

from __future__ import annotations

from datetime import date
from typing import Any

import holoviews as hv
import polars as pl
import pytest

from simi_lab.charts import (
    Look,
    Promise,
    bars_by_district,
    before_after,
    histogram_with_promise,
    print_figure,
    tile_map,
    trend,
)
from simi_lab.charts.dress import nice_ticks

MONTHS = pl.DataFrame(
    {
        "month": [date(2024, 6, 1), date(2024, 7, 1), date(2024, 8, 1), date(2024, 9, 1)],
        "regime": ["manual", "manual", "simi", "simi"],
        "median": [61.0, None, 20.0, 18.0],
        "p95": [150.0, None, 44.0, 40.0],
        "is_hidden": [False, True, False, False],
        "tip": ["a", "b", "c", "d"],
    }
)
DISTRICTS = pl.DataFrame(
    {"district_id": ["1", "2", "3"], "name": ["Suoh", "Sukau", "Belalau"], "days": [9.5, None, 12.0]}
)
TILES = pl.DataFrame({"district_id": ["1", "2", "3"], "row": [0, 0, 1], "column": [0, 1, 1]})


def a_trend(look: Look) -> hv.Overlay:
    marks = pl.DataFrame({"day": [date(2024, 8, 1), date(2024, 8, 3), date(2023, 1, 1)], "label": ["SIMI", "x", "y"]})
    words = {"manual": "sebelum", "simi": "sesudah"}
    return trend(
        MONTHS, y="median", high="p95", high_word="95 dari 100", group="regime", group_words=words, unit="menit",
        promise=Promise(30, "janji"), marks=marks, look=look,
    )  # fmt: skip


def all_charts(look: Look) -> list[hv.Overlay]:
    bins = pl.DataFrame({"bin": [1, 2, 3, 40], "n": [5, 50, 20, 1]})
    ratios = pl.DataFrame({"name": ["wait"], "ratio": [0.4], "low": [0.3], "high": [0.55]})
    return [
        a_trend(look),
        bars_by_district(DISTRICTS, value="days", look=look, digits=1, hidden_word="hidden", promise=Promise(4, "4")),
        histogram_with_promise(bins, look=look, unit="hari", promise=Promise(2, "2 hari")),
        tile_map(DISTRICTS, TILES, value="days", look=look, hidden_word="x"),
        before_after(ratios, look=look, promised=0.5, promised_word="half", same_word="same"),
    ]


def said(chart: hv.Overlay) -> list[str]:
    """All words that stand in a chart."""
    return [str(text) for labels in chart if isinstance(labels, hv.Labels) for text in labels.dimension_values("text")]


def ticks(chart: hv.Overlay, axis: str) -> list[str]:
    figure = hv.render(chart, backend="bokeh")
    shown: Any = getattr(figure, axis)[0]
    return [shown.major_label_overrides[tick] for tick in shown.ticker.ticks]


def test_every_chart_is_drawn_on_both_backends() -> None:
    for chart in all_charts(Look()):
        figure = hv.render(chart, backend="bokeh")
        assert figure.toolbar_location is None
        assert not [tool for tool in figure.tools if type(tool).__name__ != "HoverTool"]
    for chart in all_charts(Look(backend="matplotlib")):
        assert print_figure(chart, Look(backend="matplotlib")).get_axes()


def test_a_trend_begins_at_zero_and_its_top_tick_carries_the_unit() -> None:
    figure = hv.render(a_trend(Look()), backend="bokeh")
    assert figure.y_range.start == 0
    assert ticks(a_trend(Look()), "yaxis")[-1] == "150 menit"


def test_months_are_named_in_the_readers_language() -> None:
    assert ticks(a_trend(Look(lang="id")), "xaxis")[2] == "Agu 2024"
    assert ticks(a_trend(Look(lang="en")), "xaxis")[2] == "Aug 2024"


def test_a_hidden_month_leaves_a_gap_and_a_cross() -> None:
    crosses = [part for part in a_trend(Look()) if isinstance(part, hv.Scatter) and len(part) == 1]
    assert any(part.dimension_values("x")[0] == 19905 + 15 for part in crosses)  # 1 July 2024, middle of the month


def test_marks_outside_the_span_or_on_top_of_another_are_left_out() -> None:
    words = said(a_trend(Look()))
    assert "SIMI" in words
    assert "x" not in words
    assert "y" not in words


def test_bars_keep_hidden_districts_at_the_foot_and_write_indonesian_numbers() -> None:
    chart = bars_by_district(DISTRICTS, value="days", look=Look(lang="id"), digits=1, hidden_word="disembunyikan")
    assert ticks(chart, "yaxis") == ["Belalau", "Suoh", "Sukau"]
    assert said(chart) == ["12,0", "9,5", "disembunyikan"]
    boxes = [part for part in chart if isinstance(part, hv.Rectangles)]
    assert {float(x) for part in boxes for x in part.dimension_values("x0")} == {0.0}
    assert sum(len(part) for part in boxes) == 2


def test_a_histogram_keeps_every_applicant_and_colours_the_late_ones() -> None:
    bins = pl.DataFrame({"bin": [0, 2, 3, 4, 90], "n": [3, 50, 20, 7, 1]})
    chart = histogram_with_promise(bins, look=Look(), unit="hari", promise=Promise(3, "3 hari"))
    kept, late = [part for part in chart if isinstance(part, hv.Rectangles)]
    assert sum(kept.dimension_values("y1")) == 73
    assert sum(late.dimension_values("y1")) == 8


def test_tiles_show_name_and_figure_or_that_it_is_hidden() -> None:
    words = said(tile_map(DISTRICTS, TILES, value="days", look=Look(lang="id"), digits=1, hidden_word="×"))
    assert sorted(words) == sorted(["Suoh", "9,5", "Sukau", "×", "Belalau", "12,0"])


@pytest.mark.parametrize(("high", "last"), [(0.0, 1.0), (0.7, 0.8), (3, 3), (71, 80), (104, 150), (1450, 1500)])
def test_ticks_are_round_and_reach_the_highest_value(high: float, last: float) -> None:
    values = [value for value, _ in nice_ticks(high, Look())]
    assert values[0] == 0
    assert values[-1] >= high
    assert values[-1] == pytest.approx(last)
    assert len(values) <= 6
