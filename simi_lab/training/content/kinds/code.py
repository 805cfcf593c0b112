"""A small task for analysts: the learner writes a program, and properties of its answer are checked."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, StringConstraints, model_validator

from simi_lab.training.content.question import Question
from simi_lab.training.content.words import Key, Strict, Words

CHECKS = "checks.py"
Program = Annotated[str, StringConstraints(min_length=1, max_length=8_000)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


class WrongProgram(Strict):
    """A program that people typically write, and the code that its check must give it."""

    code: Program
    gets: Key


class Code(Question):
    """A program over the tables of a world, which says `answer = …`.

    Parameters
    ----------
    starter : what stands in the field at first; handing it in unchanged is no answer
    check : name of a function `(answer, world) -> code` in the module's `checks.py`; "right" is the right code
    gives : form of the answer: a table, a number, or several named numbers
    columns : columns of the table, or names of the numbers
    twice : whether the program is run twice and must give the same answer; if not, it gets the code "differs"
    words : what to say to each code of a wrong answer
    answers : programs that are right; the first one is shown with the solution
    wrong : one program for each code, played by the check of the module
    """

    kind: Literal["code"]
    starter: Program
    check: Name
    gives: Literal["table", "number", "numbers"] = "table"
    columns: list[Name] = Field(default_factory=list)
    twice: bool = False
    feedback: Words
    words: Annotated[dict[Key, Words], Field(min_length=2)]
    answers: Annotated[list[Program], Field(min_length=1)]
    wrong: Annotated[list[WrongProgram], Field(min_length=2)]
    _checks: Path = PrivateAttr(default=Path())

    @property
    def checks(self) -> Path:
        """File with the module's checks."""
        return self._checks

    @model_validator(mode="after")
    def _every_word_is_played(self) -> Code:
        played = [one.gets for one in self.wrong]
        if sorted(played) != sorted(self.words):
            raise ValueError("`wrong` must have exactly one program for each code of `words`")
        if self.twice != ("differs" in self.words):
            raise ValueError("`twice: true` and the code `differs` belong together")
        if (self.gives == "number") == bool(self.columns):
            raise ValueError("a table and named numbers need `columns`, a single number has none")
        return self

    def placed(self, folder: Path) -> Code:
        """Return this task with the checks of its module.

        Raises
        ------
        ValueError
            There is no `checks.py`, it is no Python, or it lacks the function.
        """
        path = folder / CHECKS
        if not path.is_file():
            raise ValueError(f"there is no {CHECKS} beside it")
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except SyntaxError as error:
            raise ValueError(f"{CHECKS}:{error.lineno}: this is no Python: {error.msg}") from error
        names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        if self.check not in names:
            raise ValueError(f"{CHECKS} has no function {self.check!r}")
        here = self.model_copy()
        here._checks = path
        return here
