"""What deploy/ promises: no root, nothing written but the data, only nginx reached from outside."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import pytest
import yaml

from chains import settings
from chains.settings import HOME

DEPLOY = HOME / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
BOARD, NGINX = COMPOSE["services"]["chainboard"], COMPOSE["services"]["nginx"]
MB = 1024 * 1024


def image() -> list[tuple[str, str]]:
    """The Dockerfile as (instruction, arguments)."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    return [tuple(line.split(" ", 1)) for line in text.splitlines() if line.strip()]


def last_stage() -> list[tuple[str, str]]:
    lines = image()
    start = max(number for number, (word, _) in enumerate(lines) if word == "FROM")
    return lines[start:]


def arguments(word: str, lines: list[tuple[str, str]]) -> list[str]:
    return [rest for one, rest in lines if one == word]


def environment() -> dict[str, str]:
    words = shlex.split(" ".join(arguments("ENV", last_stage())))
    return dict(word.split("=", 1) for word in words)


def unit() -> dict[str, list[str]]:
    """Each key of the systemd unit with all its values."""
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / "chainboard.service").read_text(encoding="utf-8").splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


Block = list[tuple[list[str], Any]]


def nginx() -> Block:
    """nginx.conf as nested lists of (words, block or None)."""
    text = re.sub(r"#.*", "", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
    return block(iter(re.findall(r"\"[^\"]*\"|'[^']*'|[{};]|[^\s{};]+", text)))


def block(pieces: Iterator[str]) -> Block:
    found: Block = []
    words: list[str] = []
    for piece in pieces:
        if piece == "}":
            break
        if piece not in "{;":
            words.append(piece.strip("\"'"))
            continue
        found.append((words, block(pieces) if piece == "{" else None))
        words = []
    return found


def inside(held: Block, *names: str) -> Block:
    """The blocks of this name, one after another."""
    for name in names:
        held = [line for words, part in held if words[0] == name and part for line in part]
    return held


def values(held: Block, name: str) -> list[list[str]]:
    return [words[1:] for words, part in held if words[0] == name and part is None]


def location(path: str) -> Block:
    held = inside(nginx(), "http", "server")
    return next(part for words, part in held if words[0] == "location" and words[-1] == path)


def test_the_image_runs_without_root_and_with_its_own_base() -> None:
    assert image()[0] == ("ARG", "BASE=python:3.11-slim")
    assert set(arguments("FROM", image())) == {"${BASE} AS build", "${BASE}"}
    assert arguments("USER", last_stage()) == ["10001:10001"]
    assert BOARD["user"] == "10001:10001"


def test_the_image_is_built_from_wheels_at_hand_with_their_hashes() -> None:
    installs = [rest for rest in arguments("RUN", image()) if "pip install" in rest]
    assert len(installs) == 1
    assert {"--no-index", "--require-hashes", "--find-links"} <= set(installs[0].split())
    assert "requirements.lock" in installs[0]
    assert not re.search(r"curl|wget|apt-get|https?://", " ".join(arguments("RUN", image())))


def test_what_the_image_needs_is_sent_to_its_builder_and_nothing_else() -> None:
    lines = (HOME / ".dockerignore").read_text(encoding="utf-8").split()
    sent = {line.removeprefix("!") for line in lines if line.startswith("!")}
    copied = {
        PurePosixPath(word).parts[0]
        for rest in arguments("COPY", image())
        if "--from" not in rest
        for word in rest.split()[:-1]
    }
    assert lines[0] == "*"
    assert copied == sent
    assert [name for name in copied - {"wheels"} if not (HOME / name).exists()] == []


def test_the_image_writes_to_the_data_only() -> None:
    said = environment()
    assert said["CHAINS_STORE"] == "/data"
    assert arguments("VOLUME", last_stage()) == ["/data"]
    assert said["PYTHONDONTWRITEBYTECODE"] == "1"
    for service in (BOARD, NGINX):
        assert service["read_only"] is True
        assert all("noexec" in mount for mount in service["tmpfs"])
    assert BOARD["volumes"] == ["data:/data"]
    assert all(mount.endswith(":ro") for mount in NGINX["volumes"])


def test_the_image_looks_after_its_own_health_with_python() -> None:
    (health,) = arguments("HEALTHCHECK", last_stage())
    command = json.loads(health.partition("CMD ")[2])
    assert command[:2] == ["python", "-c"]
    assert "/healthz" in command[2]
    compile(command[2], "health", "exec")


def test_the_image_names_settings_that_exist() -> None:
    known = {setting.variable for setting in settings.SETTINGS.values()}
    told = {name for name in environment() if name.startswith("CHAINS_")}
    told |= {name for name in BOARD["environment"] if name.startswith("CHAINS_")}
    told |= set(re.findall(r"CHAINS_[A-Z_]+", (DEPLOY / "chainboard.service").read_text("utf-8")))
    told |= set(re.findall(r"CHAINS_[A-Z_]+", (DEPLOY / "nginx.conf").read_text("utf-8")))
    assert told <= known


def test_only_nginx_is_reached_from_outside() -> None:
    published = [name for name, service in COMPOSE["services"].items() if "ports" in service]
    assert published == ["nginx"]
    assert NGINX["ports"] == ["443:8443", "80:8080"]
    assert BOARD["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_the_board_believes_the_address_that_nginx_has() -> None:
    address = NGINX["networks"]["inside"]["ipv4_address"]
    assert BOARD["environment"]["CHAINS_PROXIES"] == address


@pytest.mark.parametrize("service", [BOARD, NGINX], ids=["chainboard", "nginx"])
def test_a_container_has_no_rights_beyond_its_own(service: dict[str, Any]) -> None:
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "devices", "network_mode", "pid"} & service.keys()
    assert service["user"].split(":")[0] != "0"
    assert service["pids_limit"] > 0 and service["mem_limit"]


def test_a_stop_has_time_for_a_publish() -> None:
    longest = float(settings.SETTINGS["stop_seconds"].default) + 10
    assert float(BOARD["stop_grace_period"].removesuffix("s")) > longest
    assert float(unit()["TimeoutStopSec"][0].removesuffix("s")) > longest


def test_the_proxy_says_whence_a_request_came_and_believes_nobody() -> None:
    server = inside(nginx(), "http", "server")
    told = dict(values(server, "proxy_set_header"))
    assert told == {
        "Host": "$http_host",
        "X-Forwarded-For": "$remote_addr",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "",
        "Forwarded": "",
        "Upgrade": "$http_upgrade",
        "Connection": "$connection_upgrade",
    }
    inner = [part for words, part in server if words[0] == "location"]
    assert [words for part in inner for words in values(part, "proxy_set_header")] == []
    assert all(values(part, "proxy_pass") == [["http://chainboard"]] for part in inner)


def test_the_proxy_speaks_tls_only_and_leads_there() -> None:
    servers = [part for words, part in inside(nginx(), "http") if words[0] == "server"]
    plain, safe = servers
    assert values(plain, "return") == [["308", "https://$host$request_uri"]]
    assert inside(plain, "location") == []
    assert all("ssl" in words for words in values(safe, "listen"))
    assert values(safe, "ssl_protocols") == [["TLSv1.2", "TLSv1.3"]]
    assert ["Strict-Transport-Security", "max-age=31536000", "always"] in values(safe, "add_header")


def test_the_proxy_lets_slow_and_greedy_clients_go() -> None:
    http = inside(nginx(), "http")
    for name in ("client_header_timeout", "client_body_timeout", "send_timeout"):
        ((seconds,),) = values(http, name)
        assert int(seconds.removesuffix("s")) <= 30
    assert values(http, "client_max_body_size") == [["1m"]]
    ((largest,),) = values(location("/_stcore/upload_file/"), "client_max_body_size")
    assert int(largest.removesuffix("m")) > int(settings.SETTINGS["upload_mb"].default) + 1
    assert values(location("/sign-in"), "limit_req") == [["zone=sign_in", "burst=40", "nodelay"]]


def test_the_proxy_writes_no_secret_of_a_link_to_its_log() -> None:
    ((_, form),) = values(inside(nginx(), "http"), "log_format")
    assert not re.search(r"\$(request|request_uri|args|query_string|http_referer)\b", form)


def test_the_service_is_hardened() -> None:
    held = {key: given[-1] for key, given in unit().items()}
    assert held["User"] == "chainboard"
    assert held["ProtectSystem"] == "strict"
    assert held["StateDirectory"] == "chainboard"
    assert "CHAINS_STORE=/var/lib/chainboard" in held["Environment"]
    assert held["CapabilityBoundingSet"] == held["AmbientCapabilities"] == ""
    assert unit()["SystemCallFilter"] == ["@system-service", "~@privileged"]
    for key in (
        "NoNewPrivileges",
        "PrivateDevices",
        "PrivateTmp",
        "PrivateUsers",
        "ProtectHome",
        "ProtectKernelModules",
        "ProtectKernelTunables",
        "MemoryDenyWriteExecute",
        "RestrictNamespaces",
        "RestrictSUIDSGID",
    ):
        assert held[key] == "yes", key
