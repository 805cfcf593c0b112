"""Each feature is declared once, and its reader finds words for it in both languages."""

from __future__ import annotations

from simi_lab.risk.signals import FEATURES, ROW_COLUMNS, feature_hash, features
from simi_lab.schema import CODES


def test_the_frame_holds_the_registry_and_nothing_else(world, as_of):
    frame = features(**world.given(), as_of=as_of)
    assert tuple(frame.columns) == (*ROW_COLUMNS, *(feature.name for feature in FEATURES))


def test_names_are_unique_and_each_feature_says_what_and_why():
    assert len({feature.name for feature in FEATURES}) == len(FEATURES)
    assert all(feature.sources and feature.meaning and feature.ground for feature in FEATURES)
    assert all((feature.kind == "category") == (feature.codes in CODES) for feature in FEATURES)


def test_the_hash_follows_meaning_and_order():
    assert feature_hash() == feature_hash(FEATURES)
    assert feature_hash() != feature_hash(FEATURES[::-1])
