"""A class on its server: the page to sign in, what it keeps out, and learners who join at the same moment."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from simi_lab.store.accounts import pins as pins_of
from simi_lab.store.accounts.signing import TRIES
from simi_lab.store.workspace import Workspace, open_workspace
from simi_lab.training import Record
from simi_lab.training.classroom import Opened, open_class

sys.path.insert(0, str(Path(__file__).parent))  # tests are no package: their own modules lie beside them
from class_client import Client
from ports_of_workers import first_port
from served import Served, served

FIRST = "belajar/01_mengenal_simi"


@dataclass
class Room:
    """A class that is served in a thread of this process."""

    server: Served
    space: Workspace
    opened: Opened

    @property
    def host(self) -> str:
        """Address and port."""
        return self.server.host

    def client(self, n: int) -> Client:
        """The learner of a slip."""
        return Client(self.host, self.opened.slips[n].alias, self.opened.slips[n].pin)

    def run(self, work: Any) -> Any:
        """Do what clients do."""
        return self.server.run(work)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    from simi_lab.serving import free_port
    from simi_lab.serving.class_server import class_server
    from simi_lab.serving.door import Door

    home: Path = tmp_path_factory.mktemp("class")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIMI_LAB_HOME", str(home))
        patch.delenv("SIMI_LAB_DATABASE", raising=False)
        patch.setattr(pins_of, "_COST", 2**8)
        space = open_workspace()
        opened = open_class(space, "uji", 10, ["01_mengenal_simi"])
        door, port = Door(space, opened.info), free_port(first_port(16700))
        with served(port, lambda: class_server(door, port=port)) as server:
            yield Room(server, space, opened)
        door.close()
        space.close()


async def _learn(client: Client) -> int:
    """Join, and answer the first question until it is right or its solution is due; how many answers were given."""
    assert (await client.sign_in()).code == 303
    await client.open(FIRST)
    view = await client.first_question()
    given = 0
    for option in view["control"]["options"][:3]:
        given += 1
        view = await client.act({"do": "check", "response": option["key"]})
        if view["feedback"]["tone"] == "right":
            break
    client.close()
    return given


async def _together(clients: list[Client], work: Callable[[Client], Any]) -> list[Any]:
    return await asyncio.gather(*map(work, clients))


def test_learners_who_join_together_lose_no_answer_and_keep_their_own_records(room: Room) -> None:
    clients = [room.client(n) for n in range(5)]
    given = room.run(_together(clients, _learn))
    for client, n in zip(clients, given, strict=True):
        events = Record(room.space, client.alias).read(FIRST.partition("/")[2]).events
        assert sum(event.verb == "answered" for event in events) == n, client.alias
    assert Record(room.space, "tamu").read().events == (), "nothing may go to the guest"


_DOORS = ["/belajar", "/belajar?page=belajar/kelas", "/", "/belajar/autoload.js?bokeh-autoload-element=x"]


@pytest.mark.parametrize("path", _DOORS)
def test_whoever_is_not_signed_in_gets_the_page_to_sign_in(room: Room, path: str) -> None:
    answer = room.run(Client(room.host, "x", "x").fetch(path))
    assert answer.code == 302
    assert b"token" not in (answer.body or b"")


def test_a_line_without_cookies_is_refused_even_with_a_token(room: Room) -> None:
    client = room.client(5)

    async def steal() -> None:
        await client.sign_in()
        signed = dict(client.cookies)
        fetch = client.fetch

        async def without(path: str, form: dict[str, str] | None = None) -> Any:
            answer = await fetch(path, form)
            client.cookies.clear()
            return answer

        client.fetch = without  # type: ignore[method-assign]
        assert signed
        await client.open(FIRST)

    with pytest.raises(HTTPClientError, match="403"):
        room.run(steal())


def test_five_wrong_pins_are_told_kindly_and_the_right_one_must_wait(room: Room) -> None:
    right = room.client(6)
    wrong = Client(room.host, right.alias, "000001")

    async def guess() -> list[str]:
        return [(await wrong.sign_in()).body.decode() for _ in range(TRIES)]

    pages = room.run(guess())
    assert all("tidak cocok" in page for page in pages[:-1])
    assert "terkunci 5 menit lagi" in pages[-1] and "Pelatih dapat membukanya" in pages[-1]
    assert room.run(right.sign_in()).code == 200
    assert "seat" not in right.cookies and "seat" not in wrong.cookies


@pytest.mark.parametrize(
    "wanted", ["//elsewhere.example/belajar", "https://elsewhere.example", "/masuk", "/belajar\\x"]
)
def test_after_signing_in_one_only_goes_to_the_academy(room: Room, wanted: str) -> None:
    from urllib.parse import quote

    client = room.client(7)
    client.login = f"/masuk?next={quote(wanted, safe='')}"
    assert room.run(client.sign_in()).headers["Location"] == "/belajar?lang=id"


def test_cookies_of_an_old_slip_and_forged_ones_open_nothing(room: Room) -> None:
    from simi_lab.store.accounts import seats
    from simi_lab.store.accounts.seats import renew

    client = room.client(8)

    async def sign() -> None:
        assert (await client.sign_in()).code == 303
        assert (await client.fetch("/belajar")).code == 200

    room.run(sign())
    forged = Client(room.host, "x", "x", cookies={**client.cookies, "seat": client.cookies["seat"][:-4] + "0000"})
    assert room.run(forged.fetch("/belajar")).code == 302
    renew(room.space, next(seat for seat in seats(room.space, room.opened.info.class_id) if seat.alias == client.alias))

    async def wait() -> int:
        await asyncio.sleep(2.1)  # the door looks at the accounts every two seconds
        return (await client.fetch("/belajar")).code

    assert room.run(wait()) == 302


def test_too_many_failures_from_one_place_are_stopped_for_a_while() -> None:
    from simi_lab.serving.door import Limits

    now = [0.0]
    limits = Limits(most=3, seconds=60, clock=lambda: now[0])
    for _ in range(3):
        assert not limits.is_over("192.0.2.9")
        limits.count("192.0.2.9")
    assert limits.is_over("192.0.2.9") and not limits.is_over("192.0.2.10")
    now[0] = 61
    assert not limits.is_over("192.0.2.9")
    for n in range(1_200):
        limits.count(f"place {n}")
    assert len(limits._failures) <= 1_000


def test_only_the_trainer_has_the_board() -> None:
    from simi_lab.shell import Session
    from simi_lab.training.pages.routes import academy_routes

    routes = academy_routes()

    def pages(session: Session) -> set[str]:
        return {route.slug for route in routes if route.is_for(session)}

    learner, trainer = (Session(account="elang", roles=frozenset({role})) for role in ("learner", "trainer"))
    assert "belajar/kelas" in pages(trainer) and "belajar/tes" in pages(trainer)
    assert "belajar/kelas" not in pages(learner) and "belajar/tes" in pages(learner)
    assert "belajar/kelas" in pages(Session()) and "belajar/tes" not in pages(Session())


def _sign_in(page: Any, alias: str, pin: str) -> None:
    page.get_by_label(re.compile("Alias|samaran")).fill(alias)
    page.get_by_label("PIN").fill(pin)
    page.get_by_role("button").click()


@pytest.mark.browser
def test_a_learner_signs_in_and_takes_the_test_and_the_trainer_sees_it(room: Room, visit: Any) -> None:
    from playwright.sync_api import expect

    address, (alias, own), chief = (
        f"http://{room.host}/",
        (room.client(9).alias, room.client(9).pin),
        room.opened.trainer,
    )
    learner = visit(f"{address}belajar?page=belajar/tes&lang=id", "phone", is_panel=False)
    learner.is_sound()
    _sign_in(learner.page, alias, "000001")
    expect(learner.page.get_by_role("alert")).to_contain_text("tidak cocok")
    assert learner.axe() == []
    _sign_in(learner.page, alias, own)
    learner.ready()
    learner.page.locator("[data-action=forward]").click()
    expect(learner.page.get_by_text(re.compile("Pertanyaan 2 dari"))).to_be_visible()
    learner.is_sound()
    trainer = visit(f"{address}masuk?lang=en", is_panel=False)
    _sign_in(trainer.page, chief.alias, chief.pin)
    trainer.ready()
    trainer.page.get_by_role("link", name="Class board").click()
    row = trainer.page.get_by_role("row", name=re.compile(f"^{alias}"))
    expect(row).to_contain_text(re.compile("minute|now"))
    trainer.page.get_by_role("button", name="Close the test").click()
    expect(trainer.page.get_by_role("button", name="Open the second test")).to_be_visible()
    trainer.is_sound()
