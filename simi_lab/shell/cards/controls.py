"""Controls for filters whose words follow the language while the choice stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import panel as pn
import param

from simi_lab.shell.assets import asset
from simi_lab.shell.filters import Filters
from simi_lab.shell.state import Session


class ChoiceBox(pn.custom.JSComponent):
    """A native select; the list of panel-material-ui fails `aria-required-children`, and phones have their own."""

    label = param.String()
    options = param.List(doc="Pairs of value and text.")
    value = param.String()

    _esm = asset("choice.js")
    _stylesheets = [asset("choice.css")]  # noqa: RUF012  Panel reads it as a plain class attribute


def choice(
    session: Session, filters: Filters, name: str, label: str, words: Callable[[Any, str], str], **params: Any
) -> ChoiceBox:
    """A select for one Selector of the filters.

    Parameters
    ----------
    session : the visitor
    filters : the choices; the select and the parameter follow each other
    name : the parameter; its objects must differ as text
    label : message id of the select's name
    words : (value, lang) -> text of one option
    **params : layout of the select
    """
    parameter: Any = filters.param[name]

    def options(lang: str) -> list[list[str]]:
        return [[str(item), words(item, lang)] for item in parameter.objects]

    def take(event: Any) -> None:
        chosen = [item for item in parameter.objects if str(item) == event.new]
        if chosen:  # anything else did not come from the list
            setattr(filters, name, chosen[0])

    box = ChoiceBox(
        label=session.text(label),
        options=param.bind(options, session.param.lang),
        value=str(getattr(filters, name)),
        **{"sizing_mode": "stretch_width", "max_width": 360, "margin": 0, **params},
    )
    filters.param.watch(lambda event: setattr(box, "value", str(event.new)), name)
    box.param.watch(take, "value")
    return box
