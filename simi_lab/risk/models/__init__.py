"""A ladder of models under one interface: trained on earlier months, calibrated on held-out groups, no pickle."""

from simi_lab.risk.models.fitting import MODELS, FittedModel, FittedModels, Note, fit, score
from simi_lab.risk.models.folder import load, save

__all__ = ["MODELS", "FittedModel", "FittedModels", "Note", "fit", "load", "save", "score"]
