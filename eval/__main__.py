"""``python -m eval run | talk | composed | accept | score | bench | steps | fit | calibrate | generality``.

Exit code 0: every gate is open; 1: one is closed; 64 and above: see index/errors.py.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from assistant.build import limits_of
from assistant.calibration import FILE as CALIBRATION
from assistant.calibration import Calibration, fingerprint, write_calibration
from assistant.config import Config
from assistant.weights import WEIGHTS
from eval.bench import Bench, reading
from eval.calibrate import as_text as as_text_of_limits
from eval.calibrate import fit as fit_limits
from eval.cases import Case, load_cases
from eval.composed import as_text as as_text_of_told
from eval.composed import watched, write_told
from eval.fit import as_text as as_text_of_fit
from eval.gate import Baseline, check, closed, load_baseline, recorded, write_baseline
from eval.generality import as_text as as_text_of_generality
from eval.generality import left_out_answers
from eval.grounding import minutes_files, read_texts
from eval.metrics import ANSWER_CHARS, Yardstick
from eval.pools import gather
from eval.provenance import Provenance, hash_files
from eval.reliability import as_svg, reliability, write_text
from eval.reliability import as_text as as_text_of_trust
from eval.reply import load_replies
from eval.report import as_text, load_report, write_reports
from eval.run import Run, judge, run, write_answers
from eval.signals import gather as gather_signals
from eval.speed import as_text as as_text_of_speeds
from eval.speed import parse_speeds
from eval.statements import as_text_of_statements, statement_pools
from eval.steps import WHOLE, Ranks, Setting, as_table, measure, settings
from eval.structure import check_gold, load_structure
from eval.summary import Summary
from eval.talk import load_talks, talk, turn_cases
from eval.units import UNITS
from index.errors import AssistantError, MissingInput, UsageError

HERE = Path(__file__).resolve().parent
CASES, CORPUS, BASELINE = HERE / "cases", HERE / "corpus", HERE / "baseline.json"
PLOT = HERE / "reliability.svg"
TALKS, TALK_BASELINE = HERE / "talks", HERE / "talks.json"


Opening = Callable[..., AbstractContextManager[Bench]]  # called as eval.bench.reading is


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message, self.format_usage().strip())


def main(arguments: Sequence[str] | None = None, opened: Opening = reading) -> int:
    try:
        options = _parser().parse_args(arguments)
        return COMMANDS[options.command](options, opened)
    except AssistantError as error:
        print(f"error[{error.code}]: {error.message}", file=sys.stderr)
        if error.hint:
            print(f"hint: {error.hint}", file=sys.stderr)
        return error.exit_code


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m eval", description="Ask the assistant questions whose answers are known, and judge it.")
    commands = parser.add_subparsers(dest="command", required=True)
    _options(commands.add_parser("run", help="ask every case and check the gates"))
    _options(commands.add_parser("talk", help="hold every conversation of eval/talks, our own answers being its history"))
    composed = commands.add_parser("composed", help="what the configured language model writes, what of it stood, beside the words quoted")
    _options(composed)
    composed.add_argument("--replies", type=Path, metavar="F", help="keep its replies there; those that are there are not asked for again")
    composed.add_argument("--patience", type=float, metavar="S", help="seconds it is given for an answer (default: as configured)")
    accept = commands.add_parser("accept", help="record a run as the baseline")
    _options(accept)
    accept.add_argument("recorded", nargs="?", type=Path, metavar="RUN.json", help="a run's report (default: run now)")
    score = commands.add_parser("score", help="judge answers that any program wrote, one JSON object a line, by the same rules")
    score.add_argument("replies", type=Path, metavar="ANSWERS.jsonl")
    _options(score)
    bench = commands.add_parser("bench", help="measure how fast files become items, on one core")
    bench.add_argument("what", choices=["parse"], help="parse: text at three sizes and a PDF, with the memory they take")
    _material_options(commands.add_parser("steps", help="retrieval alone: what each of its steps brings"))
    _material_options(commands.add_parser("fit", help="the weights that suit the cases, and how they do on files left out"))
    calibrate = commands.add_parser("calibrate", help='fit the limits of "not recorded", store them, and plot how far their signals tell')
    _material_options(calibrate)
    calibrate.add_argument("--out", type=Path, metavar="F", help="the limits (default: assistant/calibration.json with the default cases)")
    calibrate.add_argument("--plot", type=Path, metavar="F", help="the plot, an SVG (default: eval/reliability.svg likewise)")
    _material_options(commands.add_parser("generality", help="each file left out of all that is tuned, and asked then"))
    return parser


def _material_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cases", type=Path, metavar="F", help="case file or folder of them (default: eval/cases)")
    parser.add_argument("--minutes", type=Path, metavar="DIR", help="folder of minutes (default: eval/corpus)")
    parser.add_argument("--structure", type=Path, metavar="F", help="gold structure (default: structure.json beside cases or minutes)")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep the index there for the next run over the same minutes")


def _options(parser: argparse.ArgumentParser) -> None:
    _material_options(parser)
    parser.add_argument("--report", type=Path, metavar="DIR", help="write run.json, run.md and junit.xml there")
    parser.add_argument("--baseline", type=Path, metavar="F", help="gates (default: eval/baseline.json with the default cases)")
    parser.add_argument("--answers", type=Path, metavar="F", help="write the answers as JSON lines")
    parser.add_argument("--answer-chars", type=int, default=ANSWER_CHARS, metavar="N", help="characters of an answer that count")
    parser.add_argument("--no-gate", action="store_true", help="report closed gates, but exit 0")


def _run(options: argparse.Namespace, opened: Opening) -> int:
    baseline = _baseline(options)  # before minutes of work
    return _finish(_asked(options, opened), options, baseline)


def _talk(options: argparse.Namespace, opened: Opening) -> int:
    baseline = _baseline(options, TALK_BASELINE)
    files = _case_files(options.cases or TALKS)
    yardstick, made = _yardstick(options, files)
    talks = load_talks(files)
    check_gold(turn_cases(talks, yardstick.structure), yardstick.structure)
    with opened(Config.load(), options.minutes or CORPUS, options.cache) as bench:
        done = talk(talks, bench.assistant, yardstick, bench.described(made))
    return _finish(_kept(done, options), options, baseline)


def _composed(options: argparse.Namespace, opened: Opening) -> int:
    cases, yardstick, made = _material(options)
    config = Config.load()
    if options.patience:  # a reader waits 18 seconds at most, an evaluation as long as it likes
        config = config.model_copy(update={"llm_timeout": options.patience})
    with opened(config, options.minutes or CORPUS, options.cache) as bench:
        writing = watched(bench.assistant, options.replies)
        quoted = run(cases, replace(bench.assistant, composer=None), yardstick, bench.described(made))
        done = run(cases, writing, yardstick, bench.described(made))
    if options.report:
        write_told(writing.told, options.report)
    print(as_text_of_told(writing.told, quoted.summary, done.summary), end="\n\n")
    return _finish(_kept(done, options), options, _baseline(options))


def _score(options: argparse.Namespace, _: Opening) -> int:
    cases, yardstick, made = _material(options)
    replies = load_replies(options.replies)
    strangers = sorted(set(replies) - {case.id for case in cases})
    notices = (f"{len(strangers)} answers belong to no case: {', '.join(strangers[:5])}",) if strangers else ()
    return _finish(judge(cases, replies, yardstick, replace(made, notices=notices)), options, _baseline(options))


def _bench(options: argparse.Namespace, _: Opening) -> int:
    print(as_text_of_speeds(parse_speeds()))
    return 0


def _steps(options: argparse.Namespace, opened: Opening) -> int:
    cases, yardstick, _ = _material(options)
    known: dict[str, Ranks] = {}
    with opened(Config.load(), options.minutes or CORPUS, options.cache) as bench:
        rows = list(measure(cases, bench.assistant, yardstick.structure, settings(), known))
    for name, pipeline in UNITS.items():
        with opened(Config.load(), options.minutes or CORPUS, options.cache, pipeline) as bench:
            rows += measure(cases, bench.assistant, yardstick.structure, [Setting(name, WEIGHTS, against=WHOLE)], known)
    print(as_table(rows))
    return 0


def _fit(options: argparse.Namespace, opened: Opening) -> int:
    cases, yardstick, _ = _material(options)
    with opened(Config.load(), options.minutes or CORPUS, options.cache) as bench:
        pools = gather(cases, bench.assistant, yardstick.structure)
        statements = statement_pools(cases, bench.assistant)
    print(f"{as_text_of_fit(pools)}\n\n{as_text_of_statements(statements)}")
    return 0


def _calibrate(options: argparse.Namespace, opened: Opening) -> int:
    """Without --out, cases of one's own are measured and nothing is stored: what ships belongs to eval/cases."""
    cases, _, made = _material(options)
    config = Config.load()
    with opened(config, options.minutes or CORPUS, options.cache) as bench:
        signals = gather_signals(cases, bench.assistant)
        found = Calibration(limits=fit_limits(signals), index=fingerprint(bench.embedder), cases=made.cases, minutes=made.minutes)
    trust = reliability(signals)
    print(as_text_of_limits(signals, found.limits, limits_of(config)), as_text_of_trust(trust), sep="\n\n")
    own = options.cases or options.minutes
    if out := options.out or (None if own else CALIBRATION):
        write_calibration(found, out)
    if plot := options.plot or (None if own else PLOT):
        write_text(as_svg(trust, "Can the minutes answer it?"), plot)
    return 0


def _generality(options: argparse.Namespace, opened: Opening) -> int:
    cases, yardstick, _ = _material(options)
    config = Config.load()
    with opened(config, options.minutes or CORPUS, options.cache) as bench:
        print(as_text_of_generality(left_out_answers(cases, bench.assistant.store, config, yardstick)))
    return 0


def _accept(options: argparse.Namespace, opened: Opening) -> int:
    path = options.baseline or BASELINE
    if options.cases and not options.baseline:
        raise UsageError("accept with --cases needs --baseline", "eval/baseline.json belongs to eval/cases.")
    baseline = recorded(_accepted(options, opened), load_baseline(path) if path.exists() else {})
    write_baseline(baseline, path)
    print(f"recorded in {path.name}: " + ", ".join(f"{name} {threshold.value:.4g}" for name, threshold in baseline.items()))
    return 0


def _accepted(options: argparse.Namespace, opened: Opening) -> Summary:
    if not options.recorded:
        return _asked(options, opened).summary
    report = load_report(options.recorded)
    if report.provenance.cases != hash_files(_case_files(options.cases or CASES)):
        raise UsageError(f"{options.recorded} is a run over other cases", "Name them with --cases, and their --baseline.")
    return report.summary


def _asked(options: argparse.Namespace, opened: Opening) -> Run:
    cases, yardstick, made = _material(options)
    with opened(Config.load(), options.minutes or CORPUS, options.cache) as bench:
        done = run(cases, bench.assistant, yardstick, bench.described(made))
    return _kept(done, options)


def _kept(done: Run, options: argparse.Namespace) -> Run:
    """The run, its answers written where the options want them."""
    if options.answers:
        write_answers(done.answers, options.answers)
    return done


def _material(options: argparse.Namespace) -> tuple[tuple[Case, ...], Yardstick, Provenance]:
    """The cases, what they are judged by, and the hashes of both."""
    files = _case_files(options.cases or CASES)
    yardstick, made = _yardstick(options, files)
    cases = load_cases(files)
    if not cases:
        raise MissingInput(f"no case in {', '.join(f.name for f in files)}", "A case is one JSON object a line.")
    check_gold(cases, yardstick.structure)
    return cases, yardstick, made


def _yardstick(options: argparse.Namespace, files: Sequence[Path]) -> tuple[Yardstick, Provenance]:
    """What the rows of ``files`` are judged by, and the hashes of both."""
    minutes = options.minutes or CORPUS
    if not minutes.is_dir() or not minutes_files(minutes):
        raise MissingInput(f"no minutes in {minutes}", "Name their folder with --minutes.")
    answer_chars = getattr(options, "answer_chars", ANSWER_CHARS)
    if answer_chars < 1:
        raise UsageError(f"--answer-chars is {answer_chars}, expected 1 or more")
    gold = options.structure or _structure_file(files[0].parent, minutes)
    made = Provenance(hash_files(files), hash_files(minutes_files(minutes)), hash_files([gold]))
    return Yardstick(load_structure(gold), read_texts(minutes), answer_chars), made


def _case_files(path: Path) -> list[Path]:
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise MissingInput(f"no cases at {path}", "Name a file of JSON lines with --cases.")
    return files


def _structure_file(*folders: Path) -> Path:
    """``structure.json`` beside the cases, or else beside the minutes."""
    return next((f / "structure.json" for f in folders if (f / "structure.json").is_file()), folders[0] / "structure.json")


def _finish(done: Run, options: argparse.Namespace, baseline: Baseline | None) -> int:
    gates = check(done.summary, baseline)
    if options.report:
        write_reports(done, gates, options.report)
    print(as_text(done, gates))
    return 1 if closed(gates) and not options.no_gate else 0


def _baseline(options: argparse.Namespace, usual: Path = BASELINE) -> Baseline | None:
    """With cases of one's own and no baseline for them, the hard gates alone."""
    path = options.baseline or (None if options.cases or options.no_gate else usual)
    return load_baseline(path) if path else None


COMMANDS: dict[str, Callable[[argparse.Namespace, Opening], int]] = {
    "run": _run,
    "talk": _talk,
    "composed": _composed,
    "accept": _accept,
    "score": _score,
    "bench": _bench,
    "steps": _steps,
    "fit": _fit,
    "calibrate": _calibrate,
    "generality": _generality,
}

if __name__ == "__main__":
    sys.exit(main())
