"""The office's process as a drawing (SVG), made from the numbers of a scenario."""

from simi_lab.study.drawing.asked import scenario_of, write_drawing
from simi_lab.study.drawing.picture import process_drawing

__all__ = ["process_drawing", "scenario_of", "write_drawing"]
