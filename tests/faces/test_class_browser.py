"""A class in the browser: a learner signs in on a phone and takes the test, the trainer watches the board."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
SLIP = re.compile(r"Alias</span></dt><dd>([^<]+)</dd><dt>PIN</dt><dd class='pin'>([^<]+)</dd>")


@pytest.fixture
def started(tmp_path: Path) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """A class started as a person does: address, the trainer's PIN, slips."""
    import os

    environment = {**os.environ, "SIMI_LAB_HOME": str(tmp_path), "SIMI_LAB_LANG": "en", "SIMI_LAB_STRICT": "1"}
    environment.pop("SIMI_LAB_DATABASE", None)
    line = [sys.executable, "-m", "simi_lab", "class", "start", "--seats", "3", "--name", "uji", "--port", "17900"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            said = ""
            for text in process.stdout or ():
                said += text
                if "Ready" in text:
                    break
            address, pin = re.search(r"http\S+", said), re.search(r"PIN (\d+)", said)
            assert address and pin, said
            page = (tmp_path / ".simi" / "classes" / "uji" / "slips.html").read_text(encoding="utf-8")
            slips = [(alias, digits.replace("&thinsp;", "")) for alias, digits in SLIP.findall(page)]
            yield address[0], pin[1], slips
        finally:
            process.terminate()


def _sign_in(page: Any, alias: str, pin: str) -> None:
    page.get_by_label(re.compile("Alias|samaran")).fill(alias)
    page.get_by_label("PIN").fill(pin)
    page.get_by_role("button").click()


def test_a_learner_signs_in_and_takes_the_test_and_the_trainer_sees_it(started: Any, visit: Any) -> None:
    from playwright.sync_api import expect

    address, pin, slips = started
    (alias, own), *_ = slips
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
    _sign_in(trainer.page, "pelatih", pin)
    trainer.ready()
    trainer.page.get_by_role("link", name="Class board").click()
    row = trainer.page.get_by_role("row", name=re.compile(f"^{alias}"))
    expect(row).to_contain_text(re.compile("minute|now"))
    trainer.page.get_by_role("button", name="Close the test").click()
    expect(trainer.page.get_by_role("button", name="Open the second test")).to_be_visible()
    trainer.is_sound()
