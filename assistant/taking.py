"""The command ``ingest``."""

from __future__ import annotations

import argparse
import os

from assistant import render
from assistant.console import complain, console, remark, say, show_text
from assistant.keeping import cut_otherwise
from assistant.opening import config_of, opened
from index.errors import MissingInput


def take_in_files(options: argparse.Namespace) -> int:
    from assistant.accounts import Accounts
    from assistant.progress import progress
    from index.admission import Leave
    from index.folders import Labelling
    from index.ingest import Pipeline, ingest

    missing = [p for p in options.paths if not os.path.exists(p)]  # Path.exists raises for a name that is too long
    if len(missing) == len(options.paths):
        raise MissingInput(f"no such file or folder: {missing[0].name}", "check the name as typed")
    config = config_of(options)
    required = config.require_labels or Accounts(config.accounts_file).there()
    labelling = Labelling(options.label or "", config.labels, required)
    pipeline = Pipeline(most=config.max_file_bytes, leave=Leave(options.force, options.approve), seconds=config.max_read_seconds)
    with opened(options, create=True) as assistant, progress(console().err) as shown:
        report = ingest(assistant.store.whole, options.paths, shown, pipeline, labelling)
        others = cut_otherwise(assistant.store.whole)
    if options.json:
        say(render.report_json(report))
    else:
        show_text(render.report_text(report))
    for entry in report.entries:
        if entry.outcome in ("failed", "held"):
            complain(entry.code, entry.message, entry.hint)
    for said in others:
        remark(said)
    return report.exit_code
