# `make report` builds and opens nothing else than `workbench report`; `make test` runs the tests.
# uv is used when it is there, because it is faster; pip otherwise.
PYTHON ?= python3
BIN := .venv/bin
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
PYTHON := py
endif
UV := $(shell command -v uv 2>/dev/null)
INSTALL = $(if $(UV),uv pip install --python $(BIN)/python -c constraints.txt,$(BIN)/python -m pip install -c constraints.txt)
VENV = $(if $(UV),uv venv --allow-existing .venv,$(PYTHON) -m venv .venv)

.PHONY: report test lint wheelhouse docs
report:
	$(VENV)
	$(INSTALL) -e .
	$(BIN)/workbench report

test:
	$(VENV)
	$(INSTALL) -e ".[test]"
	$(BIN)/pytest

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Every package as a file, for laptops without a network: this system and Python, or, with uv,
# `make wheelhouse SYSTEM=windows PYTHON_VERSION=3.12` (linux, macos, windows) for others.
SYSTEM ?=
PYTHON_VERSION ?= 3.12
WHEELHOUSE ?= wheelhouse
wheelhouse:
	$(PYTHON) packaging/make_wheelhouse.py $(WHEELHOUSE) $(if $(SYSTEM),--system $(SYSTEM) --python-version $(PYTHON_VERSION))

# The documentation as pages in site/: needs the extra [docs], and no network.
docs:
	$(VENV)
	$(INSTALL) -e ".[docs]"
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build
