"""The commands that tune: steps, fit, calibrate, generality. Each gives what it found as text."""

from __future__ import annotations

import argparse

from assistant.build import limits_of
from assistant.calibration import FILE as CALIBRATION
from assistant.calibration import Calibration, fingerprint, write_calibration
from assistant.config import Config
from assistant.reader import identity
from assistant.weights import WEIGHTS
from eval.calibrate import as_text as as_text_of_limits
from eval.calibrate import fit as fit_limits
from eval.fit import as_text as as_text_of_fit
from eval.generality import as_text as as_text_of_generality
from eval.generality import left_out_answers
from eval.material import CORPUS, HERE, Opening, material
from eval.pools import gather
from eval.reliability import as_svg, reliability, write_text
from eval.reliability import as_text as as_text_of_trust
from eval.signals import gather as gather_signals
from eval.statements import as_text_of_statements, statement_pools
from eval.steps import WHOLE, Ranks, Setting, as_table, measure, settings
from eval.units import UNITS

PLOT = HERE / "reliability.svg"


def steps(options: argparse.Namespace, opened: Opening) -> str:
    cases, yardstick, _ = material(options)
    known: dict[str, Ranks] = {}
    with opened(Config.load(), options.minutes or CORPUS, options.cache) as bench:
        rows = list(measure(cases, bench.assistant, yardstick.structure, settings(), known))
    for name, pipeline in UNITS.items():
        with opened(Config.load(), options.minutes or CORPUS, options.cache, pipeline) as bench:
            rows += measure(cases, bench.assistant, yardstick.structure, [Setting(name, WEIGHTS, against=WHOLE)], known)
    return as_table(rows)


def fit(options: argparse.Namespace, opened: Opening) -> str:
    cases, yardstick, _ = material(options)
    with opened(Config.load(), options.minutes or CORPUS, options.cache) as bench:
        pools = gather(cases, bench.assistant, yardstick.structure)
        statements = statement_pools(cases, bench.assistant)
    return f"{as_text_of_fit(pools)}\n\n{as_text_of_statements(statements)}"


def calibrate(options: argparse.Namespace, opened: Opening) -> str:
    """Without --out, cases of one's own are measured and nothing is stored: what ships belongs to eval/cases."""
    cases, _, made = material(options)
    config = Config.load()
    with opened(config, options.minutes or CORPUS, options.cache) as bench:
        signals = gather_signals(cases, bench.assistant)
        found = Calibration(
            limits=fit_limits(signals),
            index=fingerprint(bench.embedder, reader=identity(config.reader)),
            cases=made.cases,
            minutes=made.minutes,
        )
    trust = reliability(signals)
    own = options.cases or options.minutes
    if out := options.out or (None if own else CALIBRATION):
        write_calibration(found, out)
    if plot := options.plot or (None if own else PLOT):
        write_text(as_svg(trust, "Can the minutes answer it?"), plot)
    return f"{as_text_of_limits(signals, found.limits, limits_of(config))}\n\n{as_text_of_trust(trust)}"


def generality(options: argparse.Namespace, opened: Opening) -> str:
    cases, yardstick, _ = material(options)
    config = Config.load()
    with opened(config, options.minutes or CORPUS, options.cache) as bench:
        return as_text_of_generality(left_out_answers(cases, bench.assistant.store.whole, config, yardstick))
