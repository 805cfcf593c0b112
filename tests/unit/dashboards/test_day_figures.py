"""One day of the office by hand, against the events of a world, and in words: no browser."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import holoviews as hv
import polars as pl
import pytest

from simi_lab.charts import Look
from simi_lab.clock import offset_seconds
from simi_lab.dashboards.day import choosing, packing, sentences
from simi_lab.dashboards.day.cards import Scene, queue
from simi_lab.dashboards.day.figures import QUARTER, moment, quarters, span, whole
from simi_lab.dashboards.day.reading import ROOMS, Day, day_of, read_day
from simi_lab.store import Run

ZONE = "Asia/Jakarta"
WEDNESDAY = date(2024, 3, 13)
HOURS = {"opens": 8.0, "break_from": 12.0, "break_to": 13.0, "closes": 16.0}
PLAN: dict[str, Any] = {
    "hours": {name: {"values": {"tue": hour, "wed": hour}} for name, hour in HOURS.items()},
    "desks": {place: {"values": {"tue": 2, "wed": 2}} for place in ("counter", "interview", "handover")},
    "outages": [{"first": "2024-03-13", "last": "2024-03-14", "stages": ["printing", "adjudication"]}],
}


def clock(text: str) -> int:
    """Seconds after midnight of "9:30"."""
    hour, minute = text.split(":")
    return int(hour) * 3600 + int(minute) * 60


def utc(text: str, day: date = WEDNESDAY) -> datetime:
    """The instant of an office-local time of the day, seven hours ahead of UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=clock(text)) - timedelta(hours=7)


def events(*rows: tuple[int, str, int | None, str, str | None, str, str]) -> pl.DataFrame:
    """Events of the Wednesday: application, station, officer, queued, started, ended, outcome."""
    made = [
        (key, station, officer, utc(queued), started and utc(started), utc(ended), outcome)
        for key, station, officer, queued, started, ended, outcome in rows
    ]
    at = pl.Datetime("us", "UTC")
    types = {"queued_at": at, "started_at": at, "ended_at": at, "outcome": pl.String}
    schema = {"application_id": pl.Int64, "station": pl.String, "officer_id": pl.Int64, **types}
    return pl.DataFrame(made, schema=schema, orient="row")


def applications(*rows: tuple[int, str, bool, bool]) -> pl.DataFrame:
    types = {"regime": pl.String, "is_priority": pl.Boolean, "is_same_day": pl.Boolean}
    return pl.DataFrame(rows, schema={"application_id": pl.Int64, **types}, orient="row")


@pytest.fixture
def wednesday() -> Day:
    """Three come to the counter, one of them again sent home; one fetches a book; one never comes."""
    rows = events(
        (7001, "counter", 11, "7:30", "8:00", "8:10", "done"),
        (7001, "interview", 21, "8:10", "8:10", "8:30", "done"),
        (7002, "counter", 12, "7:40", "8:00", "8:20", "returned"),
        (7003, "counter", 11, "7:50", "8:10", "8:25", "done"),
        (7003, "interview", 21, "8:25", "8:30", "8:40", "done"),
        (7004, "handover", 31, "9:00", "9:20", "9:25", "done"),
        (7005, "counter", None, "8:00", None, "16:00", "no_show"),
        (7001, "numbering", 41, "8:30", "8:45", "8:50", "done"),
    )
    facts = applications(
        (7001, "manual", True, False), (7002, "manual", False, False), (7003, "simi", False, False),
        (7004, "simi", False, True),
    )  # fmt: skip
    return day_of(rows, facts, WEDNESDAY, PLAN, ZONE)


def test_a_moment_by_hand(wednesday: Day) -> None:
    found = moment(wednesday, clock("8:05"))
    assert (found.waiting, found.longest_s, found.serving, found.left, found.desks) == (1, 15 * 60, 2, 0, 6)
    assert moment(wednesday, clock("7:45")).waiting == 2
    assert moment(wednesday, clock("8:27")).waiting == 1, "the interviewer is still busy"
    at_start = moment(wednesday, clock("8:30"))
    assert (at_start.waiting, at_start.serving, at_start.left) == (0, 1, 2), "who is called no longer waits"
    assert moment(wednesday, clock("12:00")).left == 4


def test_the_day_as_a_whole_by_hand(wednesday: Day) -> None:
    found = whole(wednesday)
    assert found.n_people == 4
    assert found.half_s == 20 * 60, "30, 20, 25 and 20 minutes"
    assert found.longest_s == 30 * 60
    assert (found.peak, found.peak_at) == (2, clock("7:45"))
    assert found.last_s == clock("9:25")
    assert wednesday.n_missed == 1
    assert int(wednesday.people["is_sent_home"].sum()) == 1
    assert wednesday.outage == ("printing", "adjudication")


def test_quarters_are_moments(wednesday: Day) -> None:
    first, last = span(wednesday)
    assert (first, last) == (clock("7:30"), clock("16:00"))
    table = quarters(wednesday, first, last)
    assert table["at"].diff().drop_nulls().unique().to_list() == [QUARTER]
    for at, waiting, serving, left in table.select("at", "waiting", "serving", "left").iter_rows():
        found = moment(wednesday, at)
        assert (waiting, serving, left) == (found.waiting, found.serving, found.left)
    assert (
        table.filter(pl.col("waiting") == 0)["longest_min"].null_count() == table.filter(pl.col("waiting") == 0).height
    )


def test_who_waited_overnight_waits_from_opening_and_is_told_the_evening_before() -> None:
    late = events((1, "handover", 31, "16:10", "32:00", "32:05", "done"))  # 8:00 on the next morning
    facts = applications((1, "manual", False, False))
    evening = day_of(late, facts, WEDNESDAY, PLAN, ZONE)
    assert (evening.is_quiet, evening.n_late) == (True, 1)
    tuesday = late.with_columns(pl.col("queued_at", "started_at", "ended_at").dt.offset_by("-1d"))
    morning = day_of(tuesday, facts, WEDNESDAY, PLAN, ZONE)
    assert morning.steps.select("queued", "started").row(0) == (clock("8:00"), clock("8:00"))
    assert morning.n_late == 0


def test_files_are_there_before_and_after_the_day() -> None:
    rows = events(
        (1, "numbering", 41, "-9:00", "8:10", "8:20", "done"),
        (2, "printing", 51, "15:50", "33:00", "33:10", "done"),
        (3, "printing", 51, "-20:00", "-19:00", "-18:00", "done"),
    )
    day = day_of(rows, applications(), WEDNESDAY, PLAN, ZONE)
    assert day.files.select("place", "queued", "ended").rows() == [
        ("numbering", -9 * 3600, clock("8:20")),
        ("printing", clock("15:50"), clock("33:10")),
    ]


def test_the_browser_gets_numbers_that_name_nobody(wednesday: Day) -> None:
    packed = packing.pack(wednesday)
    text = json.dumps(packed)
    assert not any(str(key) in text for key in (7001, 7002, 7003, 7004))
    assert packed["people"] == [packing.FIRST, packing.SENT_HOME, packing.SIMI, packing.SIMI | packing.FIRST]
    assert packed["steps"][:6] == [0, 0, 0, clock("7:30"), 30 * 60, 10 * 60]
    assert len(packed["steps"]) == 6 * wednesday.steps.height
    assert packed["files"] == [0, 0, clock("8:30"), 15 * 60, 5 * 60]


def test_nobody_is_left_out_of_a_large_day() -> None:
    rows = events(*[(i, "counter", 11, "7:30", "8:00", "8:10", "done") for i in range(400)])
    day = day_of(rows, applications(*[(i, "manual", False, False) for i in range(400)]), WEDNESDAY, PLAN, ZONE)
    assert moment(day, clock("7:45")).waiting == 400
    assert len(packing.pack(day)["people"]) == 400


@pytest.mark.parametrize("nth", [5, 40, 90])
def test_figures_of_a_world_are_those_counted_from_its_events(mungil: Run, nth: int) -> None:
    index = choosing.days_index(mungil, 0)
    day = index["day"][nth]
    rows = mungil.table("events").filter(pl.col("station").is_in(ROOMS), pl.col("started_at").is_not_null()).collect()
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(seconds=offset_seconds(day))
    rows = rows.filter(pl.col("started_at").is_between(midnight, midnight + timedelta(days=1), closed="left"))
    shown = read_day(mungil, 0, day)
    assert shown.people.height == index["n"][nth]
    for at in range(clock("7:00"), clock("16:00"), 1700):
        now = midnight + timedelta(seconds=at)
        waits = rows.filter(pl.col("queued_at") <= now, pl.col("started_at") > now)
        served = rows.filter(pl.col("started_at") <= now, pl.col("ended_at") > now)
        left = rows.group_by("application_id").agg(pl.col("ended_at").max()).filter(pl.col("ended_at") <= now)
        found = moment(shown, at)
        assert (found.waiting, found.serving, found.left) == (waits.height, served.height, left.height)
        if waits.height:
            assert found.longest_s == (now - waits["queued_at"].min()).total_seconds()  # type: ignore[operator]
        assert served.height <= found.desks


def test_a_partner_is_of_the_same_weekday_and_nearest_in_number() -> None:
    index = pl.DataFrame(
        {
            "day": [date(2024, 3, 13), date(2024, 9, 4), date(2024, 9, 11), date(2024, 9, 12), date(2024, 9, 18)],
            "n": [100, 90, 110, 100, 100],
            "way": ["manual", "simi", "simi", "simi", "mixed"],
        }
    )
    assert choosing.partner(index, date(2024, 3, 13)) == date(2024, 9, 11), "of two as near the later"
    assert choosing.partner(index, date(2024, 9, 12)) is None, "no Thursday before SIMI"
    assert choosing.partner(index, date(2024, 3, 16)) is None, "nobody was served"


def test_interesting_days_of_a_world(mungil: Run) -> None:
    index = choosing.days_index(mungil, 0)
    found = {entry.kind: entry.day for entry in choosing.interesting(mungil, 0)}
    before = index.filter(pl.col("way") == "manual")
    assert before["day"].max() < date(2024, 8, 1), "SIMI is live from then on"  # type: ignore[operator]
    assert index.filter(pl.col("day") == found["busiest"])["n"].item() == before["n"].max()
    assert index.filter(pl.col("day") == found["usual"])["n"].item() == sorted(before["n"])[before.height // 2]
    assert {"busiest_simi", "usual_simi"} <= set(found)
    assert "outage" not in found


def test_the_first_day_of_an_outage_is_on_the_list(mungil: Run) -> None:
    office = {"outages": [{"first": "2024-06-20", "last": "2024-06-27", "stages": ["printing"]}]}
    down = SimpleNamespace(
        table=mungil.table, hash="with an outage", scenario={**mungil.scenario, "office": office}, name="uji"
    )
    entries = choosing.interesting(down, 0)
    assert [entry.day for entry in entries if entry.kind == "outage"] == [date(2024, 6, 20)]
    assert choosing.day_options(entries, date(2024, 6, 20), "id")[-1][1] == "Hari pertama gangguan, 20 Juni 2024"


@pytest.mark.parametrize("lang", ["id", "en"])
def test_words_of_a_day(wednesday: Day, lang: str) -> None:
    said = {
        "id": ("Rabu, 13 Maret 2024", "8:05 (", "1 menunggu, terlama 15 menit; 2 dari 6 meja", "kurang dari 5"),
        "en": ("Wednesday, 13 March 2024", "8:05 (", "1 waiting, longest 15 min; 2 of 6 desks", "fewer than 5"),
    }[lang]
    assert sentences.title(wednesday, lang).startswith(said[0])
    assert said[2] in sentences.line(wednesday, clock("8:05"), lang)
    about = sentences.about(wednesday, whole(wednesday), lang)
    assert said[3] in about, "a handful is not counted out"
    assert "4" in about.split(".")[0]
    assert sentences.answer(wednesday, whole(wednesday), lang).startswith(said[0])


def test_the_clock_says_when_desks_do_not_work(wednesday: Day) -> None:
    assert sentences.line(wednesday, clock("7:45"), "id").startswith("07:45 (belum buka): 2 menunggu")
    assert sentences.line(wednesday, clock("12:30"), "id").startswith("12:30 (istirahat): tidak ada yang menunggu")
    assert "(" not in sentences.line(wednesday, clock("8:05"), "id")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2024, 3, 16), "Pada hari Sabtu kantor ini tutup."),
        (date(2024, 3, 12), "Kantor tutup: "),
        (date(2024, 3, 20), "tidak ada yang dilayani"),
    ],
)
def test_a_day_without_anyone_is_answered_with_words(day: date, said: str) -> None:
    quiet = day_of(events(), applications(), day, PLAN, ZONE)
    assert said in sentences.closed(quiet, "id")
    assert whole(quiet).n_people == 0
    assert packing.pack(quiet)["steps"] == []
    assert span(quiet)[0] < span(quiet)[1]
    chart = queue(Scene(((quiet, whole(quiet)),), span(quiet), "uji", "Kantor"), Look("id"))
    assert (chart.plot, chart.table, chart.title) == (None, None, "Tidak ada antrean")


def test_two_days_that_are_not_equally_busy_are_told_apart(wednesday: Day) -> None:
    found = whole(wednesday)
    assert sentences.fairness(found, found, "id") == ""
    fuller = SimpleNamespace(n_people=5)
    assert "(4 dan 5 pemohon)" in sentences.fairness(found, fuller, "id")  # type: ignore[arg-type]


@pytest.mark.parametrize("dark", [False, True])
def test_the_queue_is_a_chart_with_a_row_per_quarter_and_both_days(wednesday: Day, dark: bool) -> None:
    found = whole(wednesday)
    chart = queue(
        Scene(((wednesday, found), (wednesday, found)), span(wednesday), "uji", "Kantor"), Look("en", dark=dark)
    )
    assert hv.render(chart.plot, backend="bokeh").y_range.start == 0
    assert chart.title == "Longest queues: 2 at 07:45 on 13 March 2024; 2 at 07:45 on 13 March 2024"
    assert chart.table is not None
    row = chart.table.filter(pl.col("time") == "09:15").row(0, named=True)
    assert (row["waiting_1"], row["left_2"], row["longest_min_1"]) == (1, 3, 15)
    assert {column.name for column in chart.columns} == set(chart.table.columns)
