"""The command ``audit``: what is recorded of who asked what, one person's part of it with their conversations, and that deleted."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant.accounts import folded
from assistant.console import complain, say, show_text
from assistant.opening import config_of, opened
from index.errors import DamagedStore, UsageError

if TYPE_CHECKING:
    from assistant.audit import Audit, Entry


def tell_audit(options: argparse.Namespace) -> int:
    if options.what == "list" and options.who is not None:
        raise UsageError("audit list takes no NAME", "for one person: python -m assistant audit export NAME")
    if options.what != "list" and options.who is None:
        raise UsageError(f"audit {options.what} needs a NAME", "see: python -m assistant audit list")
    options.who = folded(options.who) if options.who else options.who
    with opened(options) as assistant:
        if options.what == "delete":
            return _delete(options, assistant.audit)
        found = assistant.audit.entries(options.who)
    if options.json or options.what == "export":
        told = _conversations(options) if options.what == "export" else []
        say([*(asdict(entry) for entry in found), *told])
    else:
        show_text("\n".join(map(_line, found)) or "nothing is recorded")
    return 0


def _conversations(options: argparse.Namespace) -> list[dict[str, object]]:
    """Those of one person as they are kept, each an event of its own sort."""
    from assistant.conversations import conversations_of

    kept = conversations_of(config_of(options))
    found = (kept.read(options.who, listed.id) for listed in reversed(kept.all(options.who)))
    return [{"event": "conversation", "who": options.who, **asdict(one)} for one in found if one]


def _delete(options: argparse.Namespace, audit: Audit) -> int:
    from assistant.audit import Entry
    from assistant.conversations import conversations_of

    gone = conversations_of(config_of(options)).delete_all(options.who)
    done = audit.delete(options.who)
    audit.record(Entry("history deleted", about=f"{done.entries} entries, {gone.conversations} conversations"))
    left = tuple(dict.fromkeys((*done.left, *gone.left)))
    if options.json:
        say({"entries": done.entries, "conversations": gone.conversations, "left": left})
    else:
        proof = "Nothing of them is left in the files of the store." if not left else ""
        show_text(f"entries deleted: {done.entries}\nconversations deleted: {gone.conversations}\n{proof}".rstrip())
    if left:
        complain("E_CORRUPT", f"something of them is still in {', '.join(left)}", "delete these files: they are copies")
    return DamagedStore.exit_code if left else 0


def _line(entry: Entry) -> str:
    said = (entry.at, entry.who or "-", entry.event, entry.status, entry.whom, entry.about, ", ".join(entry.items), entry.question)
    return "  ".join(filter(None, said))
