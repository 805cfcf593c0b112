"""Models on disk: skops files, never pickle, beside one JSON that says what they are and what they must hash to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from simi_lab.errors import BrokenRunError
from simi_lab.risk.models.calibration import Calibration
from simi_lab.risk.models.fitting import MODELS, FittedModel, FittedModels, Note
from simi_lab.risk.models.sealed import FACTS, FORMAT, REFIT, facts_hash, read_facts
from simi_lab.risk.models.split import Split
from simi_lab.risk.signals import feature_hash, schema_hash
from simi_lab.scenario.risk import RiskPlan

# Everything in our models that skops does not already trust; a file that asks for more is refused.
_OURS = frozenset(
    {
        "functools.partial",
        "numpy.dtype",
        "simi_lab.risk.models.foil.Foil",
        "simi_lab.risk.models.scorecard.Scorecard",
        "scipy._lib.array_api_compat.numpy._aliases.asarray",
        "scipy.interpolate._bsplines.BSpline",
        "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
        "sklearn.tree._tree.Tree",  # a malformed tree can crash the reader: only a file with our hash gets this far
        "sklearn.utils.validation.check_array",
    }
)


def save(fitted: FittedModels, folder: Path, *, beside: Sequence[str] = ()) -> None:
    """Write models and facts into a folder, which must exist; the facts come last, so a cut-off write is no model.

    Parameters
    ----------
    fitted : models of `fit`
    folder : a derived folder of the run
    beside : names of files already there that belong to the models (scores, figures) and are sealed with them
    """
    import sklearn
    import skops.io

    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in beside}
    for name, model in fitted.models.items():
        if model.estimator is not None:
            data = skops.io.dumps(model.estimator)
            (folder / _file(name)).write_bytes(data)
            hashes[_file(name)] = hashlib.sha256(data).hexdigest()
    facts = {
        "format": FORMAT,
        "synthetic": True,
        "feature_hash": feature_hash(),
        "schema_hash": schema_hash(),
        "run_hash": fitted.run_hash,
        "sklearn": sklearn.__version__,
        "files": hashes,
        **_facts(fitted),
    }
    text = json.dumps({**facts, "facts_hash": facts_hash(facts)}, indent=2, sort_keys=True)
    (folder / FACTS).write_text(text + "\n", encoding="utf-8")


def load(folder: Path, *, run_hash: str | None = None) -> FittedModels:
    """Read models back, only if they are whole, unaltered and made for today's features.

    Parameters
    ----------
    folder : where `save` wrote
    run_hash : if given, the run that they must have been trained on

    Raises
    ------
    MissingRunError
        No models there.
    BrokenRunError
        The facts or a file were altered or cut off; or the models were made for other features, another schema,
        another run or another version of scikit-learn.
    """
    facts = read_facts(folder, run_hash=run_hash)
    models = {}
    for name in MODELS:
        told = facts["models"][name]
        estimator = _read_estimator(folder / _file(name)) if told["columns"] else None
        calibration = Calibration(told["method"], tuple(told["x"]), tuple(told["y"]))
        models[name] = FittedModel(name, tuple(told["columns"]), estimator, calibration)
    return FittedModels(
        models=models,
        split=_split(facts["split"]),
        plan=RiskPlan.model_validate(facts["plan"]),
        notes=tuple(Note(note["message"], note["values"]) for note in facts["notes"]),
        run_hash=facts["run_hash"],
        ordinary=facts["ordinary"],
        **facts["counts"],
    )


def _facts(fitted: FittedModels) -> dict[str, Any]:
    split = fitted.split
    return {
        "plan": fitted.plan.model_dump(mode="json"),
        "split": {
            "train_months": [f"{month}" for month in split.train_months],
            "gap_months": [f"{month}" for month in split.gap_months],
            "test_months": [f"{month}" for month in split.test_months],
            "known_until": split.known_until.isoformat(),
        },
        "counts": {name: getattr(fitted, name) for name in ("n_train", "n_positive", "n_positive_groups", "n_shared")},
        "ordinary": dict(fitted.ordinary),
        "notes": [{"message": note.message, "values": dict(note.values)} for note in fitted.notes],
        "models": {
            name: {
                "columns": list(model.columns),
                "method": model.calibration.method,
                "x": list(model.calibration.x),
                "y": list(model.calibration.y),
            }
            for name, model in fitted.models.items()
        },
    }


def _read_estimator(path: Path) -> Any:
    import skops.io

    data = path.read_bytes()
    foreign = sorted(set(skops.io.get_untrusted_types(data=data)) - _OURS)
    if foreign:
        raise BrokenRunError(
            "The model file asks for types that are not ours: {types}.",
            where=str(path),
            cure=REFIT,
            types=", ".join(foreign),
        )
    return skops.io.loads(data, trusted=sorted(_OURS))


def _split(told: Mapping[str, Any]) -> Split:
    months = {name: tuple(date.fromisoformat(day) for day in told[name]) for name in told if name.endswith("months")}
    return Split(**months, known_until=datetime.fromisoformat(told["known_until"]))


def _file(name: str) -> str:
    return f"{name}.skops"
