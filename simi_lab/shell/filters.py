"""Choices a reader makes on a page, kept in the address so that a link or the Back button brings them back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

import param

RESERVED = frozenset({"page", "lang", "theme"})
_RANGE = ".."
_LONGEST = 200  # characters of one value in an address; more is not a choice but an accident


class Filters(param.Parameterized):
    """A set of choices; each parameter is one key of the query string, validated by its own type and bounds.

    Subclass it with `param` parameters: Selector, ListSelector, Boolean, Integer, Number, String, Date,
    CalendarDate, Range, DateRange or CalendarDateRange. After filling in objects and defaults from the run, call
    `keep_as_default()`: only what differs from then on is written to the address.

    Examples
    --------
    >>> class ByDistrict(Filters):
    ...     district = param.Selector(default="all", objects=["all", "18.04.04"])
    >>> choices = ByDistrict()
    >>> choices.read_query({"district": "18.04.04"}), choices.to_query()
    ([], {'district': '18.04.04'})
    >>> choices.read_query({"district": "nowhere"}), choices.district
    (['district'], 'all')
    """

    _skip: ClassVar[frozenset[str]] = frozenset({"name"})

    def __init__(self, **params: Any) -> None:
        for name in self.choices():
            if name in RESERVED:
                raise TypeError(f"{type(self).__name__}.{name}: the key {name!r} belongs to the shell")
            _kind(self.param[name])
        super().__init__(**params)
        self.keep_as_default()

    @classmethod
    def choices(cls) -> tuple[str, ...]:
        """Names of the choices, in order of declaration."""
        return tuple(name for name in cls.param if name not in cls._skip)

    def keep_as_default(self) -> None:
        """Take the present values as what an address without keys means."""
        self._start = self.param.values()

    def reset(self) -> None:
        """Back to the defaults, in one change."""
        self.param.update(**{name: self._start[name] for name in self.choices()})

    def to_query(self) -> dict[str, str]:
        """Keys and texts for the address: only choices that differ from the default."""
        return {
            name: _write(self.param[name], getattr(self, name))
            for name in self.choices()
            if getattr(self, name) != self._start[name]
        }

    def read_query(self, query: Mapping[str, str]) -> list[str]:
        """Take the choices of an address, absent ones as default, in one change.

        Returns
        -------
        list of str
            Keys whose text was not a possible choice; these stay at their default.
        """
        values, refused = {}, []
        for name in self.choices():
            values[name] = self._start[name]
            if name in query:
                try:
                    values[name] = self._checked(name, query[name])
                except (ValueError, TypeError):
                    refused.append(name)
        self.param.update(**values)
        return refused

    def _checked(self, name: str, text: str) -> Any:
        if len(text) > _LONGEST:
            raise ValueError("too long")
        parameter = self.param[name]
        value = _read(parameter, text)
        parameter._validate(value)  # as assignment would, but before anything changes
        return value


def _kind(parameter: param.Parameter) -> str:
    kinds: list[tuple[type[param.Parameter] | tuple[type[param.Parameter], ...], str]] = [
        (param.ListSelector, "list"),
        (param.Selector, "choice"),
        (param.Boolean, "flag"),
        ((param.DateRange, param.CalendarDateRange), "days"),
        (param.Range, "numbers"),
        ((param.Date, param.CalendarDate), "day"),
        (param.Integer, "whole"),
        (param.Number, "number"),
        (param.String, "text"),
    ]
    for types, kind in kinds:
        if isinstance(parameter, types):
            return kind
    raise TypeError(f"{type(parameter).__name__} cannot be written to an address")


def _write(parameter: param.Parameter, value: Any) -> str:
    if value is None:
        return ""
    kind = _kind(parameter)
    if kind == "list":
        return ",".join(str(item) for item in value)
    if kind == "flag":
        return "1" if value else "0"
    if kind in ("days", "numbers"):
        return _RANGE.join(item.isoformat()[:10] if kind == "days" else f"{item:g}" for item in value)
    return value.isoformat()[:10] if kind == "day" else str(value)


def _read(parameter: param.Parameter, text: str) -> Any:
    kind = _kind(parameter)
    if text == "" and parameter.allow_None:
        return None
    if kind == "list":
        return [_pick(parameter, part) for part in text.split(",")] if text else []
    if kind == "choice":
        return _pick(parameter, text)
    if kind == "flag":
        return {"1": True, "0": False}[text] if text in ("0", "1") else _refuse(text)
    if kind in ("days", "numbers"):
        low, _, high = text.partition(_RANGE)
        convert: Any = date.fromisoformat if kind == "days" else float
        return (convert(low), convert(high))
    simple: dict[str, Any] = {"day": date.fromisoformat, "whole": int, "number": float, "text": str}
    return simple[kind](text)


def _pick(parameter: Any, text: str) -> Any:
    for item in parameter.objects:
        if str(item) == text:
            return item
    return _refuse(text)


def _refuse(text: str) -> Any:
    raise ValueError(f"{text!r} is not a possible choice")
