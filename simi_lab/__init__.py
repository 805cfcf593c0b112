"""SIMI Lab: a rehearsal room for an immigration office, in which every person is invented and the truth is known."""

__all__ = ["__version__"]

__version__ = "0.1.0"
