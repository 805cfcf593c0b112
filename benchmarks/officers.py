"""Ways to share out cases among officers, over prices of an error, capacities and teams, on the same cases of a run.

Run: python benchmarks/officers.py RUN [--teams N] [--replications N] [--model NAME]
The exit code is 1 if planning the whole month is dearer than both lots and the score alone in some setting on average.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from simi_lab.decide.assignment import STRATEGIES
from simi_lab.study import open_run
from simi_lab.study.lanes.bench import MODELS, Bench, bench
from simi_lab.study.lanes.officers import share_out_among

PRICES = (0.02, 0.057, 0.2)
CAPACITIES = (0.25, 0.5)


def main() -> int:
    """Print, setting by setting, mean cost per hundred cases of each way, and how often the plan beats its rivals."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run")
    parser.add_argument("--teams", type=int, default=25)
    parser.add_argument("--replications", type=int, default=5)
    parser.add_argument("--model", default=MODELS[0])
    asked = parser.parse_args()
    stand = bench(open_run(asked.run), asked.model)
    is_missed = False
    print(
        "price capacity |  score  officers  lots  greedy   plan | plan cheaper than lots, score, greedy | sure of lots"
    )
    for price in PRICES:
        for capacity in CAPACITIES:
            mine = _with(stand, price, capacity)
            found = [
                share_out_among(mine, asked.model, replications=asked.replications, seed=seed).ways
                for seed in range(asked.teams)
            ]
            mean = {name: sum(way[name]["realised"]["value"] for way in found) / len(found) for name in found[0]}
            plan = [way["exact"]["realised"]["value"] for way in found]
            wins = [
                sum(p < way[rival]["realised"]["value"] for p, way in zip(plan, found, strict=True)) / len(found)
                for rival in ("random", "model_only", "greedy")
            ]
            sure = sum(way["exact"]["beside_random"]["high"] < 0 for way in found) / len(found)
            costs = " ".join(f"{mean[name]:6.2f}" for name in STRATEGIES)
            often = " ".join(f"{win:5.0%}" for win in wins)
            print(f"{price:5} {capacity:8} | {costs} | {often} | {sure:5.0%}", flush=True)
            is_missed |= mean["exact"] > min(mean["random"], mean["model_only"])
    return int(is_missed)


def _with(stand: Bench, price: float, capacity: float) -> Bench:
    """The same bench with another price of stopping somebody in vain, and other room."""
    plan = stand.scenario.officers
    changed = plan.model_copy(
        update={
            "cost_stopped": plan.cost_stopped.model_copy(update={"value": price}),
            "capacity_share": plan.capacity_share.model_copy(update={"value": capacity}),
        }
    )
    return replace(stand, scenario=stand.scenario.model_copy(update={"officers": changed}))


if __name__ == "__main__":
    sys.exit(main())
