"""A power cut, put together: strace writes down what a process does to the files of a folder, and ``Disk`` tells what may be on the
disk after any of these steps: what was synced, and of the rest nothing.

It knows writes, truncation, names and syncs. What is written through mapped memory it does not see (SQLite's ``-shm``, made anew from
its log); that nothing else was missed is proved by comparing its end with the files themselves.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_CALLS = "openat,write,pwrite64,lseek,ftruncate,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,fsync,fdatasync"
_LINE = re.compile(r"(?P<pid>\d+) +(?:<\.\.\. \w+ resumed>(?P<rest>.*)|(?P<call>\w+)\((?P<args>.*))")
_FILE = re.compile(r"^(\d+)<([^>]*)>")
_END = re.compile(r"(?P<arguments>.*?) *\) += (?P<result>.*)")  # strings and paths are in hexadecimal; short lines are padded


def available() -> bool:
    """Whether processes may be traced here."""
    return bool(shutil.which("strace")) and not subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True).returncode


def recorded(script: str, arguments: Sequence[object], log: Path) -> list[Step]:
    """What ``script``, a Python program, does with files."""
    command = [
        "strace",
        "-f",
        "-y",
        "-xx",
        "-s",
        "100000000",
        "-e",
        f"trace={_CALLS}",
        "-o",
        log,
        sys.executable,
        "-c",
        script,
        *map(str, arguments),
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run(command, check=True, env=environment)
    with log.open(encoding="ascii") as lines:
        return list(ended_calls(lines))


@dataclass(frozen=True, slots=True)
class Step:
    """A call that came to its end: its name, what is between the brackets, its result."""

    call: str
    arguments: str
    result: str


@dataclass(slots=True, eq=False)
class Content:
    now: bytearray = field(default_factory=bytearray)
    synced: bytes | None = None  # none: of a folder, or not yet


@dataclass(slots=True)
class Disk:
    """The files below ``folder``; ``names`` as programs see them, ``synced`` as a power cut leaves them."""

    folder: str
    names: dict[str, Content] = field(default_factory=dict)
    synced: dict[str, Content] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)

    def do(self, step: Step) -> bool:
        """Follow one step; whether it concerned the folder."""
        if step.result.startswith("-1") or self.folder not in _plain(step.arguments + step.result):
            return False
        paths = [path for path in _paths(step) if path.startswith(self.folder)]
        known = _FILE.match(step.arguments)
        if known and _text(known[2]).startswith(self.folder):
            self._on_open_file(step, known[1], _text(known[2]))
        elif step.call == "openat" and paths:
            self._opened(step, paths[-1])
        elif step.call.startswith("rename") and len(paths) == 2:
            self._renamed(*paths)
        elif step.call.startswith("unlink") or step.call == "rmdir":
            self.names.pop(paths[-1], None)
        elif step.call.startswith("mkdir"):
            self.names[paths[-1]] = Content()
        return True

    def _opened(self, step: Step, path: str) -> None:
        opened = _FILE.match(step.result)
        if opened is None or "O_DIRECTORY" in step.arguments or Path(path).is_dir():
            return
        held = self.names.setdefault(path, Content(synced=None)) if "O_CREAT" in step.arguments else self.names.get(path)
        if held is not None:
            if "O_TRUNC" in step.arguments:
                held.now.clear()
            self._places[opened[1]] = len(held.now) if "O_APPEND" in step.arguments else 0

    def _on_open_file(self, step: Step, number: str, path: str) -> None:
        held = self.names.get(path)
        if step.call in ("fsync", "fdatasync"):
            if held is None or path == self.folder or Path(path).is_dir():
                self._sync_names(path)
            else:
                held.synced = bytes(held.now)
        elif held is None:  # a file that has no name any more
            return
        elif step.call == "lseek":
            self._places[number] = int(step.result.split()[0])
        elif step.call == "ftruncate":
            size = int(step.arguments.rsplit(",", 1)[1])
            del held.now[size:]
            held.now.extend(bytes(size - len(held.now)))
        else:
            self._written(step, number, held)

    def _written(self, step: Step, number: str, held: Content) -> None:
        data = _bytes(step.arguments.split('"')[1])[: int(step.result.split()[0])]
        start = int(step.arguments.rsplit(",", 1)[1]) if step.call == "pwrite64" else self._places.get(number, 0)
        held.now.extend(bytes(max(0, start - len(held.now))))
        held.now[start : start + len(data)] = data
        if step.call == "write":
            self._places[number] = start + len(data)

    def _renamed(self, old: str, new: str) -> None:
        moved = {path: held for path, held in self.names.items() if path == old or path.startswith(f"{old}/")}
        for path, held in moved.items():
            del self.names[path]
            self.names[new + path[len(old) :]] = held

    def _sync_names(self, folder: str) -> None:
        """The names in this folder, not those further below."""
        inside = [path for path in {*self.names, *self.synced} if str(Path(path).parent) == folder]
        for path in inside:
            self.synced.pop(path, None)
            if path in self.names:
                self.synced[path] = self.names[path]

    def after_a_cut(self, target: Path, names_too: bool) -> None:
        """Write what is left of the folder to ``target``: names that were not synced are lost too, or not."""
        left = self.synced if names_too else self.names
        target.mkdir(parents=True)
        for path, held in sorted(left.items()):
            place = target / Path(path).relative_to(self.folder)
            if all(str(parent) in left for parent in Path(path).parents if str(parent).startswith(f"{self.folder}/")):
                if Path(path).is_dir():
                    place.mkdir(exist_ok=True)
                else:
                    place.write_bytes(held.synced or b"")


def ended_calls(lines: Iterable[str]) -> Iterator[Step]:
    """Calls in the order in which they ended.

    Raises:
        ValueError: a line is not understood.
    """
    begun: dict[str, tuple[str, str]] = {}
    for line in lines:
        found = _LINE.match(line)
        if not found:
            continue
        call, text = (found["call"], found["args"]) if found["call"] else begun.pop(found["pid"], ("", ""))
        text += found["rest"] or ""
        if text.endswith("<unfinished ...>"):
            begun[found["pid"]] = (call, text.removesuffix("<unfinished ...>"))
        elif call:
            ended = _END.fullmatch(text.rstrip())
            if ended is None:
                raise ValueError(f"not a line of strace: {call}({text[:200]}")
            yield Step(call, ended["arguments"], ended["result"])


def _paths(step: Step) -> list[str]:
    return [_text(quoted) for quoted in re.findall(r'"((?:\\x[0-9a-f]{2})*)"', step.arguments)]


def _plain(text: str) -> str:
    return _text(text) if len(text) < 4000 else _text(text[:1000])


def _text(quoted: str) -> str:
    return re.sub(r"\\x([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), quoted)


def _bytes(quoted: str) -> bytes:
    return bytes.fromhex(quoted.replace("\\x", ""))
