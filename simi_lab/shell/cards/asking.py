"""A line to write in, and rows of buttons: native controls whose words follow the language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import panel as pn
import param

from simi_lab.shell.assets import asset


class AskBox(pn.custom.JSComponent):
    """An optional line to write in with buttons after it; what is pressed goes to one function.

    Parameters
    ----------
    on_act : (key of the button, text of the line) -> None
    **params : parameters below, each a value or a reference; layout of the box
    """

    label = param.String(doc="Name of the line; empty: no line.")
    hint = param.String(doc="Example inside the empty line.")
    text = param.String(doc="What the line shows after Python set it.")
    buttons = param.List(doc="Of [key, text, kind (submit, main or plain), pressed ('true', 'false' or '')].")
    said = param.String(doc="An answer below, read out by screen readers; empty: none.")

    _esm = asset("make.js") + asset("asking.js")
    _stylesheets = [asset("asking.css")]  # noqa: RUF012  Panel reads it as a plain class attribute

    def __init__(self, on_act: Callable[[str, str], None], **params: Any) -> None:
        super().__init__(**{"sizing_mode": "stretch_width", "margin": 0, **params})
        self._on_act = on_act

    def _handle_msg(self, data: Any) -> None:
        match data:
            case {"act": str(key), "text": str(text)}:
                self._on_act(key, text[:100])
