"""The READMEs: the same in both languages, links that lead somewhere, an example that runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simi_lab import paths
from simi_lab.study import make

READMES = tuple(paths.root() / name for name in ("README.md", "README.id.md"))
PAGES = (*READMES, paths.root() / "CHANGELOG.md", paths.root() / "DECISIONS.md", paths.root() / "CONTRIBUTING.md")


def blocks(text: str, kind: str) -> list[str]:
    """Fenced blocks of one kind."""
    return re.findall(rf"```{kind}\n(.*?)```", text, flags=re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    inner = [address for address in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in address]
    assert not [address for address in inner if not (page.parent / address).is_file()]


@pytest.mark.parametrize("page", READMES, ids=lambda path: path.name)
def test_every_picture_is_told_in_words(page: Path) -> None:
    pictures = re.findall(r"!\[([^\]]*)\]\(", page.read_text(encoding="utf-8"))
    assert len(pictures) == 6
    assert all(len(words) > 25 for words in pictures)


def test_both_languages_say_the_same() -> None:
    english, indonesian = (page.read_text(encoding="utf-8") for page in READMES)
    assert blocks(english, "python") == blocks(indonesian, "python")
    for pattern in (r"^#+ ", r"^\| ", r"^- "):
        counts = [len(re.findall(pattern, text, flags=re.MULTILINE)) for text in (english, indonesian)]
        assert counts[0] == counts[1] > 0, pattern
    codes = [sorted(re.findall(r"`(simi-lab [^`]+|study [a-z]+|risk [a-z]+)`", text)) for text in (english, indonesian)]
    assert codes[0] == codes[1]


@pytest.mark.parametrize("page", READMES, ids=lambda path: path.name)
def test_the_tree_names_every_room(page: Path) -> None:
    (tree,) = (each for each in page.read_text(encoding="utf-8").split("```")[1::2] if "simi_lab/" in each)
    rooms = {path.parent.name for path in (paths.root() / "simi_lab").glob("*/__init__.py")}
    assert len(rooms) > 15
    assert not rooms - set(re.findall(r"\w+", tree))


def test_the_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    monkeypatch.setenv("SIMI_LAB_HOME", str(tmp_path))
    make("mungil")
    (example,) = blocks(READMES[0].read_text(encoding="utf-8"), "python")
    assert '"kotabumi"' in example
    exec(compile(example.replace("kotabumi", "mungil"), "README.md", "exec"), {})
    said = capsys.readouterr().out
    assert "manual" in said and "p95" in said
