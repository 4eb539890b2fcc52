"""A folder of wheels: pip fetches what the lock names, checked, and installs from it offline.

The lock here is a small one, of a wheel made by hand that lies in a folder: the real pip works, and
no network. That the whole requirements.lock resolves from such a folder is not tested here.
"""

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from chains.cli import main, wheels
from chains.errors import UsageError

NAMES = ("example-one", "example-two")


def build(folder: Path, name: str) -> str:
    """A wheel that holds one empty module; return its line of a lock."""
    module = name.replace("-", "_")
    path = folder / f"{module}-1.0-py3-none-any.whl"
    about = f"{module}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{module}.py", "")
        wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{name}==1.0 \\\n    --hash=sha256:{digest}\n    # via example\n"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which pip finds two wheels, and nothing anywhere else."""
    folder = tmp_path / "index"
    folder.mkdir()
    lock = tmp_path / "requirements.lock"
    lock.write_text("# made by\n" + "".join(build(folder, name) for name in NAMES))
    monkeypatch.setattr(wheels, "LOCK", lock)
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def run(tmp_path: Path, *more: str) -> int:
    return main(["--store", str(tmp_path / "store"), "wheels", str(tmp_path / "wheels"), *more])


def test_what_is_fetched_installs_without_an_index(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(tmp_path) == 0
    folder = tmp_path / "wheels"
    names = {path.name for path in index.iterdir()}
    assert {path.name for path in folder.iterdir()} == names | {"requirements.lock", "README.txt"}
    monkeypatch.delenv("PIP_FIND_LINKS")
    said = (folder / "README.txt").read_text(encoding="utf-8")
    [command] = [line for line in said.splitlines() if " pip install " in line]
    words = command.replace("WHEELS", str(folder)).split()[1:]
    done = subprocess.run(
        [sys.executable, *words, "--dry-run"], check=True, capture_output=True, text=True
    )
    assert "Would install example-one-1.0 example-two-1.0" in done.stdout


def test_a_wheel_that_is_not_the_one_of_the_lock_is_refused(index: Path, tmp_path: Path) -> None:
    build(index, "example-one")
    with zipfile.ZipFile(index / "example_one-1.0-py3-none-any.whl", "a") as wheel:
        wheel.writestr("more.py", "print('hidden')")
    assert run(tmp_path) == 1
    assert not (tmp_path / "wheels" / "example_one-1.0-py3-none-any.whl").exists()


@pytest.mark.usefixtures("index")
def test_one_package_can_be_fetched_for_another_machine(tmp_path: Path) -> None:
    options = ("--platform", "win_amd64", "--python-version", "3.12", "--only", "example-two")
    assert run(tmp_path, *options) == 0
    found = sorted(path.name for path in (tmp_path / "wheels").glob("*.whl"))
    assert found == ["example_two-1.0-py3-none-any.whl"]


def test_only_what_the_lock_names_can_be_fetched() -> None:
    lock = wheels.LOCK.read_text(encoding="utf-8")
    assert wheels.chosen(lock, []) == lock
    few = wheels.chosen(lock, ["filelock", "duckdb"])
    assert [line for line in few.splitlines() if "==" in line] == [
        line for line in lock.splitlines() if line.startswith(("filelock==", "duckdb=="))
    ][::-1]
    assert "# via" not in few
    with pytest.raises(UsageError, match="harbour"):
        wheels.chosen(lock, ["harbour"])
