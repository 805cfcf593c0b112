"""Help pages: each command and option explains itself, in both languages, and the README names each command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from simi_lab.cli.app import command
from simi_lab.cli.commands import entries
from simi_lab.cli.help_page import first_line, whole_page
from simi_lab.cli.speech import phrase

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.id.md")


def leaves() -> Iterator[tuple[str, object]]:
    """Each verb with the words that call it."""
    for entry in entries():
        built = command(entry)
        verbs = getattr(built, "commands", None)
        if verbs is None:
            yield entry.name, built
        else:
            yield from ((f"{entry.name} {name}", verb) for name, verb in verbs.items())


LEAVES = dict(leaves())


@pytest.mark.parametrize("path", LEAVES)
def test_each_command_explains_itself_in_both_languages(path, monkeypatch) -> None:
    verb = LEAVES[path]
    texts = [first_line(verb), *(parameter.help for parameter in verb.params)]
    monkeypatch.setenv("SIMI_LAB_LANG", "id")
    for text in texts:
        assert text, f"{path}: something has no help"
        assert phrase(text) != text or text == "JSON", f"{path}: no Indonesian for {text!r}"


def test_the_whole_page_lists_every_command(monkeypatch) -> None:
    monkeypatch.setenv("SIMI_LAB_LANG", "id")
    page = whole_page()
    assert "DATA SINTETIS" in page
    for entry in entries():
        assert f"  {entry.name} " in page
        assert phrase(entry.about) in page
        assert phrase(entry.about) != entry.about
    assert max(map(len, page.splitlines())) <= 80


@pytest.mark.parametrize("name", READMES)
def test_the_readme_names_every_command(name: str) -> None:
    readme = ROOT / name
    if readme.exists():  # it is written last
        text = readme.read_text(encoding="utf-8")
        assert not [path for path in LEAVES if path not in text]


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",)])
def test_help_costs_nothing_and_ends_well(simi_lab, words) -> None:
    answer = simi_lab(*words)
    assert answer.returncode == 0
    assert answer.stdout.startswith("Usage: simi-lab COMMAND")


def test_help_of_a_verb_is_in_the_readers_language(simi_lab) -> None:
    answer = simi_lab("doctor", "--help", lang="id")
    assert answer.returncode == 0
    assert answer.stdout.startswith("Pemakaian: simi-lab doctor [PILIHAN]")
    assert "Tampilkan halaman ini." in answer.stdout


def test_the_version_is_that_of_the_project(simi_lab) -> None:
    assert f'version = "{simi_lab("--version").stdout.split()[1]}"' in (ROOT / "pyproject.toml").read_text()


def test_help_loads_no_heavy_package(simi_lab) -> None:
    answer = simi_lab("--help", lang="id", PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.split("|")[-1].strip() for line in answer.stderr.splitlines()}
    assert "simi_lab.cli.app" in loaded
    assert not loaded & {"typer", "rich", "babel", "polars", "numpy", "panel"}
