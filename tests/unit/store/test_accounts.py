"""Accounts of a class: PINs only as slow hashes, a lock after five wrong ones that nobody can outrun, new PINs."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from simi_lab.store.accounts import ClassInfo, add_class, end_class, find_class, list_classes, seats, sign_in
from simi_lab.store.accounts import pins as pins_of
from simi_lab.store.accounts.classes import open_test, secret_of
from simi_lab.store.accounts.pins import fits, hash_pin, new_pin
from simi_lab.store.accounts.seats import Slip, add_seats, free, remove_seats, renew, sign_ins
from simi_lab.store.accounts.signing import LOCK_MINUTES, TRIES
from simi_lab.store.workspace import Workspace, open_workspace

NOW = 1_764_032_400_000_000
MINUTE = 60_000_000


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(f"sqlite:///{tmp_path / 'workspace.db'}") as opened:
        yield opened


@pytest.fixture
def info(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> ClassInfo:
    monkeypatch.setattr(pins_of, "_COST", 2**4)  # the method stays, its slowness is not what is tested
    return add_class(space, "uji", ["01_mengenal_simi"])


@pytest.fixture
def slip(space: Workspace, info: ClassInfo) -> Slip:
    return add_seats(space, info.class_id, ["elang", "kenari"])[0]


def wrong(slip: Slip) -> str:
    return f"{(int(slip.pin) + 1) % 10**6:06d}"


def test_a_pin_is_kept_only_as_a_salted_hash(space: Workspace, slip: Slip, tmp_path: Path) -> None:
    space.empty_log()
    for file in tmp_path.glob("workspace.db*"):
        assert slip.pin.encode() not in file.read_bytes(), file.name
    one, other = hash_pin("314159"), hash_pin("314159")
    assert one != other, "one salt for all would show equal PINs"
    assert fits("314159", one) and fits("314159", other) and not fits("314158", one)


@pytest.mark.parametrize("kept", ["", "scrypt$x", "md5$16$8$1$00$00", "scrypt$16$8$1$zz$00"])
def test_a_hash_that_cannot_be_read_fits_nothing(kept: str) -> None:
    assert not fits("314159", kept)


def test_pins_that_one_would_guess_first_are_not_given() -> None:
    drawn = {new_pin() for _ in range(300)}
    assert all(len(pin) == pins_of.DIGITS and pin.isdigit() and len(set(pin)) > 2 for pin in drawn)
    assert len(drawn) > 290


def test_a_fitting_pin_opens_and_is_noted(space: Workspace, info: ClassInfo, slip: Slip) -> None:
    answer = sign_in(space, info.class_id, slip.alias, slip.pin, now=NOW)
    assert answer.code == "in" and answer.seat is not None
    assert (answer.seat.alias, answer.seat.role) == (slip.alias, "learner")
    assert sign_ins(space, info.class_id) == {slip.alias: [NOW]}


def test_five_wrong_pins_lock_the_account_for_some_minutes(space: Workspace, info: ClassInfo, slip: Slip) -> None:
    codes = [sign_in(space, info.class_id, slip.alias, wrong(slip), now=NOW).code for _ in range(TRIES)]
    assert codes == ["wrong"] * (TRIES - 1) + ["locked"]
    until = NOW + LOCK_MINUTES * MINUTE
    right = sign_in(space, info.class_id, slip.alias, slip.pin, now=until - 1)
    assert (right.code, right.locked_until) == ("locked", until)
    assert sign_in(space, info.class_id, "kenari", "000000", now=NOW).code == "wrong", "others are not locked"
    assert sign_in(space, info.class_id, slip.alias, slip.pin, now=until + 1).code == "in"


def test_after_the_lock_five_new_tries_are_free(space: Workspace, info: ClassInfo, slip: Slip) -> None:
    for _ in range(TRIES):
        sign_in(space, info.class_id, slip.alias, wrong(slip), now=NOW)
    later = NOW + (LOCK_MINUTES + 1) * MINUTE
    assert sign_in(space, info.class_id, slip.alias, wrong(slip), now=later).code == "wrong"


def test_a_right_pin_forgives_the_wrong_ones_before(space: Workspace, info: ClassInfo, slip: Slip) -> None:
    for _ in range(3):
        for _ in range(TRIES - 1):
            sign_in(space, info.class_id, slip.alias, wrong(slip), now=NOW)
        assert sign_in(space, info.class_id, slip.alias, slip.pin, now=NOW).code == "in"


def test_guesses_side_by_side_cannot_outrun_the_lock(space: Workspace, info: ClassInfo, slip: Slip) -> None:
    def guess(n: int) -> str:
        return sign_in(space, info.class_id, slip.alias, f"x{n}", now=NOW).code

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(guess, range(24)))
    assert codes.count("wrong") <= TRIES - 1
    assert sign_in(space, info.class_id, slip.alias, slip.pin, now=NOW).code == "locked"


def test_the_trainer_frees_an_account_and_its_pin_stays(space: Workspace, info: ClassInfo, slip: Slip) -> None:
    for _ in range(TRIES):
        sign_in(space, info.class_id, slip.alias, wrong(slip), now=NOW)
    seat = seats(space, info.class_id)[0]
    assert seat.is_locked(NOW)
    free(space, seat.account_id)
    assert sign_in(space, info.class_id, slip.alias, slip.pin, now=NOW).code == "in"


def test_a_new_pin_makes_the_old_one_void(space: Workspace, info: ClassInfo, slip: Slip) -> None:
    before = seats(space, info.class_id)[0]
    fresh = renew(space, before)
    assert sign_in(space, info.class_id, slip.alias, fresh.pin, now=NOW).code == "in"
    assert seats(space, info.class_id)[0].pinned_at > before.pinned_at, "cookies of the old slip end with it"
    if fresh.pin != slip.pin:
        assert sign_in(space, info.class_id, slip.alias, slip.pin, now=NOW).code == "wrong"


def test_an_unknown_alias_gets_the_answer_of_a_wrong_pin(space: Workspace, info: ClassInfo, slip: Slip) -> None:
    other = add_class(space, "lain", [])
    assert sign_in(space, info.class_id, "tidak ada", slip.pin, now=NOW).code == "wrong"
    assert sign_in(space, other.class_id, slip.alias, slip.pin, now=NOW).code == "wrong", "an account of another class"


def test_an_ended_class_has_no_key_and_is_not_open(space: Workspace, info: ClassInfo, slip: Slip) -> None:
    open_test(space, info.class_id, "post")
    assert secret_of(space, info.class_id) != secret_of(space, add_class(space, "lain", []).class_id)
    end_class(space, info.class_id)
    found = find_class(space, "uji")
    assert found is not None and not found.is_open and found.open_test == ""
    assert secret_of(space, info.class_id) == ""
    assert [one.label for one in list_classes(space, only_open=True)] == ["lain"]
    assert remove_seats(space, info.class_id) == 2 and seats(space, info.class_id) == []
