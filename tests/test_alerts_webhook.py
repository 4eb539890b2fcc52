"""The webhook against a receiver on loopback: signed, tried again, led nowhere else, audited."""

import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from chains import alerts, state
from chains.alerts import webhook
from chains.state import outbox
from chains.state.alerts import Turn

SECRET = "a secret of the office"  # noqa: S105 - of this test
NOON = datetime(2022, 10, 12, 12)


@dataclass
class Receiver:
    """An office's program: what it was sent, and what it answers next."""

    url: str
    answers: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    slow: float = 0.0


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            one.got.append((dict(self.headers), body))
            time.sleep(one.slow)
            status = one.answers.pop(0) if one.answers else 204
            self.send_response(status)
            if status in (302, 307, 308):
                self.send_header("Location", f"{one.url}elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one = Receiver(f"http://127.0.0.1:{server.server_address[1]}/hook?x=1/")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield one
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def db(monkeypatch, tmp_path, receiver) -> Iterator[state.State]:
    """A state database, with the webhook set to the receiver."""
    monkeypatch.setenv("CHAINS_WEBHOOK_URL", receiver.url)
    monkeypatch.setenv("CHAINS_WEBHOOK_SECRET", SECRET)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    opened = state.State.open(f"sqlite:///{tmp_path / 'state.sqlite3'}")
    yield opened
    opened.close()


@pytest.fixture
def clock(monkeypatch) -> list[datetime]:
    """The present moment of the outbox, which a test moves."""
    moments = [datetime(2026, 1, 1)]
    monkeypatch.setattr(outbox, "now", lambda: moments[-1])
    return moments


def audited(db: state.State) -> list[tuple[str, str, str]]:
    found = state.audit.search(db, action="webhook")
    return [(one.subject, one.outcome, one.detail) for one in found][::-1]


def test_what_is_sent_is_signed_over_time_and_body(db, receiver):
    outbox.put(db, 7, '{"名": "值"}')
    assert alerts.send_due(db) == 1
    ((headers, body),) = receiver.got
    assert body == '{"名": "值"}'.encode()
    stamp = headers["X-Chainboard-Timestamp"]
    assert abs(int(stamp) - time.time()) < 60
    mac = hmac.new(SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256)
    assert headers["X-Chainboard-Signature"] == f"sha256={mac.hexdigest()}"
    assert headers["X-Chainboard-Delivery"] == "1"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert alerts.send_due(db) == 0 and len(receiver.got) == 1
    assert audited(db) == [("127.0.0.1", "done", "edition 7, delivery 1, try 1, done: 204")]
    assert SECRET not in repr(state.audit.search(db))


def test_the_signature_is_an_hmac_after_rfc_2104_worked_out_step_by_step():
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in b"key".ljust(64, b"\0")) + b"1700000000.{}")
    outer = hashlib.sha256(bytes(b ^ 0x5C for b in b"key".ljust(64, b"\0")) + inner.digest())
    assert webhook.signature("key", "1700000000", b"{}") == f"sha256={outer.hexdigest()}"


def test_a_receiver_that_fails_is_tried_again_later_with_the_same_body(db, receiver, clock):
    receiver.answers = [500, 404]
    outbox.put(db, 7, "{}")
    assert alerts.send_due(db) == 1
    assert alerts.send_due(db) == 0
    clock.append(clock[-1] + timedelta(minutes=1))
    assert alerts.send_due(db) == 1
    clock.append(clock[-1] + timedelta(minutes=5))
    assert alerts.send_due(db) == 1
    assert [body for _headers, body in receiver.got] == [b"{}"] * 3
    assert [headers["X-Chainboard-Delivery"] for headers, _body in receiver.got] == ["1"] * 3
    assert [(outcome, detail[-12:]) for _host, outcome, detail in audited(db)] == [
        ("failed", "waiting: 500"),
        ("failed", "waiting: 404"),
        ("done", "3, done: 204"),
    ]


@pytest.mark.parametrize("status", [302, 307, 308])
def test_a_signed_body_is_led_nowhere_else(db, receiver, status):
    receiver.answers = [status]
    outbox.put(db, 7, "{}")
    alerts.send_due(db)
    assert len(receiver.got) == 1
    assert outbox.states(db)[0][3:5] == ("waiting", str(status))


def test_a_receiver_that_does_not_answer_is_left_after_the_limit(db, receiver, monkeypatch):
    assert webhook.SECONDS == 5.0
    monkeypatch.setattr(webhook, "SECONDS", 0.2)
    receiver.slow = 1.0
    outbox.put(db, 7, "{}")
    start = time.monotonic()
    alerts.send_due(db)
    assert time.monotonic() - start < 0.9
    assert outbox.states(db)[0][3] == "waiting"


def test_nobody_there_is_no_error_of_ours(db, monkeypatch):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("CHAINS_WEBHOOK_URL", f"http://127.0.0.1:{port}/")
    outbox.put(db, 7, "{}")
    assert alerts.send_due(db) == 1
    assert outbox.states(db)[0][3] == "waiting"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("URL", ""),
        ("SECRET", ""),
        ("URL", "file:///etc/passwd"),
        ("URL", "ftp://127.0.0.1/x"),
        ("URL", "127.0.0.1"),
    ],
)
def test_nothing_is_sent_without_an_address_and_a_secret(db, receiver, monkeypatch, name, value):
    monkeypatch.setenv(f"CHAINS_WEBHOOK_{name}", value)
    assert not alerts.configured()
    outbox.put(db, 7, "{}")
    assert alerts.send_due(db) == 0
    assert (receiver.got, audited(db), outbox.states(db)[0][2]) == ([], [], 0)


def test_a_body_holds_every_alert_in_both_languages(db):
    told = {
        "name": {"zh": "一链", "en": "One"},
        "before": {"month": "2022-08", "completion": 0.7, "why": {"zh": "好", "en": "fine"}},
        "after": {"month": "2022-09", "completion": 0.5, "why": {"zh": "落后", "en": "behind"}},
        "who": {},
        "origin": {"at": NOON.isoformat(), "by": "张三", "kind": "提交", "message": None},
        "submission": None,
    }
    made = Turn("chain", "C1", "C1", "on_schedule", "behind", "data", told)
    (number,) = state.alerts.keep(db, 2, NOON, 1, [made]) or []
    document = json.loads(webhook.body(2, state.alerts.of_numbers(db, [number])))
    assert (document["event"], document["edition"], document["count"]) == ("lights_turned", 2, 1)
    (one,) = document["alerts"]
    assert (one["kind"], one["subject"], one["light_before"], one["light_after"]) == (
        "chain",
        "C1",
        "on_schedule",
        "behind",
    )
    assert one["texts"]["en"]["title"].startswith("One: ")
    assert one["texts"]["zh"]["title"].startswith("一链")
    assert one["after"]["completion"] == 0.5
