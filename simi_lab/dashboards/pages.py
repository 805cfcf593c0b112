"""Which pages the dashboards have."""

from __future__ import annotations

from simi_lab.dashboards import day, explorer, fairness, monitoring, policy, risk
from simi_lab.dashboards.service import build, make_filters
from simi_lab.shell import Route


def routes() -> list[Route]:
    """The pages of the face, the first one first."""
    return [
        Route(
            slug="layanan",
            label="Service",
            icon="query_stats",
            build=build,
            lead="How long applicants wait, how long a passport takes, and whether it got better. A simulated office.",
            filters=make_filters,
        ),
        Route(
            slug="sehari",
            label="A day at the office",
            icon="schedule",
            build=day.build,
            lead="Watch one day go by: who comes, who waits where, and how it differs with SIMI. A simulated office.",
            filters=day.make_filters,
        ),
        Route(
            slug="simulator",
            label="Policy simulator",
            icon="tune",
            build=policy.build,
            lead="Move a lever and see what a month at the office becomes: for whom, at what cost. A simulated office.",
            filters=policy.make_filters,
            ahead=policy.ahead,
        ),
        Route(
            slug="risiko",
            label="Risk",
            icon="person_search",
            build=risk.build,
            lead="Whom the models would have looked at longer: how many rightly, how many in vain. A simulated office.",
            filters=risk.make_filters,
        ),
        Route(
            slug="keadilan",
            label="Fairness",
            icon="balance",
            build=fairness.build,
            lead="Whom a model picks, group by group; what equality costs; what cannot be had. A simulated office.",
            filters=fairness.make_filters,
        ),
        Route(
            slug="pemantauan",
            label="Model monitoring",
            icon="monitoring",
            build=monitoring.build,
            lead="What an office believes of its model, beside what is true, and what changes under it. Simulated.",
            filters=monitoring.make_filters,
        ),
        Route(
            slug="penjelajah",
            label="World explorer",
            icon="travel_explore",
            build=explorer.build,
            lead="Follow one invented person or group through all tables; the truth is hidden until you ask for it.",
            filters=explorer.make_filters,
        ),
    ]
