"""A pool of dossiers from a run: some of each truth and each advice, kept beside the run so that no lesson waits."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import polars as pl

from simi_lab.errors import SimiError
from simi_lab.measures.reliance import ACTIONS, AT_RISK, CLASSES
from simi_lab.store import Derived, Run, derived
from simi_lab.study.cases.dossier import Advice, Dossier, Ground, Paper, Truth, Value
from simi_lab.study.cases.standing import MODEL, VISIBLE_FROM, standings
from simi_lab.study.model import kept_model, risk_model

PER_STRATUM = 16
_FORMAT, _FILE = 1, "dossiers.json"
_MOST_RAISING, _MOST_LOWERING = 3, 2
_FROM_ONE_RING = 3  # they look alike; a draw takes a second one only where a world has no other
_WEAKEST = 0.05  # a reason that moves the odds by less says nothing to a reader


@dataclass(frozen=True)
class Pool:
    """Dossiers that cases are drawn from.

    Parameters
    ----------
    source : "sample", or the hash of the run that they are from
    world : name of the world
    dossiers : all of them, by key
    """

    source: str
    world: str
    dossiers: tuple[Dossier, ...]

    def get(self, key: int) -> Dossier | None:
        """The dossier with a key, if it is here."""
        return next((one for one in self.dossiers if one.key == key), None)


def pool_of(run: Run) -> Pool:
    """The pool of a run, made once; reads its models, or fits them where they are not there.

    Raises
    ------
    SimiError
        The run has too little to learn from.

    Randomness : none; who is in the pool follows from a hash of the application's key.
    """
    thing = _place(run)
    if not thing.exists:
        made = [one.to_dict() for one in dossiers_of(run)]
        thing.write({}, files={_FILE: json.dumps(made, ensure_ascii=False).encode()})
    return _read(run, thing)


def kept_pool(run: Run | None) -> Pool:
    """The pool of a run if it has been made, else the committed sample; nothing is worked out and nobody waits.

    A run that cannot be read (made by another version, altered) gives the sample as well: its own pages say so.
    """
    if run is None:
        return sample_pool()
    try:
        thing = _place(run)
        return _read(run, thing) if thing.exists else sample_pool()
    except SimiError:
        return sample_pool()


@cache
def sample_pool() -> Pool:
    """The committed dossiers, from the world `mungil`; made by `python -m simi_lab.study.cases.sample`."""
    text = files("simi_lab.study.cases").joinpath("sample.json").read_text(encoding="utf-8")
    plain = json.loads(text)
    return Pool("sample", plain["world"], tuple(Dossier.from_dict(one) for one in plain["dossiers"]))


def dossiers_of(run: Run, per_stratum: int = PER_STRATUM) -> list[Dossier]:
    """Dossiers of a run, at most so many of each truth and advice, and few of one ring; sorted by key."""
    from simi_lab.risk import load

    stand = standings(run)
    chosen = _chosen(stand, per_stratum)
    kept = risk_model(run)
    model = load(kept.path, run_hash=run.hash).models[MODEL]
    keys = chosen["application_id"]
    features = kept.features.filter(pl.col("application_id").is_in(keys.implode())).collect()
    forms = _by_key(run.table("applications").filter(pl.col("application_id").is_in(keys.implode())))
    papers = _papers(run, keys)
    facts = {row["application_id"]: row for row in features.iter_rows(named=True)}
    made = []
    for row in chosen.sort("application_id").iter_rows(named=True):
        key = row["application_id"]
        advice = _advice(row, model, features.filter(pl.col("application_id") == key))
        truth = Truth(row["truth_class"], row["typology"], row["ring_id"], row["posterior"])
        made.append(Dossier(key, alias_of(key), _form(forms[key]), papers[key], _facts(facts[key]), advice, truth))
    return made


def alias_of(key: int) -> str:
    """An invented first name from the pool of those that belong to no region, by a hash of the key."""
    names = _aliases()
    return names[int.from_bytes(sha256(f"alias/{key}".encode()).digest()[:6], "big") % len(names)]


@cache
def _aliases() -> Sequence[str]:
    text = files("simi_lab.people").joinpath("tables/names.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return sorted({row["word"] for row in rows if row["origin"] == "faker" and row["place"] == "young"})


def _place(run: Run) -> Derived:
    return derived(run, "cases", {"format": _FORMAT, "per_stratum": PER_STRATUM}, parents=[kept_model(run)])


def _read(run: Run, thing: Derived) -> Pool:
    return _loaded(run.hash, run.name, thing.file(_FILE))


@lru_cache(maxsize=4)  # a lesson asks at every click; the content of a path never changes
def _loaded(source: str, world: str, path: Path) -> Pool:
    plain = json.loads(path.read_text(encoding="utf-8"))
    return Pool(source, world, tuple(Dossier.from_dict(one) for one in plain))


def _chosen(stand: pl.DataFrame, per_stratum: int) -> pl.DataFrame:
    """So many of each stratum, few of one ring, by a hash that no library decides."""
    rows = stand.filter(pl.col("truth_class").is_in(list(CLASSES)) & pl.col("advice").is_in(list(ACTIONS)))
    lot = [sha256(f"case/{key}".encode()).hexdigest() for key in rows["application_id"]]
    group = pl.coalesce("ring_id", -1 - pl.col("application_id"))
    rows = rows.with_columns(lot=pl.Series(lot), group=group, aside=pl.col("advice") != "go_on")
    unseen = pl.col("truth_class").is_in(list(AT_RISK)) & (pl.col("posterior") < VISIBLE_FROM)
    rows = rows.sort(unseen, "lot")  # a case at risk whose file shows something comes first
    rows = rows.filter(pl.int_range(pl.len()).over("truth_class", "aside", "group") < _FROM_ONE_RING)
    return rows.filter(pl.int_range(pl.len()).over("truth_class", "aside") < per_stratum)


def _by_key(rows: pl.LazyFrame) -> dict[int, Mapping[str, Value]]:
    return {row["application_id"]: row for row in rows.collect().iter_rows(named=True)}


def _papers(run: Run, keys: pl.Series) -> dict[int, tuple[Paper, ...]]:
    columns = ("document_kind", "nik_check", "name_check", "mrz_check")
    rows = (
        run.table("documents")
        .filter(pl.col("application_id").is_in(keys.implode()))
        .sort("document_id")
        .select("application_id", *(pl.col(name).cast(pl.String) for name in columns))
        .collect()
    )
    found: dict[int, list[Paper]] = {key: [] for key in keys}
    for row in rows.iter_rows():
        found[row[0]].append(Paper(*row[1:]))
    return {key: tuple(papers) for key, papers in found.items()}


def _form(row: Mapping[str, Value]) -> dict[str, Value]:
    agency = "none" if row["agency_id"] is None else "licensed" if row["agency_licensed"] else "unlicensed"
    names = ("kind", "service", "channel", "purpose", "destination", "missing_document", "is_same_day", "is_group")
    return {**{name: row[name] for name in names}, "agency": agency}


def _facts(row: Mapping[str, Value]) -> dict[str, Value]:
    """What holds, by name of the feature."""
    from simi_lab.risk.signals import FEATURES

    values = {feature.name: row[feature.name] for feature in FEATURES}
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in values.items() if value}


def _advice(row: Mapping[str, Value], model: object, features: pl.DataFrame) -> Advice:
    from simi_lab.risk.explaining.terms import reasons_of

    reasons = [reason for reason in reasons_of(model, features) if abs(reason.adds) >= _WEAKEST]  # type: ignore[arg-type]
    grounds = [
        Ground(one.features[0], one.message, round(one.value, 3) if isinstance(one.value, float) else one.value,
               round(one.adds, 2))
        for one in reasons
    ]  # fmt: skip
    return Advice(
        action=str(row["advice"]),
        score=float(row["score"] or 0.0),
        rank=int(row["rank"] or 0),
        n=int(row["n"] or 0),
        n_slots=int(row["n_slots"] or 0),
        raises=tuple([one for one in grounds if one.adds > 0][:_MOST_RAISING]),
        lowers=tuple([one for one in grounds if one.adds < 0][:_MOST_LOWERING]),
    )
