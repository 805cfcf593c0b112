"""Router and session: page, language, theme and filters follow the address, and the address follows them."""

from __future__ import annotations

from typing import Any

import param
import pytest

from simi_lab.shell import Filters, Route, Session
from simi_lab.shell.router import Router


class Chosen(Filters):
    district = param.Selector(default="all", objects=["all", "A", "B"])


class Own(Filters):
    seats = param.Integer(default=1)


BUILT: list[str] = []


def chosen(session: Session) -> Chosen:
    return Chosen()


def own(session: Session) -> Own:
    return Own()


def page(slug: str, **options: Any) -> Route:
    def build(session: Session) -> str:
        BUILT.append(slug)
        return f"view of {slug}"

    return Route(slug, "Menu", "home", build, **options)


ROUTES = [
    page("one", filters=chosen),
    page("two/deep", filters=chosen),
    page("three", filters=own),
    page("secret", roles=frozenset({"trainer"})),
]


def router(query: str = "", session: Session | None = None) -> Router:
    BUILT.clear()
    made = Router(session or Session(), ROUTES, {})
    if query:
        made.restore(query)
    return made


def test_an_empty_address_shows_the_first_page_and_is_completed() -> None:
    made = router()
    assert (made.page, made.query) == ("one", "page=one&lang=id")
    assert [item.object for item in made.body] == ["view of one"]


def test_a_deep_link_restores_page_language_theme_and_filters() -> None:
    made = router("page=two/deep&lang=en&theme=dark&district=B")
    assert (made.page, made.session.lang, made.session.theme) == ("two/deep", "en", "dark")
    assert made.session.shared(chosen).district == "B"
    assert made.query == "page=two/deep&lang=en&theme=dark&district=B"
    assert made.refused == []


def test_views_are_built_when_wanted_and_once() -> None:
    made = router()
    for query in ("page=three", "page=one", "page=three", "lang=en", "theme=dark"):
        made.patch(query)
    assert BUILT == ["one", "three"]


def test_pages_with_the_same_factory_share_filters_and_others_keep_theirs() -> None:
    made = router("page=one&district=A")
    made.patch("page=two/deep")
    assert made.query == "page=two/deep&lang=id&district=A"
    made.patch("page=three&seats=4")
    assert made.query == "page=three&lang=id&seats=4"
    made.patch("page=one")
    assert made.query == "page=one&lang=id&district=A"


def test_going_back_brings_the_filters_of_that_time() -> None:
    made = router("page=one&district=A")
    before = made.query
    made.patch("page=two/deep")
    made.session.shared(chosen).district = "B"
    assert made.query.endswith("district=B")
    made.restore(before)
    assert (made.page, made.session.shared(chosen).district, made.query) == ("one", "A", before)
    made.restore("page=one")
    assert made.session.shared(chosen).district == "all", "what an address does not mention is the default"


def test_a_change_of_filter_language_or_theme_rewrites_the_address() -> None:
    made, told = router(), []
    made.param.watch(lambda event: told.append(event.new), "query")
    made.session.shared(chosen).district = "B"
    made.session.lang = "en"
    made.session.theme = "dark"
    assert told == [
        "page=one&lang=id&district=B",
        "page=one&lang=en&district=B",
        "page=one&lang=en&theme=dark&district=B",
    ]


def test_what_cannot_be_is_refused_by_name_and_forgotten_later() -> None:
    made = router("page=nowhere&district=Z&lang=xx")
    assert made.refused == ["page", "district"]
    assert made.query == "page=one&lang=id"
    made.patch("page=three")
    assert made.refused == []


def test_pages_of_other_roles_are_not_there() -> None:
    learner, trainer = (Session(account="kopi", roles=frozenset({role})) for role in ("learner", "trainer"))
    assert router("page=secret", learner).page == "one"
    assert router("page=secret", trainer).page == "secret"
    assert router("page=secret", Session(account="")).page == "one", "nobody is signed in"
    assert router("page=secret").page == "secret", "a computer without accounts"
    with pytest.raises(ValueError, match="at least one page"):
        Router(learner, ROUTES[3:], {})


def test_a_page_that_fails_is_told_in_plain_words(caplog: pytest.LogCaptureFixture) -> None:
    def build(session: Session) -> str:
        raise RuntimeError("broken on purpose")

    made = Router(Session(), [Route("bad", "Menu", "home", build)], {})
    assert "belum dapat ditampilkan" in made.body[0].object
    assert "broken on purpose" in caplog.text


@pytest.mark.parametrize(
    ("args", "headers", "expected"),
    [
        ({}, {}, ("id", "light", False)),
        ({"lang": "en", "theme": "dark"}, {"User-Agent": "Pixel Mobile Safari"}, ("en", "dark", True)),
        ({"lang": "fr", "theme": "pink"}, {"Sec-CH-Prefers-Color-Scheme": '"dark"'}, ("id", "dark", False)),
        ({"theme": "light"}, {"sec-ch-prefers-color-scheme": "dark"}, ("id", "light", False)),
    ],
)
def test_a_session_begins_as_the_request_says(args: Any, headers: Any, expected: Any) -> None:
    session = Session.of_request(args, headers)
    assert (session.lang, session.theme, session.is_phone) == expected


def test_the_theme_of_the_system_is_not_written_to_the_address() -> None:
    made = Router(Session.of_request({}, {"Sec-CH-Prefers-Color-Scheme": "dark"}), ROUTES, {})
    assert (made.session.theme, made.query) == ("dark", "page=one&lang=id")
    made.patch("theme=light")
    assert made.query == "page=one&lang=id&theme=light"


def test_words_follow_the_language() -> None:
    session = Session()
    words = session.text("Run: {name}", name="mungil")
    assert words() == "Dunia: mungil"
    session.lang = "en"
    assert (words(), session.say("Menu")) == ("Run: mungil", "Menu")
