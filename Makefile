# Every command of this project. `make help` lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1
ARGS ?=

.PHONY: help prerequisites setup setup-test lab lint fix gen gen-check test test-quick test-js test-py test-ui traces bench-overhead bench-capture soak faults clean

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 18

prerequisites:
	@sh scripts/prerequisites.sh

setup: prerequisites ## Make .venv, node_modules and the built extension; does nothing that is done
	@node scripts/setup.mjs lab

setup-test: prerequisites
	@node scripts/setup.mjs test

lab: setup ## Open JupyterLab on a copy of the sample notebook (ARGS=--no-browser for scripts)
	@node scripts/lab.mjs $(ARGS)

gen: setup-test ## Write api/openapi.json and src/api/generated.ts anew from models and routes
	$(BIN)/python -m runfolio.api.openapi
	jlpm gen:types

lint: setup-test ## eslint, prettier, stylelint, ruff, mypy, import rules, fresh contract
	@node scripts/lint.mjs

fix: setup-test ## Let the formatters mend what they can
	$(BIN)/ruff check --fix .
	jlpm eslint --fix
	jlpm prettier

test: setup-test ## Lint and every suite; ends with the sum
	@node scripts/test.mjs all

test-quick: setup-test ## The pure tests only
	@node scripts/test.mjs quick

test-js: setup-test ## jest
	@node scripts/test.mjs jest

test-py: setup-test ## pytest
	@node scripts/test.mjs pytest

test-ui: setup-test ## Journeys in a real browser
	@node scripts/test.mjs ui

traces: setup-test ## Record the golden traces anew from real kernels
	$(BIN)/python scripts/record_traces.py $(ARGS)

bench-overhead: setup-test ## What the extension adds to a trivial cell, on and off alternating
	$(BIN)/python bench/overhead.py $(ARGS)

.venv-peers/.made: bench/requirements/peers.txt requirements/lock.txt
	python3 -m venv .venv-peers
	.venv-peers/bin/pip install --quiet --disable-pip-version-check -r bench/requirements/peers.txt
	@touch $@

bench-capture: setup-test .venv-peers/.made ## What recording costs, beside other trackers (docs/performance.md)
	$(BIN)/python bench/capture.py $(ARGS)

bench-flood: setup-test ## What a gigabyte of prints costs, on and off in turn: memory, time, bytes
	$(BIN)/python bench/flood.py $(ARGS)

soak: setup-test ## SIGKILL of the server at random moments loses nothing (ARGS="--kills 20 --folder F")
	$(BIN)/python bench/soak.py $(ARGS)

faults: setup-test ## Every end of a kernel and a server many times, with counts (ARGS="--repeats 20")
	$(BIN)/python bench/faults.py $(ARGS)

clean: ## Remove what was built; keeps .venv and node_modules
	rm -rf lib runfolio/labextension dist .reports .stamps/build tsconfig.tsbuildinfo
