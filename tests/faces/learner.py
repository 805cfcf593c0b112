"""A learner who has only a keyboard, able to answer every kind of question on a lesson's sheet.

keys = Keys(page)
keys.answer(step, key_answer(step))
keys.press("check")
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

ACTIVE = """() => {let e = document.activeElement; while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  return e ? {tag: e.tagName, type: e.type ?? "", value: e.value ?? "", name: e.name ?? "",
    action: e.dataset?.action ?? "", label: e.getAttribute("aria-label") ?? "", key: e.closest("li")?.dataset.key ?? "",
    kind: e.className} : {}}"""
SHEET = """() => {const find = (root) => {for (const e of root.querySelectorAll("*")) {
  if (e.matches("section.sheet")) return e; const in_ = e.shadowRoot && find(e.shadowRoot); if (in_) return in_}}
  return find(document)}"""


class Keys:
    """A learner who has only a keyboard.

    Parameters
    ----------
    page : a playwright page with a lesson on it
    """

    def __init__(self, page: Any) -> None:
        self.page = page

    def answer(self, step: Any, response: Any) -> None:
        """Put in a response to a question, as its kind wants it; nothing is checked yet."""
        ways: dict[str, Callable[[Any], None]] = {
            "single": self.choose_one,
            "multiple": self.choose_some,
            "numeric": self.type_number,
            "order": self.arrange,
            "match": self.pick,
            "sort": self.put_in_bins,
            "text": self.type_words,
            "chart": self.choose_one,
            "case": self.choose_one,
            "specimen": self.choose_some,
        }
        ways[step.kind](response)

    def active(self) -> dict[str, str]:
        """What has the focus."""
        return self.page.evaluate(ACTIVE)

    def tab_to(self, **wanted: str) -> dict[str, str]:
        """Press Tab until the focus is on an element with these marks."""
        here: dict[str, str] = {}
        for _ in range(90):
            here = self.active()
            if all(here.get(name) == value for name, value in wanted.items()):
                return here
            self.page.keyboard.press("Tab")
        raise AssertionError(f"not reached by Tab: {wanted}; last {here}")

    def press(self, action: str) -> None:
        """Press a button of the sheet."""
        self.tab_to(action=action)
        self.page.keyboard.press("Enter")

    def restart_at_heading(self) -> None:
        """Put the focus where a new step puts it."""
        self.page.evaluate(f"() => ({SHEET})().querySelector('h2').focus()")

    def choose_one(self, key: str, name: str = "answer") -> None:
        """Choose in a group of radio buttons with the arrow keys."""
        if self.tab_to(type="radio", name=name)["value"] == key:
            self.page.keyboard.press("Space")
            return
        for _ in range(12):
            self.page.keyboard.press("ArrowDown")
            if self.active()["value"] == key:
                return
        raise AssertionError(f"{key} is not in the group {name}")

    def choose_some(self, keys: list[str]) -> None:
        """Tick boxes, wherever on the sheet they stand."""
        for key in keys:
            self.restart_at_heading()
            self.tab_to(type="checkbox", value=key)
            self.page.keyboard.press("Space")

    def type_number(self, value: float) -> None:
        """Type a number into the field."""
        self.type_words(f"{value:g}")

    def type_words(self, words: str) -> None:
        """Type into the field."""
        self.tab_to(type="text")
        self.page.keyboard.type(words)

    def pick(self, partners: dict[str, str]) -> None:
        """Choose in native lists; a letter key opens nothing and arrow keys move, as on every desk."""
        for name, value in partners.items():
            self.restart_at_heading()
            self.tab_to(tag="SELECT", name=name)
            for _ in range(14):
                if self.active()["value"] == value:
                    break
                self.page.keyboard.press("ArrowDown")
            assert self.active()["value"] == value, f"{value} is not in the list of {name}"

    def put_in_bins(self, bins: dict[str, str]) -> None:
        """Choose a bin for each card."""
        for card, place in bins.items():
            self.restart_at_heading()
            self.choose_one(place, name=f"card-{card}")

    def arrange(self, keys: list[str]) -> None:
        """Bring each card to its place with its arrow; the focus stays on the arrow that was pressed."""
        for place, key in enumerate(keys):
            self.restart_at_heading()
            self.tab_to(kind="arrow up", key=key)
            for _ in range(len(keys)):
                if self._cards().index(key) == place:
                    break
                self.page.keyboard.press("Enter")
                assert self.active()["key"] == key, "the focus left the card"

    def _cards(self) -> list[str]:
        return self.page.evaluate(f"() => [...({SHEET})().querySelectorAll('ol.cards li')].map((e) => e.dataset.key)")


class Thumbs:
    """A learner who presses things on a screen: with the thumb where `is_touch`, else with the mouse.

    Parameters
    ----------
    page : a playwright page with a lesson on it
    """

    def __init__(self, page: Any, *, is_touch: bool) -> None:
        self.page, self.is_touch = page, is_touch
        self.sheet = page.locator("section.sheet")

    def answer(self, step: Any, response: Any) -> None:
        """Put in a response to a question, as its kind wants it; nothing is checked yet."""
        if step.kind in ("numeric", "text"):
            self.sheet.locator("input[type=text]").fill(response if isinstance(response, str) else f"{response:g}")
        elif step.kind == "match":
            for name, value in response.items():
                self.sheet.locator(f"select[name={name}]").select_option(value)
        elif step.kind == "sort":
            for card, place in response.items():
                self._press(self.sheet.locator(f'label:has(input[name="card-{card}"][value="{place}"])'))
        elif step.kind == "order":
            self._arrange(response)
        else:
            for key in [response] if isinstance(response, str) else response:
                self._press(self.sheet.locator(f'label:has(input[name="answer"][value="{key}"])'))

    def press(self, action: str) -> None:
        """Press a button of the sheet."""
        self._press(self.sheet.locator(f"[data-action={action}]"))

    def _press(self, spot: Any) -> None:
        if self.is_touch:
            spot.tap()
        else:
            spot.click()

    def _arrange(self, keys: list[str]) -> None:
        cards = self.sheet.locator("ol.cards li")
        for place, key in enumerate(keys):
            while (shown := [each.get_attribute("data-key") for each in cards.all()]).index(key) > place:
                self._press(cards.nth(shown.index(key)).locator(".up"))
