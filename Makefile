# The two commands are `make run` and `make test`. Both stand on `make setup`.
# PORT=8600 serves elsewhere; STORE=/data/city keeps the data elsewhere.

SHELL := /bin/bash
PORT ?= 8501
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
RUN := .venv/bin/python
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r
LOCK := .venv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url
CATALOGUE := chains/locale
ERRORS := ChainsError UsageError StoreError FileRefused QueryRefused StateError SignInRefused
ifdef STORE
export CHAINS_STORE := $(STORE)
endif

.PHONY: setup run test lint bench screenshots derive catalogue lock clean tools browser database

setup: .venv/run.stamp

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name it with make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python cannot make an environment here; on Debian: apt-get install python3-venv" >&2; exit 1; }

.venv/run.stamp: requirements.lock | .venv/bin/python
	@echo "Installing what Chainboard runs on"
	@$(PIP) requirements.lock
	@touch $@

.venv/tools.stamp: requirements-dev.lock .venv/run.stamp
	@echo "Installing what tests and lints need"
	@$(PIP) requirements-dev.lock
	@touch $@

tools: .venv/tools.stamp

run: setup
	@$(RUN) -m chains demo --if-empty
	@$(RUN) -m chains serve --port $(PORT)

browser:
	@for name in google-chrome google-chrome-stable chromium chromium-browser; do \
		command -v $$name >/dev/null && exit 0; done; \
	test -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q chromium fonts-noto-cjk; \
	else echo "The browser tests need Google Chrome or Chromium; on Debian: sudo apt-get install chromium fonts-noto-cjk" >&2; exit 1; fi

database:
	@command -v initdb >/dev/null && exit 0; \
	for name in /usr/lib/postgresql/*/bin/initdb; do test -x $$name && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q postgresql; \
	else echo "The tests of the state database need PostgreSQL's programs; on Debian: sudo apt-get install postgresql" >&2; exit 1; fi

test: tools browser database
	$(RUN) -m pytest -n 2

lint: tools
	$(RUN) -m ruff format --check
	$(RUN) -m ruff check
	$(RUN) -m mypy

bench: tools
	@PYTHONPATH=. $(RUN) tests/bench/run.py

screenshots: tools browser
	@PYTHONPATH=. $(RUN) tests/browser/screenshots.py

derive: setup
	@$(RUN) -m chains derive

catalogue: setup
	@PYTHONPATH=. .venv/bin/pybabel --quiet extract -F pyproject.toml $(ERRORS:%=-k %) --no-location --sort-output --omit-header \
		-o $(CATALOGUE)/messages.pot .
	@.venv/bin/pybabel --quiet update -i $(CATALOGUE)/messages.pot -o $(CATALOGUE)/zh.po -l zh \
		--no-fuzzy-matching --ignore-pot-creation-date --omit-header

lock: tools
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) requirements.txt -o requirements.lock
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) requirements-dev.txt -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
