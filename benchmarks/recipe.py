"""The recipe finder beside random search on the same office month, with the same number of simulated months.

Run: python benchmarks/recipe.py [--scenario NAME] [--seeds N] [--budget N] [--demand X] [--outage-days N] [--busiest]
The exit code is 1 if the finder is dearer than the median random search.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time

from simi_lab.scenario.load import resolve
from simi_lab.study.block import extent_of, prepare
from simi_lab.study.make import plan_of
from simi_lab.study.recipe import FREE, LONGER_DAYS, space_of
from simi_lab.study.recipe.office import Promise, TwinOffice
from simi_lab.study.recipe.random import random_search
from simi_lab.study.recipe.search import find
from simi_lab.study.recipe.trials import FINAL, Trials
from simi_lab.study.whatif import WhatIf, busiest

TIE = 1e-4
"""Costs that differ by less than so much of them are the same: overtime differs a little between equal plans."""


def main() -> int:
    """Print both, seed by seed, and how often and by how much the finder is cheaper."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenario", default="kotabumi")
    parser.add_argument("--seeds", type=int, default=12)
    parser.add_argument("--budget", type=int, default=1600)
    parser.add_argument("--demand", type=float, default=1.0)
    parser.add_argument("--outage-days", type=int, default=0)
    parser.add_argument("--busiest", action="store_true")
    asked = parser.parse_args()
    plan = plan_of(resolve(asked.scenario))
    desk = prepare(plan, extent_of(plan, None), 0)
    month = WhatIf(plan, desk)
    if asked.busiest:
        month = WhatIf(plan, desk, busiest(month.months))
    office = TwinOffice(month, 30, 4, asked.demand, asked.outage_days)
    lead = float(office.months(office.today, range(1, FINAL + 1)).lead_days.mean()) + LONGER_DAYS
    promise = Promise(lead_days=lead)

    begun = time.perf_counter()
    ours = Trials(office, promise, asked.budget)
    is_proven = find(ours, space_of(ours, FREE))
    if ours.best is None:
        print(f"no plan found in {ours.spent} months")
        return 1
    print(f"finder: {ours.best.cost / 1e6:.2f} million, {ours.spent} months, proven {is_proven}, ", end="")
    print(f"{time.perf_counter() - begun:.1f} s, {ours.best.plan}")
    ratios = []
    for seed in range(asked.seeds):
        theirs = Trials(office, promise, asked.budget, infers=False)
        random_search(theirs, space_of(theirs, FREE), seed)
        cost = theirs.best.cost if theirs.best else float("inf")
        ratios.append(ours.best.cost / cost)
        print(f"random {seed:>2}: {cost / 1e6:.2f} million, {theirs.spent} months", flush=True)
    cheaper, dearer = (sum(side * (1 - ratio) > TIE for ratio in ratios) for side in (1, -1))
    print(f"finder cheaper in {cheaper}, tie in {len(ratios) - cheaper - dearer}, dearer in {dearer} of {len(ratios)}")
    print(f"cost of finder by cost of random: {min(ratios):.3f} / {statistics.median(ratios):.3f} / {max(ratios):.3f}")
    return int(statistics.median(ratios) > 1 + TIE)


if __name__ == "__main__":
    sys.exit(main())
