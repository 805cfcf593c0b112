"""The words readers see for every code, column, metric and table, in Bahasa Indonesia and English."""

from simi_lab.vocabulary.words import LANGS, codes, domains, has, label, labels

__all__ = ["LANGS", "codes", "domains", "has", "label", "labels"]
