"""Chance by counter: row i of a column always gets the same word, in whatever block, order or process."""

from simi_lab.streams import transforms
from simi_lab.streams.words import Streams

__all__ = ["Streams", "transforms"]
