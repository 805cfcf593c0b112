"""The learner's own process: started warm, it runs one learner's program on the tables of a world and ends.

Started by `bench` as a script, so that it needs nothing of the lab but its neighbours in this folder. It puts up the
kernel's fence first, loads polars, waits for one job (a line of JSON), and answers with one line of JSON.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import difflib
import importlib.util
import io
import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

HERE = Path(__file__).parent
PROGRAM = "<program>"  # the name under which a learner's lines stand in a traceback
MOST_ROWS, MOST_COLUMNS, MOST_TEXT, MOST_WORD = 12, 12, 4_000, 200


class TooMuchError(BaseException):
    """More was printed than anybody reads."""


class _Printed(io.StringIO):
    """Catches what is printed, up to a bound."""

    def __init__(self, bound: int) -> None:
        super().__init__()
        self.left = bound

    def write(self, text: str) -> int:
        self.left -= len(text)
        if self.left < 0:
            raise TooMuchError
        return super().write(text)


def main() -> None:
    """Fence, warm up, read one job, do it, answer."""
    options = json.loads(sys.argv[1])
    fence = _load(HERE / "fence.py")
    is_fenced = fence.close_kernel_fence(options["read"], options["write"], options["root"])
    sys.path.insert(0, options["root"])  # the lab's own words, such as `wilson`, may be imported
    answer_to = os.fdopen(os.dup(1), "w", encoding="utf-8")
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123  # what native code prints goes nowhere
        os.dup2(nowhere.fileno(), 1)
    import polars as pl

    pl.LazyFrame({"warm": [1]}).group_by("warm").len().collect()
    forms, drill = _load(HERE / "forms.py"), _load(HERE / "drill.py")
    answer_to.write("ready\n")
    answer_to.flush()
    line = sys.stdin.readline()
    if not line:
        return  # nobody needs it any more
    job = json.loads(line)
    checks = _load(Path(job["checks"])) if job["checks"] else ModuleType("checks")
    worlds = {"here": _scan(job["tables"]) if job["tables"] else drill.tables(drill.OTHER_SIZE)}
    if job["checks"]:
        worlds["other"] = drill.tables()
    fence.set_limits(options["cpu_s"], options["memory_mb"], options["file_mb"])
    fence.close_interpreter_fence(options["read"], options["write"], options["root"])
    check = getattr(checks, job["check"]) if job["checks"] else None
    bench = _Bench(worlds, forms, check, job)
    replies = [{**bench.judge(program), "is_fenced": is_fenced} for program in job["programs"]]
    answer_to.write(json.dumps(replies, ensure_ascii=False) + "\n")
    answer_to.flush()
    os._exit(0)  # whatever a program has left running ends here


class _Bench:
    """Runs programs on the worlds and has their answers checked."""

    def __init__(
        self,
        worlds: Mapping[str, Mapping[str, Any]],
        forms: ModuleType,
        check: Callable[[Any, Any], str] | None,
        job: Mapping[str, Any],
    ) -> None:
        self.worlds, self.forms, self.check, self.job = worlds, forms, check, job

    def judge(self, program: str) -> dict[str, Any]:
        """Run one program on every world; what it showed is that of the first."""
        shown: dict[str, Any] = {}
        try:
            code = compile(ast.parse(program, PROGRAM), PROGRAM, "exec")
            del code
            for name, tables in self.worlds.items():
                found, seen = self._run(program, tables)
                shown = shown or seen
                verdict = self._verdict(program, found, tables)
                if verdict != "right":
                    return {"code": verdict, "world": name, "shown": shown}
        except self.forms.FormError as error:
            return {"code": "stopped", "error": error.kind, **error.words, "shown": shown}
        except BaseException as error:  # whatever a learner's program can raise has to be told, also SystemExit
            return {"code": "stopped", **_told(error), "shown": shown}
        return {"code": "right", "world": "", "shown": shown}

    def _verdict(self, program: str, found: Any, tables: Mapping[str, Any]) -> str:
        if self.check is None:
            return "right"
        answer = self.forms.brought(found, self.job["gives"], self.job["columns"])
        if self.job["twice"]:
            again = self.forms.brought(self._run(program, tables)[0], self.job["gives"], self.job["columns"])
            if not self.forms.same(answer, again):
                return "differs"
        return str(self.check(answer, SimpleNamespace(**tables)))

    def _run(self, program: str, tables: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
        import polars as pl

        scope: dict[str, Any] = {**tables, "pl": pl, "__name__": "__program__", "__builtins__": builtins}
        printed, last = _Printed(self.job["print_bound"]), None
        tree = ast.parse(program, PROGRAM)
        tail = tree.body[-1] if tree.body else None
        if isinstance(tail, ast.Expr):
            tree.body.pop()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            exec(compile(tree, PROGRAM, "exec"), scope)  # this process exists for nothing else
            if isinstance(tail, ast.Expr):
                last = eval(compile(ast.Expression(tail.value), PROGRAM, "eval"), scope)
            found = self.forms.settled(scope.get("answer", self.forms.NOTHING))
            look = found if last is None or found is not self.forms.NOTHING else last
            look = look.head(MOST_ROWS).collect() if isinstance(look, pl.LazyFrame) else look
        return found, {"printed": printed.getvalue()[:MOST_TEXT], **_displayed(look, self.forms)}


def _displayed(value: Any, forms: ModuleType) -> dict[str, Any]:
    """Turn what a program came to into a small table or a short text."""
    import polars as pl

    if value is forms.NOTHING or value is None or value is ...:
        return {}
    if isinstance(value, pl.Series):
        value = value.to_frame()
    if isinstance(value, pl.DataFrame):
        part = value[:MOST_ROWS, :MOST_COLUMNS]
        return {"columns": part.columns, "rows": [[_word(one) for one in row] for row in part.iter_rows()],
                "height": value.height, "width": value.width}  # fmt: skip
    return {"text": _word(value)}


def _word(value: Any) -> str:
    if value is None:
        return "null"
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return text if len(text) <= MOST_WORD else f"{text[:MOST_WORD]}…"


def _told(error: BaseException) -> dict[str, Any]:
    """Name an error in a way for which there are words: kind, line, and the name that it is about."""
    line = next((frame.lineno for frame in reversed(traceback.extract_tb(error.__traceback__))
                 if frame.filename == PROGRAM), 0)  # fmt: skip
    name, text = type(error).__name__, _word(error)
    told = {"error": "raised", "line": line, "type": name, "text": text}
    if isinstance(error, SyntaxError):
        return {**told, "error": "syntax", "line": error.lineno or 0, "text": error.msg}
    if isinstance(error, NameError):
        return {**told, "error": "name", "name": error.name or "", "near": _near(error.name or "", error)}
    if name == "ColumnNotFoundError":
        wanted = text.partition("\n")[0].strip().strip('"').removeprefix("unable to find column ").split(";")[0]
        return {**told, "error": "column", "name": wanted.strip(' "')}
    if name == "FenceError":
        return {**told, "error": f"fence_{getattr(error, 'kind', '')}"}
    if isinstance(error, PermissionError):  # the kernel's fence
        return {**told, "error": "fence_file"}
    if isinstance(error, OSError) and "object-store" in text:
        return {**told, "error": "fence_network"}
    if isinstance(error, TooMuchError):
        return {**told, "error": "printed"}
    if isinstance(error, MemoryError):
        return {**told, "error": "memory"}
    if isinstance(error, SystemExit | KeyboardInterrupt):
        return {**told, "error": "left"}
    return told


def _near(name: str, error: NameError) -> str:
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == PROGRAM]
    known = {word for frame in frames for word in (*frame.f_locals, *frame.f_globals) if not word.startswith("_")}
    return next(iter(difflib.get_close_matches(name, [*known, *dir(builtins)], n=1, cutoff=0.7)), "")


def _scan(tables: Mapping[str, Mapping[str, list[str]]]) -> dict[str, Any]:
    import polars as pl

    return {name: pl.scan_parquet(part["files"], glob=False).select(part["columns"]) for name, part in tables.items()}


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
