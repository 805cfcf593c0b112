"""Reports: one notebook and typed parameters in, one HTML file that opens without a network out."""

from simi_lab.reporting.build import Built, build
from simi_lab.reporting.templates import Template, find_template, templates

__all__ = ["Built", "Template", "build", "find_template", "templates"]
