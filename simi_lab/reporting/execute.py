"""Run the notebook of a report in a process of its own, with its parameters, and keep what it said."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simi_lab import paths

CELL_SECONDS = 120
START_SECONDS = 60


@dataclass(frozen=True)
class Failure:
    """Why a notebook did not come to its end.

    Parameters
    ----------
    step : index of the cell, None where it is not known
    kind : name of the error
    reason : its words
    """

    step: int | None
    kind: str
    reason: str


def execute(
    source: Path, target: Path, values: Mapping[str, Any], *, cell_seconds: int = CELL_SECONDS
) -> Failure | None:
    """Execute a notebook with parameters; `target` is written either way.

    Parameters
    ----------
    source, target : notebooks
    values : parameters
    cell_seconds : a cell that takes longer ends the run

    Returns
    -------
    Failure or None
        None when every cell came to its end.
    """
    import logging
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the tools: the reader of a report can do nothing about them
        import papermill
        from nbclient.exceptions import CellTimeoutError, DeadKernelError
        from papermill.exceptions import PapermillExecutionError

        logging.getLogger("papermill").setLevel(logging.ERROR)
        options: dict[str, Any] = {"execution_timeout": cell_seconds, "start_timeout": START_SECONDS}
        try:
            papermill.execute_notebook(
                str(source),
                str(target),
                parameters=dict(values),
                kernel_name="python3",
                progress_bar=False,
                kernel_manager_class=_kernel_manager(),
                **options,
            )
        except PapermillExecutionError as error:
            return Failure(error.cell_index, error.ename, str(error.evalue))
        except CellTimeoutError as error:
            return Failure(None, "Timeout", str(error).splitlines()[0])
        except DeadKernelError as error:
            return Failure(None, "DeadKernel", str(error))
    return None


def _kernel_manager() -> type:
    """A kernel of this very Python, found over files instead of open ports where the system can."""
    from jupyter_client.manager import AsyncKernelManager

    class Kernel(AsyncKernelManager):
        def __init__(self, **options: Any) -> None:
            if sys.platform != "win32":
                options["transport"] = "ipc"
            super().__init__(**options)
            if self.kernel_spec is not None:
                self.kernel_spec.argv[0] = sys.executable

        async def _async_pre_start_kernel(self, **options: Any) -> Any:
            return await super()._async_pre_start_kernel(**{**options, "env": _environment()})

    return Kernel


def _environment() -> dict[str, str]:
    """The lab that builds is the lab that runs in the notebook, and it draws without a screen."""
    found = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(paths.root()), *([found] if found else [])])
    return {**os.environ, "PYTHONPATH": path, "MPLBACKEND": "agg", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
