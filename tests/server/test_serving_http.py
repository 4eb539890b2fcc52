"""The dashboard over HTTP as it is served: headers, hosts, limits, health, and its end."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import anyio
import httpx
import pytest
import whole
from anyio import CapacityLimiter
from door import raw
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from chains import settings
from chains.server import health
from chains.settings import HOME
from chains.store import Store

TOKEN = "a-monitor-knows-it"  # noqa: S105  of a server that lives for a test
PATHS = (
    "/",
    "/chain?chain=C1",
    "/healthz",
    "/metrics",
    "/sign-in",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/agent/interact",
    "/media/nothing.csv",
    "/static/nothing.js",
    "/..%2f..%2fetc/passwd",
    "//etc/passwd",
)
SIGNALS = [signal.SIGINT, signal.SIGTERM]


@pytest.fixture(scope="module")
def store(copy_city: Callable[[Path], Store], tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A demonstration city of this module's own."""
    return copy_city(tmp_path_factory.mktemp("http") / "city")


@pytest.fixture(scope="module")
def url(store: Store) -> Iterator[str]:
    """Where a dashboard answers that believes a proxy on this machine."""
    options = {"proxies": "127.0.0.1", "hosts": "board.example", "metrics_token": TOKEN}
    with whole.dashboard(store.root, whole.free_port(), **options) as address:
        yield address


@pytest.fixture(scope="module")
def narrow(
    copy_city: Callable[[Path], Store], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where a dashboard answers that believes no proxy and bears four connections."""
    root = copy_city(tmp_path_factory.mktemp("narrow") / "city").root
    with whole.dashboard(root, whole.free_port(), connections="4") as address:
        yield address


def get(url: str, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.get(url, headers=named, trust_env=False, timeout=30)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_tells_the_browser_how_far_to_trust_it(url: str, path: str) -> None:
    said = get(url + path).headers
    policy = dict(part.split(" ", 1) for part in said["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy.get("script-src", "").replace("'wasm-unsafe-eval'", "")
    assert "http" not in said["content-security-policy"]
    assert said["x-frame-options"] == "DENY"
    assert said["x-content-type-options"] == "nosniff"
    assert said["referrer-policy"] == "same-origin"
    assert said["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in said["permissions-policy"]
    assert said["cache-control"] == "no-store"
    assert "server" not in said
    assert "strict-transport-security" not in said


def test_a_file_with_a_digest_in_its_name_may_be_kept(url: str) -> None:
    page = get(url).text
    script = page.partition('src="./')[2].partition('"')[0]
    assert "immutable" in get(f"{url}/{script}").headers["cache-control"]


def test_a_trusted_proxy_says_that_the_browser_came_over_tls(url: str, narrow: str) -> None:
    safe = get(url, X_Forwarded_Proto="https").headers
    assert safe["strict-transport-security"] == "max-age=31536000"
    assert "strict-transport-security" not in get(narrow, X_Forwarded_Proto="https").headers


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:80", "[::1]:8501", "board.example"])
def test_a_known_host_is_answered(url: str, host: str) -> None:
    assert get(url, Host=host).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "board.example.evil.example", "localhost@evil"])
def test_another_host_is_refused(url: str, host: str) -> None:
    answer = get(url, Host=host)
    assert answer.status_code == 400
    assert host not in answer.text


def test_a_header_that_is_too_large_is_refused(url: str) -> None:
    status = 400
    with suppress(httpx.ReadError):  # it may hang up before all of it was sent
        status = get(url, X_Large="x" * 200_000).status_code
    assert status == 400
    assert get(url).status_code == 200


def test_a_head_that_never_ends_is_given_up(narrow: str) -> None:
    host, port = narrow.removeprefix("http://").split(":")
    start = time.monotonic()
    with socket.create_connection((host, int(port)), 30) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: local")
        assert line.recv(1) == b""
    assert 5 < time.monotonic() - start < 25


def test_more_connections_than_it_bears_hear_so(narrow: str) -> None:
    host, port = narrow.removeprefix("http://").split(":")
    lines = [socket.create_connection((host, int(port)), 30) for _ in range(6)]
    try:
        answer = raw(narrow, b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    finally:
        for line in lines:
            line.close()
    assert answer.startswith(b"HTTP/1.1 503")


def test_health_is_well_and_tells_nothing_else(url: str) -> None:
    answer = get(url + "/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def look() -> list[str]:
    """What does not work, by the settings in force."""
    with ThreadPoolExecutor(1) as apart:  # a browser of other tests has an event loop here
        asked = apart.submit(anyio.run, lambda: health.failing(CapacityLimiter(3)))
        return asked.result()


@pytest.mark.parametrize(
    ("setting", "value", "part"),
    [
        ("disk_mb", str(10**9), "disk"),
        ("state", "postgresql+psycopg://nobody@127.0.0.1:1/nothing", "state"),
        ("state", "sqlite:////proc/nothing/state.sqlite3", "state"),
    ],
)
def test_the_part_that_fails_is_named(
    store: Store, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, part: str
) -> None:
    monkeypatch.setenv("CHAINS_STORE", str(store.root))
    monkeypatch.setenv("CHAINS_DISK_MB", "1")
    monkeypatch.setenv(settings.SETTINGS[setting].variable, value)
    assert look() == [part]


def test_a_damaged_edition_or_pointer_is_named(
    city_copy: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAINS_STORE", str(city_copy.root))
    monkeypatch.setenv("CHAINS_DISK_MB", "1")
    assert look() == []
    file = city_copy.path(city_copy.current())
    file.unlink()
    file.write_bytes(b"no database")
    assert look() == ["store"]
    (city_copy.root / "CURRENT").unlink()
    (city_copy.root / "CURRENT").write_text("?", encoding="ascii")
    assert look() == ["store"]


def test_a_monitor_reads_metrics_with_its_token_only(url: str, narrow: str) -> None:
    assert get(url + "/metrics").status_code == 401
    assert get(url + "/metrics", Authorization="Bearer wrong").status_code == 401
    assert get(narrow + "/metrics", Authorization=f"Bearer {TOKEN}").status_code == 404
    answer = get(url + "/metrics", Authorization=f"Bearer {TOKEN}")
    families = {family.name for family in text_string_to_metric_families(answer.text)}
    assert families >= {
        f"chainboard_{name}"
        for name in ("page_seconds", "query_seconds", "upload_seconds", "queries_running")
    } | {"chainboard_edition", "chainboard_query_places", "chainboard_sessions"}
    assert "\nchainboard_edition 1.0\n" in answer.text


@contextmanager
def running(
    store: Store, *options: str, program: tuple[str, ...] = ("-m", "chains"), **given: str
) -> Iterator["subprocess.Popen[str]"]:
    """The dashboard in a process of its own; killed at the end if it is still there."""
    environment = os.environ | {f"CHAINS_{name.upper()}": text for name, text in given.items()}
    environment |= {"CHAINS_STORE": str(store.root), "CHAINS_LANGUAGE": "en"}
    with subprocess.Popen(
        [sys.executable, *program, "serve", "--port", str(whole.free_port()), *options],
        cwd=HOME,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until(process: "subprocess.Popen[str]", word: str) -> str:
    """What the process says up to the line with this word."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if word in line:
            return said
    raise AssertionError(said)


def answers(said: str) -> str:
    """The address in what the dashboard says at its start, once something answers there."""
    url = next(word for word in said.split() if word.startswith("http://"))
    for _ in range(300):
        try:
            httpx.get(url + "/healthz", trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return url
    raise AssertionError(said)


@pytest.mark.parametrize("number", SIGNALS)
def test_it_ends_at_a_signal_with_status_0(city_copy: Store, number: signal.Signals) -> None:
    with running(city_copy) as process:
        answers(until(process, "CHAINS_ACCESS=open"))
        process.send_signal(number)
        rest, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "has ended" in rest
    assert "Traceback" not in rest


SLOW_PUBLISH = """
import sys, threading, time
from pathlib import Path
from chains import cli, settings
from chains.store import Store

def change(connection):
    connection.execute("update chain set name = 'begun'")
    print("publishing", flush=True)
    time.sleep({seconds})
    connection.execute("update chain set name = 'ended'")

def publish():
    time.sleep(8)
    Store(settings.store_folder()).publish(change, by="test", kind="提交")

threading.Thread(target=publish, daemon=True, name="ScriptRunner.scriptThread").start()
sys.exit(cli.main())
"""


def test_a_stop_in_the_middle_of_a_publish_finishes_it(city_copy: Store) -> None:
    program = ("-c", SLOW_PUBLISH.format(seconds=5))
    with running(city_copy, program=program) as process:
        until(process, "publishing")
        process.terminate()
        rest, _ = process.communicate(timeout=40)
    assert process.returncode == 0
    assert "A publish is under way; the end waits for it, at most 60 s" in rest
    assert "The publish ended after" in rest
    with city_copy.reading() as edition, edition.cursor() as cursor:
        assert edition.number == 2
        assert cursor.execute("select distinct name from chain").fetchall() == [("ended",)]
    assert list(city_copy.folder.glob("candidate*")) == []


def test_a_publish_that_does_not_end_is_left_behind_and_nothing_of_it_is_seen(
    city_copy: Store,
) -> None:
    program = ("-c", SLOW_PUBLISH.format(seconds=100))
    with running(city_copy, program=program, stop_seconds="1") as process:
        until(process, "publishing")
        process.terminate()
        rest, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "It did not end in time" in rest
    assert city_copy.current() == 1
    city_copy.restore(1, by="test")
    assert city_copy.current() == 2


def refused(store: Store, *options: str, **given: str) -> str:
    """What is said by a dashboard that does not start."""
    with running(store, *options, **given) as process:
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 2, said
    return said


def test_a_citys_own_data_are_not_served_to_everybody_by_accident(empty: Store) -> None:
    empty.publish(lambda _connection: None, by="test", kind="提交")
    assert "nothing says who may come in" in refused(empty)


def test_an_address_that_others_reach_is_not_served_to_everybody_by_accident(
    city_copy: Store,
) -> None:
    said = refused(city_copy, "--address", "0.0.0.0", hosts="board.example")  # noqa: S104  refused
    assert "nothing says who may come in" in said


def test_an_address_that_stands_for_all_needs_host_names(city_copy: Store) -> None:
    said = refused(city_copy, "--address", "0.0.0.0", access="local")  # noqa: S104  refused
    assert "CHAINS_HOSTS" in said


def test_a_host_with_a_scheme_or_a_port_is_refused_with_its_value(city_copy: Store) -> None:
    assert "https://board.example" in refused(city_copy, hosts="https://board.example")
    assert "board.example:8443" in refused(city_copy, hosts="board.example:8443")


def test_the_first_start_with_accounts_lets_an_administrator_in_by_a_link(
    city_copy: Store,
) -> None:
    with running(city_copy, access="local") as process:
        said = until(process, "/sign-in/first?ticket=")
        assert "CHAINS_ACCESS=local" in said
        answers(said)
        link = said.split()[-1]
        assert get(link).status_code == 200
        assert get(link.partition("/sign-in")[0]).status_code == 401
        process.terminate()
        rest, _ = process.communicate(timeout=30)
    ticket = link.partition("ticket=")[2]
    log = (city_copy.root / "log" / "chainboard.log").read_text(encoding="utf-8")
    assert ticket not in log and "chainboard" not in rest


def test_behind_a_proxy_the_link_leads_to_where_browsers_reach_it(city_copy: Store) -> None:
    given = {"access": "local", "proxies": "127.0.0.1", "hosts": "board.example"}
    with running(city_copy, **given) as process:
        said = until(process, "/sign-in/first?ticket=")
    assert said.split()[-1].startswith("https://board.example/sign-in/first?ticket=")
