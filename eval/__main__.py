"""``python -m eval run | talk | composed | compare | accept | score | bench | steps | fit | calibrate | generality``.

Exit code 0: every gate is open; 1: one is closed; 64 and above: see index/errors.py.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from assistant.config import Config
from eval import tuning
from eval.bench import reading
from eval.composed import as_text as as_text_of_told
from eval.composed import watched, write_told
from eval.gate import Baseline, check, closed, load_baseline, recorded, write_baseline
from eval.material import CASES, CORPUS, HERE, Opening, case_files, judged_by, material
from eval.metrics import ANSWER_CHARS
from eval.paired import as_text as as_text_of_pairs
from eval.paired import compare, without_reader
from eval.provenance import hash_files
from eval.reply import load_replies
from eval.report import as_text, load_report, write_reports
from eval.run import Run, judge, run, write_answers
from eval.speed import as_text as as_text_of_speeds
from eval.speed import parse_speeds
from eval.structure import check_gold
from eval.summary import Summary
from eval.talk import load_talks, talk, turn_cases
from index.errors import AssistantError, UsageError

BASELINE = HERE / "baseline.json"
TALKS, TALK_BASELINE = HERE / "talks", HERE / "talks.json"


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
    _material_options(commands.add_parser("compare", help="the cases with and without the configured reader, pair by pair"))
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
    files = case_files(options.cases or TALKS)
    yardstick, made = judged_by(options, files)
    talks = load_talks(files)
    check_gold(turn_cases(talks, yardstick.structure), yardstick.structure)
    with opened(Config.load(), options.minutes or CORPUS, options.cache) as bench:
        done = talk(talks, bench.assistant, yardstick, bench.described(made))
    return _finish(_kept(done, options), options, baseline)


def _composed(options: argparse.Namespace, opened: Opening) -> int:
    cases, yardstick, made = material(options)
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


def _compare(options: argparse.Namespace, opened: Opening) -> str:
    cases, yardstick, made = material(options)
    with opened(Config.load(), options.minutes or CORPUS, options.cache) as bench:
        if bench.assistant.retriever.reader is None:
            raise UsageError("compare needs a reader", "Name the file of its weights: the key 'reader', or MINUTES_READER.")
        bare = without_reader(bench.assistant)
        return as_text_of_pairs(compare(cases, bare, bench.assistant, yardstick, bench.described(made)))


def _score(options: argparse.Namespace, _: Opening) -> int:
    cases, yardstick, made = material(options)
    replies = load_replies(options.replies)
    strangers = sorted(set(replies) - {case.id for case in cases})
    notices = (f"{len(strangers)} answers belong to no case: {', '.join(strangers[:5])}",) if strangers else ()
    return _finish(judge(cases, replies, yardstick, replace(made, notices=notices)), options, _baseline(options))


def _bench(options: argparse.Namespace, _: Opening) -> int:
    print(as_text_of_speeds(parse_speeds()))
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
    if report.provenance.cases != hash_files(case_files(options.cases or CASES)):
        raise UsageError(f"{options.recorded} is a run over other cases", "Name them with --cases, and their --baseline.")
    return report.summary


def _asked(options: argparse.Namespace, opened: Opening) -> Run:
    cases, yardstick, made = material(options)
    with opened(Config.load(), options.minutes or CORPUS, options.cache) as bench:
        done = run(cases, bench.assistant, yardstick, bench.described(made))
    return _kept(done, options)


def _kept(done: Run, options: argparse.Namespace) -> Run:
    """The run, its answers written where the options want them."""
    if options.answers:
        write_answers(done.answers, options.answers)
    return done


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


def _printed(found: Callable[[argparse.Namespace, Opening], str]) -> Callable[[argparse.Namespace, Opening], int]:
    def command(options: argparse.Namespace, opened: Opening) -> int:
        print(found(options, opened))
        return 0

    return command


COMMANDS: dict[str, Callable[[argparse.Namespace, Opening], int]] = {
    "run": _run,
    "talk": _talk,
    "composed": _composed,
    "compare": _printed(_compare),
    "accept": _accept,
    "score": _score,
    "bench": _bench,
    "steps": _printed(tuning.steps),
    "fit": _printed(tuning.fit),
    "calibrate": _printed(tuning.calibrate),
    "generality": _printed(tuning.generality),
}

if __name__ == "__main__":
    sys.exit(main())
