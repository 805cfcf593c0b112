"""What an impact evaluation reads: the truth of the twin, the parts of the error, windows, and its words."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from simi_lab.errors import BadRequest
from simi_lab.measures.series_months import Event
from simi_lab.reporting import find_template
from simi_lab.reporting.impact import read_impact, sections
from simi_lab.reporting.impact.charts import month_lines
from simi_lab.reporting.impact.read import Evaluation
from simi_lab.reporting.impact.tables import tries
from simi_lab.reporting.impact.words import moved, signed
from simi_lab.reporting.parameters import ParameterError, check
from simi_lab.study import Run
from simi_lab.study.series import FIGURES, Impact, impact

LIVE = date(2024, 8, 1)
MONTHS = [date(2023 + i // 12, 1 + i % 12, 1) for i in range(36)]


def invented(effect: float, *, channels: float = 0.0, events: tuple[Event, ...] = ()) -> Evaluation:
    """An evaluation of hand-made months: a flat office, a known effect, a shift of the channels."""
    rows = [
        {"month": m, "metric": metric, "n": 50, "without": 40.0 + 0.01 * (i % 3),
         "never": 40.0 + 0.01 * (i % 3) + (channels if m >= LIVE else 0),
         "was": 40.0 + 0.01 * (i % 3) + (channels + effect if m >= LIVE else 0)}
        for metric in FIGURES
        for i, m in enumerate(MONTHS)
    ]  # fmt: skip
    frame = pl.DataFrame(rows).with_columns(pl.col("was").alias("seen"))
    months = Impact(frame, LIVE, events)
    return Evaluation(None, months, "wait_min", None, None, False, "en", {"metrics": {}})  # type: ignore[arg-type]


def test_the_truth_and_the_parts_of_the_error_are_those_that_were_put_in() -> None:
    found = invented(-10.0, channels=-3.0).main
    assert found is not None
    assert found.truth == pytest.approx(-10.0)
    assert found.effect.value == pytest.approx(-13.0, abs=0.05)
    assert found.parts["channels"] == pytest.approx(-3.0, abs=0.01)
    assert found.parts["shape"] == pytest.approx(0.0, abs=0.01)
    assert not found.holds  # the series takes the channels for SIMI's
    assert found.speaks
    assert invented(-10.0).main.holds  # type: ignore[union-attr]


def test_the_parts_add_up_to_the_error(mungil: Run) -> None:
    evaluation = read_impact(mungil.name)
    found = evaluation.main
    assert found is not None
    assert sum(found.parts.values()) == pytest.approx(found.effect.value - found.truth)
    assert found.truth < 0  # waits are shorter on the same applicants
    assert found.never + found.truth > 0


def test_twins_are_the_run_itself_until_simi_begins(mungil: Run) -> None:
    """Nothing differs before the first day but for those filed then and served later, and for cases cut off."""
    rows = impact(mungil).of("wait_min")
    early = rows.filter(pl.col("month") < pl.lit(impact(mungil).live)).head(1)
    assert early["was"].item() == pytest.approx(early["never"].item(), abs=0.01)
    assert early["was"].item() == pytest.approx(early["without"].item(), abs=0.01)
    assert early["was"].item() == pytest.approx(early["seen"].item(), abs=0.3)  # bins round to the minute
    late = rows.filter(pl.col("month") > pl.lit(impact(mungil).live))
    assert (late["was"] < late["never"]).all()


def test_months_of_an_outage_can_be_left_out() -> None:
    outage = Event("outage_1", "span", date(2024, 6, 20), date(2024, 6, 27))
    kept = invented(-10.0, events=(outage,))
    out = Evaluation(kept.run, kept.impact, "wait_min", None, None, True, "en", kept.promise)
    assert kept.main is not None and out.main is not None
    assert set(kept.main.fit.months) - set(out.main.fit.months) == {date(2024, 6, 1)}
    assert "outage_1" in kept.main.fit.design.names
    assert "outage_1" not in out.main.fit.design.names


def test_small_months_are_left_out() -> None:
    whole = invented(-10.0)
    few = whole.impact.months.with_columns(pl.when(pl.col("month") == MONTHS[3]).then(4).otherwise("n").alias("n"))
    rest = Evaluation(whole.run, Impact(few, LIVE, ()), "wait_min", None, None, False, "en", whole.promise)
    assert rest.main is not None
    assert MONTHS[3] not in rest.main.fit.months


def test_nothing_below_zero_is_drawn() -> None:
    evaluation = invented(-39.0)
    assert evaluation.main is not None
    lines = month_lines(evaluation.main)
    assert lines.filter(pl.col("value") < 0).is_empty()
    assert lines.filter(pl.col("line") == "never")["month"].min() == LIVE


def test_too_few_months_give_a_report_that_says_so(mungil: Run) -> None:
    evaluation = read_impact(mungil.name, bulan_sebelum="1", bulan_sesudah="1", lang="en")
    assert evaluation.main is None
    assert "too few" in sections.opening(evaluation).html
    assert sections.series(evaluation).html == sections.why(evaluation).html == ""


def test_differences_are_said_plainly() -> None:
    assert moved(-56.28, "wait_min", "en") == "down 56.3 minutes"
    assert moved(0.32, "lead_days", "id") == "naik 0,32 hari"
    assert moved(0.001, "visits", "en") == "unchanged"
    assert signed(-0.001, "visits", "en") == "0.00"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ukuran": "luck"}, "wait_min, lead_days"),
        ({"bulan_sebelum": "0"}, "bulan_sebelum=0"),
        ({"bulan_sesudah": "many"}, "bulan_sesudah=many"),
        ({"tanpa_gangguan": "yes"}, "ya, tidak"),
    ],
)
def test_wrong_parameters_are_refused_with_what_would_be_right(mungil: Run, given: dict[str, str], said: str) -> None:
    with pytest.raises(ParameterError) as caught:
        check(find_template("evaluasi_dampak"), {"run": mungil.name, **given})
    assert said in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_run_in_which_simi_does_not_begin_is_refused(mungil: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simi_lab.reporting.parameters.go_live_of", lambda _: None)
    with pytest.raises(ParameterError, match="does not begin"):
        check(find_template("evaluasi_dampak"), {"run": mungil.name})
    monkeypatch.setattr("simi_lab.study.series.go_live_of", lambda _: None)
    with pytest.raises(BadRequest, match="does not begin"):
        impact(mungil)


def test_a_window_beyond_the_run_is_not_told_twice(mungil: Run) -> None:
    assert len(tries(read_impact(mungil.name))) == 1  # three months on each side, too few for a season
    assert [with_season for _, with_season, _ in tries(invented(-5.0))] == [
        True,
        False,
        True,
        False,
        True,
        False,
        False,
    ]
