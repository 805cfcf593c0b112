"""What a training module is and how its folder is read."""

from simi_lab.training.content.loader import ModuleError, load_module, load_modules, module_names
from simi_lab.training.content.model import Module, Step

__all__ = ["Module", "ModuleError", "Step", "load_module", "load_modules", "module_names"]
