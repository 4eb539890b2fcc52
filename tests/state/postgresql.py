"""A PostgreSQL server of the tests' own: on a free loopback port, shared by a run's workers."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg
from filelock import FileLock

SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running server: its programs, folder, port, and the password of its superuser."""

    programs: str
    folder: str
    port: int
    password: str

    def url(self, name: str) -> str:
        """Where the database of a name is."""
        return f"postgresql://postgres:{self.password}@127.0.0.1:{self.port}/{name}"

    def run(self, statement: str) -> None:
        """Run a statement of the superuser's."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of a new database, which is dropped afterwards whoever is still connected."""
        name = f"chains_{secrets.token_hex(8)}"
        self.run(f"create database {name}")
        yield self.url(name)
        self.run(f"drop database {name} with (force)")


@contextmanager
def shared(folder: Path) -> Iterator[Server]:
    """The run's server: the first who comes starts it, the last who goes stops it."""
    folder.mkdir(exist_ok=True)
    note, users, lock = folder / "server.json", folder / "users", FileLock(folder / "lock")
    users.mkdir(exist_ok=True)
    me = users / str(os.getpid())
    with lock:
        if not _living(users):
            note.write_text(json.dumps(asdict(_start())), encoding="utf-8")
        me.touch()
        server = Server(**json.loads(note.read_text(encoding="utf-8")))
    try:
        yield server
    finally:
        with lock:
            me.unlink()
            if not _living(users):
                _stop(server)


def _living(users: Path) -> list[Path]:
    """Who uses the server; a worker that was killed uses nothing any more."""

    def lives(pid: int) -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        return True

    return [user for user in users.iterdir() if lives(int(user.name))]


def _programs() -> Path:
    """Where the newest initdb is: Debian keeps it off the path."""

    def release(folder: Path) -> float:
        return float(folder.parent.name)

    debian = Path("/usr/lib/postgresql")
    found = sorted((one.parent for one in debian.glob("*/bin/initdb")), key=release)
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        raise RuntimeError("the tests need PostgreSQL's programs: make database")
    return found[-1] if found else Path(str(on_path)).parent


def _owner() -> dict[str, Any]:
    """As whom the server runs: it refuses to be root."""
    if os.geteuid() != 0:
        return {}
    import grp
    import pwd

    name = next(n for n in ("postgres", "nobody") if n in {user.pw_name for user in pwd.getpwall()})
    user = pwd.getpwnam(name)
    return {"user": name, "group": grp.getgrgid(user.pw_gid).gr_name, "extra_groups": []}


def _start() -> Server:
    folder = Path(tempfile.mkdtemp(prefix="chainboard-postgresql-"))
    secret = folder / "password"
    secret.write_text(secrets.token_hex(16), encoding="utf-8")
    owner = _owner()
    if owner:
        for path in (folder, secret):
            shutil.chown(path, owner["user"], owner["group"])
    server = Server(str(_programs()), str(folder), _free_port(), secret.read_text("utf-8"))
    make = ["--auth=scram-sha-256", "--pwfile=password", "--username=postgres", "--encoding=UTF8"]
    _run(server, "initdb", "--pgdata=data", "--locale=C", "--no-sync", *make)
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": server.port,
        "unix_socket_directories": "",
        "max_connections": 200,
        "fsync": "off",
    }
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    _run(
        server,
        "pg_ctl",
        "-D",
        "data",
        "-l",
        "log",
        "-w",
        "-t",
        str(SECONDS),
        "-o",
        options,
        "start",
    )
    return server


def _stop(server: Server) -> None:
    _run(server, "pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")
    shutil.rmtree(server.folder)


def _run(server: Server, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs as the server's owner; show what it said if it fails."""
    output = Path(server.folder, "output")  # not a pipe, which the server would keep open
    with output.open("w") as file:
        command = [str(Path(server.programs, program)), *arguments]
        out: dict[str, Any] = {"stdout": file, "stderr": file}
        done = subprocess.run(
            command, check=False, cwd=server.folder, timeout=SECONDS, **out, **_owner()
        )
    assert done.returncode == 0, output.read_text(encoding="utf-8")


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
