# The two commands are `make run` and `make test`; `make help` lists the rest.
SHELL := /bin/sh
PY := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help run demo world test check bench vendor lock

# `make run PORT=9000` and `REDRESS_PORT=9000 make run` say the same.
ifeq ($(origin PORT),command line)
export REDRESS_PORT := $(PORT)
endif

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: ## Set up, then start web server, worker and beat; Ctrl-C stops all (PORT=8000)
	@tools/setup run
	@$(PY) -m tools.run

demo: ## Set up and load the training world; `make run` then shows it
	@tools/setup run
	@$(PY) -m tools.prepare
	@$(PY) manage.py demo

world: ## The training world with invented services behind it: letters, answers, looks
	@tools/setup test
	@$(PY) -m tests.world

test: ## Run every test on SQLite, then on PostgreSQL and Redis (ARGS="-k intake")
	@tools/setup test
	@$(PY) -m tools.trial $(ARGS)

check: ## Lint, types, templates, import contract, system checks, architecture
	@tools/setup test
	@$(PY) -m tools.check

bench: ## Measure what the figures in the documents claim
	@tools/setup test
	@$(PY) -m bench

vendor: ## Compile styles and copy scripts, fonts and icons into static/ (needs npm)
	@frontend/vendor

lock: ## Pin every dependency anew, with hashes (needs uv)
	@tools/setup test
	@$(PY) -m tools.lock
