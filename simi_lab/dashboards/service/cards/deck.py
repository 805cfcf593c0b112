"""All charts of the page by name, in the order of their making."""

from collections.abc import Callable, Mapping

from simi_lab.dashboards.service.cards.comparison import difference, twins
from simi_lab.dashboards.service.cards.places import areas, tiles
from simi_lab.dashboards.service.cards.quality import elements, kept, satisfaction
from simi_lab.dashboards.service.cards.scene import Scene
from simi_lab.dashboards.service.cards.times import applications, lead, standard, total, waiting
from simi_lab.dashboards.service.cards.waiting_cases import hanging, still_open
from simi_lab.shell.cards import Chart

CARDS: Mapping[str, Callable[[Scene], Chart]] = {
    "wait": waiting,
    "total": total,
    "kept": kept,
    "standard": standard,
    "twins": twins,
    "causes": difference,
    "ikm": satisfaction,
    "elements": elements,
    "backlog": still_open,
    "stuck": hanging,
    "lead": lead,
    "applications": applications,
    "areas": areas,
    "tiles": tiles,
}
