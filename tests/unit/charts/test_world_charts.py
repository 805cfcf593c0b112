"""Charts of the synthetic world: ties, ranges that were published, a thousand people."""

from __future__ import annotations

import holoviews as hv
import polars as pl
import pytest

from simi_lab.charts import Look, print_figure
from simi_lab.charts.crowd import PEOPLE, thousand
from simi_lab.charts.links import links_between
from simi_lab.charts.ranges import against_ranges

LOOKS = [Look(), Look(lang="en", dark=True, narrow=True), Look(backend="matplotlib")]
LEFT = pl.DataFrame({"key": ["a", "b", "c"], "text": ["A", "B", "C"], "is_asked": [True, False, False]})
RIGHT = pl.DataFrame({"key": [0, 1], "text": ["Telepon", "Rumah"], "kind": ["phone", "home"]})
EDGES = pl.DataFrame({"left": ["a", "b", "a"], "right": [0, 0, 1]})
RATES = pl.DataFrame(
    {"name": ["in", "out"], "value": [0.5, 0.9], "low": [0.4, 0.2], "high": [0.6, 0.3]},
)


def drawn(chart: hv.Overlay, kind: type) -> list[hv.Element]:
    return [part for part in chart if isinstance(part, kind)]


def words(chart: hv.Overlay) -> set[str]:
    return {text for part in drawn(chart, hv.Labels) for text in part.dimension_values("text")}


@pytest.mark.parametrize("look", LOOKS, ids=["web", "phone", "print"])
def test_each_chart_is_drawn_on_each_ground(look: Look) -> None:
    for chart in (
        links_between(LEFT, RIGHT, EDGES, look=look),
        against_ranges(RATES, look=look),
        thousand([("one", 10)], "rest", look=look),
    ):
        if look.is_web:
            assert hv.render(chart, backend="bokeh").toolbar_location is None
        else:
            assert print_figure(chart, look).axes


def test_every_tie_is_a_line_and_every_node_has_its_word() -> None:
    chart = links_between(LEFT, RIGHT, EDGES, look=Look())
    assert [len(part) for part in drawn(chart, hv.Segments)] == [3]
    assert words(chart) == {"A", "B", "C", "Telepon", "Rumah"}
    assert sum(len(part) for part in drawn(chart, hv.Scatter)) == 5


def test_the_contact_of_the_upper_stands_above() -> None:
    edges = pl.DataFrame({"left": ["c", "a"], "right": [0, 1]})
    chart = links_between(LEFT, RIGHT, edges, look=Look())
    at = {row[2]: row[1] for part in drawn(chart, hv.Labels) for row in part.array([0, 1, 2]).tolist()}
    assert float(at["Rumah"]) > float(at["Telepon"])


def test_nothing_to_tie_is_still_a_picture() -> None:
    chart = links_between(LEFT, RIGHT.clear(), EDGES.clear(), look=Look())
    assert drawn(chart, hv.Segments) == [] and words(chart) == {"A", "B", "C"}


def test_a_rate_outside_its_range_has_another_mark() -> None:
    chart = against_ranges(RATES, look=Look())
    glyphs = [part for part in hv.render(chart, backend="bokeh").renderers if hasattr(part.glyph, "marker")]
    marks = {str(part.glyph.marker): list(part.data_source.data["x"]) for part in glyphs}
    assert marks == {"diamond": [0.5], "x": [0.9]}
    assert words(chart) == {"50%", "90%"}


def test_a_thousand_is_a_thousand() -> None:
    chart = thousand([("one", 12.4), ("two", 0)], "rest", look=Look(lang="en"))
    marks = sum(len(part) for part in drawn(chart, hv.Scatter))
    assert marks == PEOPLE + 3, "one more of each in the list of words"
    assert words(chart) == {"12 one", "0 two", "988 rest"}


@pytest.mark.parametrize("groups", [[("a", 700), ("b", 400)], [(str(i), 1) for i in range(5)], [("a", -1)]])
def test_more_people_than_there_are_is_refused(groups: list[tuple[str, float]]) -> None:
    with pytest.raises(ValueError, match="at most"):
        thousand(groups, "rest", look=Look())
