"""Controls for filters whose words follow the language while the choice stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import panel_material_ui as pmui

from simi_lab.shell.filters import Filters
from simi_lab.shell.state import Session


def choice(
    session: Session, filters: Filters, name: str, label: str, words: Callable[[Any, str], str], **params: Any
) -> pmui.Select:
    """A select for one Selector of the filters.

    Parameters
    ----------
    session : the visitor
    filters : the choices; the select and the parameter follow each other
    name : the parameter
    label : message id of the select's name
    words : (value, lang) -> text of one option
    **params : layout of the select
    """

    def options(lang: str, objects: list[Any]) -> dict[str, Any]:
        return {words(value, lang): value for value in objects}

    parameter = filters.param[name]
    select = pmui.Select(
        label=session.text(label),
        options=options(session.lang, list(parameter.objects)),
        value=getattr(filters, name),
        **{"sizing_mode": "stretch_width", "max_width": 360, "margin": (8, 0, 0, 0), **params},
    )

    def relabel(*_events: Any) -> None:
        select.options = options(session.lang, list(filters.param[name].objects))

    session.param.watch(relabel, "lang")
    filters.param.watch(lambda event: setattr(select, "value", event.new), name)
    select.param.watch(lambda event: setattr(filters, name, event.new), "value")
    return select
