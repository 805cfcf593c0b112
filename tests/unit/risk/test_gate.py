"""The gate opens for a finished form of the very models, and for nothing else; whoever is stopped is told why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from simi_lab.cli import main
from simi_lab.errors import BadRequest
from simi_lab.risk.models import save
from simi_lab.risk.telling.dpia import PARTS, closing, form_text, opening
from simi_lab.risk.telling.dpia_reading import read_form
from simi_lab.store.derive import Derived
from simi_lab.study import gate as gates
from simi_lab.study import model as models

ANSWER = "Tugas pelayanan paspor memerlukan percakapan yang lebih lama dengan sebagian orang."


@pytest.fixture(scope="session")
def two_fits(tmp_path_factory, fitted, frame, evaluation) -> list[Path]:
    """Two folders of models, as two fits of one run leave them."""
    folders = []
    for name in ("first", "second"):
        folder = tmp_path_factory.mktemp(name)
        for table in ("scores", "features"):
            frame.head(5).write_parquet(folder / f"{table}.parquet")
        (folder / "evaluation.json").write_text(json.dumps(evaluation.to_dict()), encoding="utf-8")
        save(fitted, folder, beside=("evaluation.json", "scores.parquet"))
        folders.append(folder)
    return folders


@pytest.fixture
def refit(tmp_path, monkeypatch, two_fits) -> Callable[[], Path]:
    """Fit, as far as the disk can tell: each call leaves other models of the same run behind."""
    monkeypatch.setenv("SIMI_LAB_HOME", str(tmp_path))
    monkeypatch.setenv("SIMI_LAB_STRICT", "1")
    thing = Derived(tmp_path / "risk-1", "risk", {}, {"run": "a" * 64})
    monkeypatch.setattr(models, "scenario_of", lambda run: None)
    monkeypatch.setattr(models, "_place", lambda run, scenario: thing)
    fits = iter(two_fits)

    def again() -> Path:
        thing.delete()
        with thing.writing() as folder:
            shutil.copytree(next(fits), folder, dirs_exist_ok=True)
        return thing.path

    return again


@pytest.fixture
def run(refit) -> SimpleNamespace:
    refit()
    return SimpleNamespace(name="mungil", hash="a" * 64)


def fill(path: Path, *, leave: str = "", **said: str) -> None:
    """Write an answer into each open place but one."""
    text = path.read_text(encoding="utf-8")
    for part in PARTS:
        if part == leave:
            continue
        before, rest = text.split(opening(part))
        _, after = rest.split(closing(part))
        usual = "Kepala kantor, 2025-03-31" if part == "signed" else ANSWER
        text = f"{before}{opening(part)}\n{said.get(part, usual)}\n{closing(part)}{after}"
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_finished_form_of_these_models_opens_the_gate(run, lang) -> None:
    assert gates.gate(run).state == "no_form"
    written = gates.write_form(run, lang)
    assert (written.is_open, written.state, written.missing) == (False, "open_parts", tuple(PARTS))
    fill(gates.form_path(run, lang))
    found = gates.gate(run)
    assert found.is_open
    assert not found.command


@pytest.mark.parametrize("part", PARTS)
def test_each_part_left_open_keeps_it_closed_and_is_named(run, part) -> None:
    gates.write_form(run, "id")
    fill(gates.form_path(run, "id"), leave=part)
    found = gates.gate(run)
    assert (found.is_open, found.missing) == (False, (part,))
    assert PARTS[part][0] in found.why


@pytest.mark.parametrize(
    ("part", "said"),
    [("risks", ""), ("risks", "-"), ("dpo", "n/a"), ("necessity", "lihat di atas"), ("signed", "Kepala kantor"),
     ("signed", "2025-03-31"), ("signed", "Kepala kantor, 2025-02-31")],
)  # fmt: skip
def test_an_answer_that_says_nothing_is_open(run, part, said) -> None:
    gates.write_form(run, "id")
    fill(gates.form_path(run, "id"), **{part: said})
    assert gates.gate(run).missing == (part,)


def test_models_fitted_anew_close_it_and_the_old_form_is_kept(run, refit) -> None:
    gates.write_form(run, "id")
    path = gates.form_path(run, "id")
    fill(path)
    old = path.read_text(encoding="utf-8")
    refit()
    assert gates.gate(run).state == "other_model"
    written = gates.write_form(run, "id")
    assert written.missing == tuple(PARTS)
    assert [each.read_text(encoding="utf-8") for each in path.parent.glob("dpia.id.*.md")] == [old]


def test_writing_again_keeps_what_people_wrote_about_these_models(run) -> None:
    gates.write_form(run, "id")
    path = gates.form_path(run, "id")
    fill(path)
    before = path.read_text(encoding="utf-8")
    assert gates.write_form(run, "id").is_open
    assert path.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("%", " persen", 1),
        lambda text: text.replace("DATA SINTETIS", "", 1),
        lambda text: text.replace("## Batas yang diketahui", "## Tanpa batas"),
        lambda text: text.replace(closing("risks"), f"{closing('risks')}\nSemua baik."),
        lambda text: text + "\nCatatan tambahan.\n",
    ],
)
def test_a_figure_or_word_changed_by_hand_closes_it(run, change) -> None:
    gates.write_form(run, "id")
    path = gates.form_path(run, "id")
    fill(path)
    text = path.read_text(encoding="utf-8")
    assert change(text) != text
    path.write_text(change(text), encoding="utf-8")
    assert gates.gate(run).state == "altered"


def test_what_an_editor_changes_by_itself_does_not_close_it(run) -> None:
    gates.write_form(run, "id")
    path = gates.form_path(run, "id")
    fill(path)
    text = path.read_text(encoding="utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", " \r\n").encode())
    assert gates.gate(run).is_open


@pytest.mark.parametrize(
    "text",
    ["", "Bukan formulir.", "---\nform: [\n---\n", "---\nform: simi-lab-dpia\nformat: 99\n---\n", "---\n- 1\n---\n"],
)
def test_another_file_is_no_form_and_is_not_thrown_away(run, text) -> None:
    path = gates.form_path(run, "id")
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    assert gates.gate(run).state == "no_form_of_ours"
    gates.write_form(run, "id")
    assert gates.gate(run).state == "open_parts"
    assert (path.parent / "dpia.id.unread.md").read_text(encoding="utf-8") == text


def test_bytes_that_are_no_text_are_no_form(run) -> None:
    path = gates.form_path(run, "id")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xff\xfe\x00\x80")
    assert gates.gate(run).state == "no_form_of_ours"


@pytest.mark.parametrize("mark", [opening("risks"), closing("dpo")])
def test_a_lost_or_doubled_mark_is_told(evaluation, mark) -> None:
    text = form_text(evaluation, seal="b" * 64, lang="id")
    for changed in (text.replace(mark, ""), text.replace(mark, f"{mark}\n{mark}")):
        try:
            assert not read_form(changed).agrees(text)
        except BadRequest as error:
            assert "--write" in (error.cure or "")


@pytest.mark.parametrize("name", ["models.json", "scorecard.skops", "evaluation.json", "scores.parquet"])
@pytest.mark.parametrize("how", ["altered", "cut", "gone"])
def test_an_altered_model_closes_it_whatever_the_form_says(run, name, how) -> None:
    gates.write_form(run, "id")
    fill(gates.form_path(run, "id"))
    path = models.kept_model(run).path / name
    if how == "gone":
        path.unlink()
    else:
        data = path.read_bytes()
        path.write_bytes(data[:-40] if how == "cut" else data.replace(b"a", b"b"))
    found = gates.gate(run)
    assert not found.is_open
    assert found.command


def test_a_form_in_the_other_language_counts(run) -> None:
    gates.write_form(run, "id")
    gates.write_form(run, "en")
    fill(gates.form_path(run, "en"))
    assert gates.gate(run).is_open


def test_without_models_nothing_is_fitted(run, monkeypatch) -> None:
    models.kept_model(run).delete()
    monkeypatch.setattr(models, "_fit", lambda *_: pytest.fail("the gate fitted models"))
    found = gates.gate(run)
    assert (found.is_open, found.state, found.command) == (False, "no_model", "simi-lab risk fit mungil")


def test_the_command_writes_checks_and_says_what_is_open(run, capsys, monkeypatch) -> None:
    from simi_lab import study

    monkeypatch.setattr(study, "open_run", lambda name: run)
    monkeypatch.setenv("SIMI_LAB_LANG", "id")
    assert main(["risk", "dpia", "mungil"]) == 0
    assert "Belum ada penilaian dampak" in capsys.readouterr().out
    assert main(["risk", "dpia", "mungil", "--write", "--check"]) == 1
    told = capsys.readouterr().out
    assert str(gates.form_path(run, "id")) in told
    assert "Kebutuhan dan kesebandingan" in told
    fill(gates.form_path(run, "id"))
    assert main(["risk", "dpia", "mungil", "--check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["is_open"] is True
