"""Foreigners of one office from the planted groups of companies to their permits, made alone."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simi_lab import clock
from simi_lab.errors import BadRequest
from simi_lab.foreign.companies import STRIDE, Companies, draw_companies
from simi_lab.foreign.guarantors import Land, Others, guarantor_table, guarantor_truth
from simi_lab.foreign.holders import PASSPORTS, Holders, foreigner_table, permit_table, permit_truth
from simi_lab.foreign.laws import Laws, laws_of
from simi_lab.foreign.posterior import ring_posterior
from simi_lab.foreign.stays import NEVER, ends, permit_days, stays
from simi_lab.reference.stay import visa_index
from simi_lab.scenario.foreign import EVIDENCE
from simi_lab.scenario.model import Scenario
from simi_lab.schema import CODES
from simi_lab.streams import Streams, transforms

Ints = NDArray[np.int64]
BEFORE_DAYS = 300  # assumed: who is here on the first day arrived at most so long before
SETTLING_DAYS = 30  # nobody arrives in the last month: every stay has a first permit
HOLDERS_OF_INSTITUTION = 4  # assumed: at most


def make_foreign(scenario: Scenario, land: Land, *, office_id: int) -> dict[str, pl.DataFrame]:
    """Guarantors, foreigners and permits of one office, with the truth about them.

    Parameters
    ----------
    scenario : reads seed, period and foreign
    land : districts and villages of the office's area

    Returns
    -------
    dict
        Tables `guarantors`, `foreigners`, `permits`, `truth_guarantors` and `truth_permits` by name.

    Raises
    ------
    BadRequest
        More foreigners are asked for than one office has keys for.

    Randomness : tables "sponsors", "guarantors", "foreigners", "permits" and "exits", counters within the office.
    """
    plan, streams = scenario.foreign, Streams(scenario.seed)
    last = clock.day_index(scenario.period.last)
    earliest = clock.day_index(scenario.period.first) - BEFORE_DAYS
    latest = max(last - SETTLING_DAYS, earliest)
    laws = laws_of(plan.sponsor_ring, earliest, latest)
    companies = _companies(scenario, laws, streams, office_id)
    firms = _holders_of_companies(companies, streams, latest, office_id)
    rest, others = _other_holders(scenario, streams, companies.kind.size, (earliest, latest), office_id)
    holders = Holders(*(np.concatenate(pair) for pair in zip(firms, rest, strict=True)))
    if holders.index.size > PASSPORTS:
        raise BadRequest("{n} foreigners are too many for one office.", cure="Ask for fewer.", n=holders.index.size)

    stay = stays(plan, streams, holders.index, holders.entered, office_id=office_id)
    issued = permit_days(stay, streams, last, office_id=office_id)
    until = issued.group_by("stay", maintain_order=True).agg(pl.col("until").max())["until"].to_numpy()
    ended = ends(plan.exits, streams, stay.is_itas, until, last, office_id=office_id)
    posterior = ring_posterior(laws, companies)
    at = {"office_id": office_id}
    return {
        "guarantors": guarantor_table(companies, others, land, streams, last, **at),
        "foreigners": foreigner_table(plan, holders, ended, land, streams, **at),
        "permits": permit_table(holders, stay, issued, **at),
        "truth_guarantors": guarantor_truth(companies, posterior, others.start.size, **at),
        "truth_permits": permit_truth(issued, ended, **at),
    }


def _companies(scenario: Scenario, laws: Laws, streams: Streams, office_id: int) -> Companies:
    """As many groups of companies as give the corporate share of foreigners on average."""
    plan = scenario.foreign
    wanted = plan.foreigners.value * plan.corporate_share.value / laws.holders_per_group
    u = float(transforms.uniform(streams.words("sponsors", "count", start=office_id, n=1))[0])
    return draw_companies(laws, streams, int(wanted + u), office_id=office_id)


def _holders_of_companies(
    companies: Companies, streams: Streams, latest: int, office_id: int
) -> tuple[Ints, Ints, Ints]:
    """Guarantor, index and arrival of foreigners of companies: the first arrives on the drawn day, others later."""
    n_holders = companies.evidence["n_holders"] + 1
    guarantor = np.repeat(np.arange(companies.kind.size), n_holders)
    n = guarantor.size
    is_first = np.concatenate([[True], guarantor[1:] != guarantor[:-1]])[:n]
    words = streams.words("foreigners", "later", start=office_id * STRIDE, n=n)
    start = companies.start[guarantor]
    later = transforms.integers(words, latest - start + 1)
    code = np.array([CODES["index_code"].index(name) for name in EVIDENCE["main_index"]])
    index = code[companies.evidence["main_index"][guarantor]]
    return guarantor, index, start + np.where(is_first, 0, later)


def _other_holders(
    scenario: Scenario, streams: Streams, n_companies: int, span: tuple[int, int], office_id: int
) -> tuple[tuple[Ints, Ints, Ints], Others]:
    """Guarantor, index and arrival of everybody else, and the institutions and spouses who answer for some of them."""
    plan, at = scenario.foreign, office_id * STRIDE
    u = float(transforms.uniform(streams.words("foreigners", "count", start=office_id, n=1))[0])
    n = int(plan.foreigners.value * (1 - plan.corporate_share.value) + u)
    codes = CODES["index_code"]
    index = transforms.category(
        streams.words("others", "index", start=at, n=n), transforms.cumulative(plan.others.of(codes))
    )
    entered = span[0] + transforms.integers(streams.words("others", "entered", start=at, n=n), span[1] - span[0] + 1)
    needs = dict(visa_index().select("index_code", "needs_guarantor").iter_rows())
    by_institution = np.flatnonzero(np.array([needs[code] for code in codes])[index])
    named = transforms.bernoulli(streams.words("others", "spouse", start=at, n=n), plan.spouse_share.value)
    by_spouse = np.flatnonzero(named & (index == codes.index("E31A")))
    n_institutions = -(-by_institution.size // HOLDERS_OF_INSTITUTION)
    guarantor = np.full(n, NEVER)
    guarantor[by_institution] = n_companies + np.arange(by_institution.size) % max(1, n_institutions)
    guarantor[by_spouse] = n_companies + n_institutions + np.arange(by_spouse.size)
    n_others = n_institutions + by_spouse.size
    start = np.full(n_others, span[1])
    counted = guarantor >= 0
    np.minimum.at(start, guarantor[counted] - n_companies, entered[counted])
    n_holders = np.bincount(guarantor[counted] - n_companies, minlength=n_others)
    return (guarantor, index, entered), Others(n_institutions, n_holders, start)
