"""A store that was not closed is looked through by a child process first: what is damaged may take the process down that reads it.

``python -m index.probe FOLDER`` prints what is wrong as JSON; its parent owns the folder meanwhile.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from index.catalog import Catalog
from index.child import end_with_parent, run_child
from index.errors import DamagedStore, WrongStore
from index.seal import CATALOG, VECTORS
from index.sound import unsound
from index.vectors import Vectors

LONGEST = 1800  # seconds: some 2 ms a passage, of at most so many as sound.py asks for


def probed(folder: Path) -> list[str]:
    """What is wrong with the vectors of the store in ``folder``, whatever it does to the process that looks."""
    try:
        ran = run_child("index.probe", str(folder.resolve()), seconds=LONGEST)
    except subprocess.TimeoutExpired:
        return ["The vectors (folder chroma) keep the process busy that reads them."]
    if ran.returncode < 0:
        return [f"The vectors (folder chroma) end the process that reads them ({signal.Signals(-ran.returncode).name})."]
    try:
        return [str(problem) for problem in json.loads(ran.stdout.splitlines()[-1])]
    except (ValueError, IndexError):
        return [f"The vectors (folder chroma) could not be looked through (exit {ran.returncode})."]


def problems(folder: Path) -> list[str]:
    """The same, in this process."""
    catalog = Catalog.open(folder / CATALOG, create=False)
    try:
        fingerprint = catalog.revisions.identity("fingerprint")
        if fingerprint is None:
            return []
        vectors = Vectors.open(folder / VECTORS, fingerprint)
        try:
            return list(unsound(catalog.revisions, vectors))
        finally:
            vectors.close()
    except WrongStore:  # that is no damage, and whoever opens it is told
        return []
    except DamagedStore as error:
        return [error.message]
    finally:
        catalog.close()


def main() -> None:
    end_with_parent()
    sys.stdout.write(json.dumps(problems(Path(sys.argv[1]))) + "\n")


if __name__ == "__main__":
    main()
