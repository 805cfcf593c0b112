"""The gate before live scores: open only for the very models that an impact assessment was finished for.

UU 27/2022, article 34, asks for an assessment before people are scored. Whoever shows a score of one case asks here
first. Signing by role comes with accounts; until then a form says which function answers for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from simi_lab import paths
from simi_lab.errors import BadRequest, SimiError
from simi_lab.i18n import LANGS, t
from simi_lab.store import Run

State = Literal[
    "open", "no_model", "altered_model", "no_form", "no_form_of_ours", "other_model", "altered", "open_parts"
]

_WHY: Mapping[str, str] = {
    "open": "The impact assessment belongs to these models, and every part of it is written.",
    "no_model": "No models were fitted for this world yet, so there is nothing to assess.",
    "altered_model": "A file of the models was altered, cut off or removed, so that no score of theirs is shown.",
    "no_form": "No impact assessment was written for these models (article 34 of UU 27/2022).",
    "no_form_of_ours": "The impact assessment that lies there cannot be read as a form of the lab.",
    "other_model": "The impact assessment is about other models: these were fitted later and need one of their own.",
    "altered": "What the lab wrote in the impact assessment was changed, so that it no longer describes these models.",
    "open_parts": "The impact assessment is not finished; still open: {parts}.",
}
_NEAREST = ("open", "open_parts", "altered", "other_model", "no_form_of_ours", "no_form")


@dataclass(frozen=True)
class Gate:
    """Whether scores of single cases may be shown, and why not.

    Parameters
    ----------
    is_open : True only with a finished form for the very models of the run
    state : open; no_model, altered_model (files); no_form, no_form_of_ours, other_model, altered, open_parts (form)
    run_name : for the command that helps
    form : the file that was read, or the one that would be written
    missing : parts that people must still write, keys of `risk.telling.dpia.PARTS`
    seal : hash of the present models, "" where there are none
    """

    is_open: bool
    state: State
    run_name: str
    form: Path | None = None
    missing: tuple[str, ...] = field(default=())
    seal: str = ""

    @property
    def why(self) -> str:
        """The reason in one English sentence."""
        return self.words("en")

    def words(self, lang: str) -> str:
        """The reason in one sentence of the reader's language."""
        from simi_lab.risk.telling.dpia import part_names

        return t(_WHY[self.state], lang, parts=part_names(self.missing, lang))

    @property
    def command(self) -> str:
        """What to type next; "" when the gate is open."""
        if self.is_open:
            return ""
        if self.state in ("no_model", "altered_model"):
            return f"simi-lab risk fit {self.run_name}"
        verb = "--check" if self.state == "open_parts" else "--write"
        return f"simi-lab risk dpia {self.run_name} {verb}"


def gate(run: Run) -> Gate:
    """Say whether scores of single cases of a run may be shown; fits nothing and loads no model.

    Parameters
    ----------
    run : the run whose models would score

    Returns
    -------
    Gate
        Of the form that is nearest to opening it, if there are forms in both languages.
    """
    from simi_lab.study.model import kept_model

    thing = kept_model(run)
    if not thing.exists:
        return Gate(False, "no_model", run.name)
    try:
        now = _seal(run, thing.path)
        found = [_judged(run, path, now) for lang in LANGS if (path := form_path(run, lang)).is_file()]
    except (SimiError, ValueError, KeyError):  # the judgement beside the models may be damaged too
        return Gate(False, "altered_model", run.name)
    nothing = Gate(False, "no_form", run.name, form_path(run, LANGS[0]), seal=now)
    return min(found, key=lambda each: _NEAREST.index(each.state), default=nothing)


def form_path(run: Run, lang: str) -> Path:
    """Where the form of a run lies, beside its derived models, so that fitting anew does not remove it."""
    return paths.derived_dir(run.hash, "dpia", "form") / f"dpia.{lang}.md"


def write_form(run: Run, lang: str) -> Gate:
    """Write the form for the present models; what people wrote about them is kept.

    A form about other models, or one that cannot be read, is kept beside it under another name: people judge each
    model anew, and nothing of theirs is lost.

    Raises
    ------
    BadRequest, BrokenRunError
        The models cannot be fitted, or were altered.
    """
    from simi_lab.risk.telling.dpia import form_text
    from simi_lab.store.run.atomic import write_file
    from simi_lab.study.model import risk_model

    model = risk_model(run)
    now, path = _seal(run, model.path), form_path(run, lang)
    answers = _kept_answers(path, now)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = form_text(model.evaluation, seal=now, lang=lang, answers=answers)
    fresh = path.with_suffix(".new")
    write_file(fresh, text.encode())
    fresh.replace(path)
    return _judged(run, path, now)


def _seal(run: Run, folder: Path) -> str:
    """Hash of the models in a folder, all files whole; models that are fitted anew get another."""
    from simi_lab.risk.models.sealed import facts_hash, read_facts

    return facts_hash(read_facts(folder, run_hash=run.hash))


def _kept_answers(path: Path, now: str) -> Mapping[str, str]:
    """What people wrote about these very models; anything else is moved aside first."""
    from simi_lab.risk.telling.dpia_reading import read_form

    if not path.is_file():
        return {}
    try:
        form = read_form(path.read_text(encoding="utf-8"))
    except (BadRequest, UnicodeDecodeError):
        name = "unread"
    else:
        if form.seal == now:
            return form.answers
        name = form.seal[:12]
    n = 0
    while (aside := path.with_name(f"{path.stem}.{name}{f'-{n}' if n else ''}.md")).exists():
        n += 1
    path.rename(aside)
    return {}


def _judged(run: Run, path: Path, now: str) -> Gate:
    """What a form says about the present models."""
    from simi_lab.risk.telling.dpia import form_text
    from simi_lab.risk.telling.dpia_reading import read_form
    from simi_lab.study.model import risk_model

    def told(state: State, missing: tuple[str, ...] = ()) -> Gate:
        return Gate(state == "open", state, run.name, path, missing, now)

    try:
        form = read_form(path.read_text(encoding="utf-8"))
    except (BadRequest, UnicodeDecodeError):
        return told("no_form_of_ours")
    if form.seal != now:
        return told("other_model")
    written = form_text(risk_model(run).evaluation, seal=now, lang=form.lang)
    if not form.agrees(written):
        return told("altered")
    return told("open_parts", form.missing) if form.missing else told("open")
