# Needs Python 3.11 or newer, and nothing else: Node, Redis, PostgreSQL and Chromium come from packages where the
# machine has none. Everything lands in .venv, web/node_modules and var; `make clean` takes it away.
#   PYTHON=python3.12 chooses another Python, VENV=.venv-3.12 another place, ARGS="-k stop" what pytest runs.

VENV ?= .venv
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
WEB := $(shell find web -name node_modules -prune -o -type f -print 2>/dev/null)
CONSOLE := gateway/console/index.html

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help install run console test test-python test-web test-browser check format pins clean

help: ## what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-13s %s\n' "$$name" "$$text"; done

install: $(STAMPS)/install ## set up .venv with the causerie command

run: install console ## start the whole product: demo brand, SQLite, simulated providers
	$(BIN)/causerie serve --config config/demo.yaml

console: $(CONSOLE) ## build web/ into gateway/console

test: test-web test-python test-browser ## every test, on real servers and in a real browser

test-python: $(STAMPS)/test $(CONSOLE)
	$(BIN)/python -m pytest $(ARGS)

test-web: $(STAMPS)/node
	$(BIN)/python hatch_build.py npm test

# In a process of its own: Playwright's loop and the one of pytest-aiohttp do not share a thread.
test-browser: $(STAMPS)/test $(CONSOLE)
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest tests/browser $(ARGS)

check: $(STAMPS)/check $(STAMPS)/test $(STAMPS)/node ## format, lint, types, floors: what must hold before a commit
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python hatch_build.py npm run check

format: $(STAMPS)/check ## let ruff write the format and what it can repair
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

PIN := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)
pins: $(UV) ## compile requirements/*.txt again; UPGRADE=1 takes what is newest
	$(BIN)/$(PIN) pyproject.toml --extra uvloop --output-file requirements/base.txt
	for set in build node test check uv; do $(BIN)/$(PIN) requirements/$$set.in --output-file requirements/$$set.txt || exit 1; done

clean: ## take away what was installed, built and cached
	rm -rf $(VENV) web/node_modules gateway/console var dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

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

$(STAMPS)/check: requirements/check.txt $(STAMPS)/install
	$(PINNED) --requirement requirements/check.txt
	@mkdir -p $(@D) && touch $@

$(CONSOLE): $(WEB) | $(STAMPS)/node
	$(BIN)/python hatch_build.py
	@touch $@
