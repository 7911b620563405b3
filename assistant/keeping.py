"""The commands that keep a store safe: ``backup``, ``restore``, ``label``, ``remove`` and ``verify``."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import render
from assistant.console import complain, remark, say, show_text
from assistant.opening import config_of, load_of, opened
from index.errors import DamagedStore, MissingInput, UsageError

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.audit import Entry
    from index.catalog import Catalog
    from index.quarantine import SetAside
    from index.relabel import Relabelled
    from index.revisions import Revision
    from index.store import Store
    from index.traces import Traces

NAMED = 5  # files, of those that are meant


def back_up_store(options: argparse.Namespace) -> int:
    from index.backup import back_up

    with opened(options) as assistant:
        done = back_up(assistant.store.whole, options.file)
    say(asdict(done)) if options.json else show_text(f"Backed up {render.backup_text(done)}")
    return 0


def restore_store(options: argparse.Namespace) -> int:
    from assistant.build import embedder_of
    from index.ingest import Pipeline
    from index.restore import restore

    config = config_of(options)
    pipeline = Pipeline(most=config.max_file_bytes, seconds=config.max_read_seconds)
    done = restore(config.store, options.file, embedder_of(config, load_of(options)), pipeline, config.vectors)
    say(asdict(done)) if options.json else show_text(f"Restored {render.backup_text(done)}")
    return 0


def label_item(options: argparse.Namespace) -> int:
    from index.labels import label_named
    from index.relabel import relabel
    from index.walk import path_key

    label = label_named(options.label, config_of(options).labels)
    path = options.folder / options.subject
    subject = path_key(path) if path.exists() else options.subject
    with opened(options) as assistant:
        done = relabel(assistant.store.whole, subject, label)
        assistant.audit.record(_labelling(assistant, done))
    say(asdict(done)) if options.json else show_text(render.relabelled_text(done))
    return 0


def _labelling(assistant: Assistant, done: Relabelled) -> Entry:
    """What the audit keeps of it: an id, or that it was a file; no name of one."""
    from assistant.audit import Entry

    known = assistant.store.whole.catalog
    named = known.item(done.subject) is not None or known.document(done.subject) is not None
    about = f"{'' if named else 'a file '}-> {done.label}"
    return Entry("labelled", assistant.viewer.name, (done.subject,) if named else (), about=about)


def remove_files(options: argparse.Namespace) -> int:
    from index.ingest import remove
    from index.quarantine import SetAside

    if not options.files and not options.for_good:
        raise UsageError("remove needs a FILE", "see: python -m assistant list documents")
    with opened(options) as assistant:
        store = assistant.store.whole
        found = [_named(store.catalog, path) for path in options.files]
        aside = [one for one in found if isinstance(one, SetAside)]
        revisions = [one for one in found if not isinstance(one, SetAside)]
        if options.for_good:
            return _expunge(options, assistant, revisions, aside)
        entry = _removal(assistant, _ids(store, revisions))
        for revision in revisions:
            remove(store, Path(revision.path))
        store.examine()  # before anything is written
        for one in aside:
            store.catalog.quarantine.release(one.sha256)
        assistant.audit.record(entry)
    removed = [one.file for one in found]
    if options.json:
        say({"removed": removed})
    else:
        show_text("\n".join(f"removed   {file}" for file in removed))
    return 0


def _expunge(options: argparse.Namespace, assistant: Assistant, revisions: list[Revision], aside: list[SetAside]) -> int:
    from assistant.conversations import conversations_of
    from assistant.feedback import Feedback
    from index.expunge import expunge

    store = assistant.store.whole
    held = _ids(store, revisions)

    def elsewhere(gone: Traces) -> None:
        items = {item for _, item in held}
        assistant.audit.forget(items, gone)
        conversations_of(config_of(options)).forget(items, gone)
        Feedback(store.path).forget(items, gone)
        assistant.audit.record(_removal(assistant, held, "for good"))

    done = expunge(store, revisions, elsewhere, aside)
    say(asdict(done)) if options.json else show_text(render.expunged_text(done))
    if done.left:
        complain("E_CORRUPT", f"{len(done.left)} files still hold some of it: {', '.join(done.left)}", "delete them: they were set aside")
    return DamagedStore.exit_code if done.left else 0


def _ids(store: Store, revisions: list[Revision]) -> list[tuple[str, str]]:
    return [pair for revision in revisions for pair in store.catalog.revisions.ids_of(revision.id)]


def _removal(assistant: Assistant, held: list[tuple[str, str]], about: str = "") -> Entry:
    """What the audit keeps of it: ids, which stay known, and no names of files."""
    from assistant.audit import Entry

    return Entry("removed", assistant.viewer.name, tuple(dict.fromkeys(document for document, _ in held)), about=about)


def _named(catalog: Catalog, path: Path) -> Revision | SetAside:
    """The reading of the file at this path, or the only file of this name, held or set aside. Raises MissingInput and removes nothing."""
    from index.walk import path_key

    here = catalog.revisions.at(path_key(path))
    if here:
        return here
    found: list[Revision | SetAside] = [revision for revision in catalog.revisions.committed() if revision.file == path.name]
    found = found or [one for one in catalog.quarantine.all() if one.file == path.name]
    if len(found) != 1:
        several = f"{len(found)} files are called {path.name}" if found else f"no file {path.name} is held"
        raise MissingInput(several, "give its path, or see: python -m assistant list documents", code="E_NOTFOUND")
    return found[0]


def cut_otherwise(store: Store) -> list[str]:
    """What a person must know where files were cut by another version of the program than this one: nothing is mixed in silence."""
    from index.parse import PARSER_VERSION

    files = [revision.file for revision in store.catalog.revisions.committed() if revision.parser != str(PARSER_VERSION)]
    named = ", ".join(files[:NAMED]) + (f" and {len(files) - NAMED} more" if len(files) > NAMED else "")
    return [f"Cut by another version of the program: {named}. To cut them as this one does, ingest them again."] if files else []


def _problems(store: Store) -> list[str]:
    """What is wrong once nothing is at work, and what a killed process left is cleared away."""
    from index.put import clear_away

    store.examine()
    with store.writing:
        clear_away(store)
        return store.check()


def verify_store(options: argparse.Namespace) -> int:
    from assistant.build import calibrated_elsewhere, embedder_of

    config = config_of(options)
    if options.rebuild:
        from index.ingest import Pipeline
        from index.rebuild import rebuild

        pipeline = Pipeline(most=config.max_file_bytes, seconds=config.max_read_seconds)
        done = rebuild(config.store, embedder_of(config, load_of(options)), pipeline, config.vectors)
        show_text(render.rebuilt_text(done))
    with opened(options) as assistant:
        store = assistant.store.whole
        aside = [one for one in store.catalog.quarantine.all() if not one.approved]
        problems, elsewhere = _problems(store), calibrated_elsewhere(config, store.fingerprint)
        others = cut_otherwise(store)
    for problem in problems:
        show_text(problem)
    if problems:
        raise DamagedStore(f"the store has {len(problems)} problems", "run: python -m assistant verify --rebuild")
    show_text("The store is whole.")
    for one in aside:
        remark(f"set aside since {one.made[:10]}: {one.file} [{one.code}] {one.reason}")
    for said in (*elsewhere, *others):  # no fault of the store, so not among what is said of it
        remark(said)
    return 0
