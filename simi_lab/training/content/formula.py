"""Arithmetic over named numbers, as authors write it: + - * / and brackets, nothing else."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated

from pydantic import StringConstraints

Formula = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_ .+*/()-]+$", min_length=1, max_length=200)]
_DECIMALS = 9  # 40 * 0.35 is 14.000000000000002, and nobody types that


class FormulaError(ValueError):
    """A formula that cannot be worked out; the message says why."""


def evaluate(formula: str, values: Mapping[str, float]) -> float:
    """Work out a formula.

    Nothing is executed: the text is parsed, and only numbers, names, the four operations and signs are known.

    Parameters
    ----------
    formula : such as "2 * km / 100"
    values : what the names stand for

    Returns
    -------
    float
        Finite, rounded to nine decimals.

    Raises
    ------
    FormulaError
        Not such a formula, an unknown name, a division by zero, or a result that is too large.

    Randomness : none.

    Examples
    --------
    >>> evaluate("(sebelum - sesudah) / sebelum * 100", {"sebelum": 40, "sesudah": 30})
    25.0
    """
    try:
        found = _value(_tree(formula), values)
    except ZeroDivisionError:
        raise FormulaError(f"{formula!r} divides by zero") from None
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        raise FormulaError(f"{formula!r} gives no finite number")
    return round(found, _DECIMALS)


def names_in(formula: str) -> set[str]:
    """Names that stand in a formula.

    Raises
    ------
    FormulaError
        It is no formula.
    """
    return {node.id for node in ast.walk(_tree(formula)) if isinstance(node, ast.Name)}


@lru_cache(maxsize=1000)
def _tree(formula: str) -> ast.expr:
    try:
        return ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaError(f"{formula!r} is no arithmetic") from None


def _value(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.Name(id=name) if name in values:
            return float(values[name])
        case ast.Name(id=name):
            raise FormulaError(f"the name {name!r} is not drawn")
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, values)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _value(operand, values)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _value(left, values) + _value(right, values)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return _value(left, values) - _value(right, values)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _value(left, values) * _value(right, values)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _value(left, values) / _value(right, values)
    raise FormulaError(f"{ast.unparse(node)!r} is not allowed; use + - * / and brackets")
