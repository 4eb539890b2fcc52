"""python -m chains wheels"""

import subprocess
import sys
from argparse import Namespace
from pathlib import Path

from chains.errors import ChainsError, UsageError
from chains.i18n import _
from chains.settings import HOME

LOCK = HOME / "requirements.lock"
NOTE = "README.txt"
INSTALL = "-m pip install --no-index --find-links WHEELS --require-hashes"
COMMANDS = f"""python3 -m venv .venv
.venv/bin/python {INSTALL} -r WHEELS/requirements.lock
"""


def run(given: Namespace) -> bool:
    """Download every wheel of the lock into the folder, with the lock and a note how to use it."""
    folder: Path = given.folder.expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    lines = chosen(LOCK.read_text(encoding="utf-8"), given.only)
    (folder / LOCK.name).write_text(lines, encoding="utf-8")
    _download(folder, _machine(given))
    (folder / NOTE).write_text(_note(), encoding="utf-8")
    count = len(list(folder.glob("*.whl")))
    print(
        _(
            "{count} wheels are in {path}; how to install them is in {note}.",
            count=count,
            path=folder,
            note=NOTE,
        )
    )
    return True


def chosen(lock: str, only: list[str]) -> str:
    """The lock, or the entries of these packages alone."""
    if not only:
        return lock
    entries = _entries(lock)
    if unknown := sorted({*only} - entries.keys()):
        raise UsageError("requirements.lock names no {names}.", names=", ".join(unknown))
    return "".join(entries[name] for name in only)


def _entries(lock: str) -> dict[str, str]:
    """Package -> its lines: its version, then indented its checksums."""
    found: dict[str, str] = {}
    name = ""
    for line in lock.splitlines(keepends=True):
        if line[0].isalnum():
            name = line.partition("==")[0]
        if name and (line[0].isalnum() or line.lstrip().startswith("--hash")):
            found[name] = found.get(name, "") + line
    return found


def _machine(given: Namespace) -> list[str]:
    """Pip's options for another machine than this."""
    options = [f"--platform={tag}" for tag in given.platform]
    if given.python_version:
        options.append(f"--python-version={given.python_version}")
    return options


def _download(folder: Path, options: list[str]) -> None:
    """Let pip fetch the wheels; each must have one of the checksums of the lock."""
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check"]
    command += ["--require-hashes", "--no-deps", "--only-binary=:all:", *options]
    command += ["--dest", str(folder), "--requirement", str(folder / LOCK.name)]
    done = subprocess.run(command, stdout=sys.stderr, check=False)
    if done.returncode:
        raise ChainsError("pip could not fetch every wheel; its words stand above.")


def _note() -> str:
    """How to install from the folder, for whoever carries it to the other machine."""
    words = _(
        "Everything that Chainboard needs, for a machine without internet. In the folder of "
        "Chainboard there, run these two commands, with the path of this folder for {place}. "
        "On Windows write {windows} instead of {unix}.",
        place="WHEELS",
        windows=r".venv\Scripts\python",
        unix=".venv/bin/python",
    )
    return f"{words}\n\n{COMMANDS}"
