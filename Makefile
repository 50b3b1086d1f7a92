# Everything a person types; the work is in setup/ and in the programs themselves. Each target prepares what it needs.
.DEFAULT_GOAL := help
.PHONY: $(shell awk -F: '/^[a-z-]+:/ {print $$1}' Makefile)
# what was compiled once is kept: a test of the whole board starts ten processes
unexport PYTHONDONTWRITEBYTECODE
PYTHON := .venv/bin/python
# tests often wait: for a browser, for another process
AT_ONCE := $(shell expr $$(getconf _NPROCESSORS_ONLN) \* 3 / 2)
PYTEST := $(PYTHON) -m pytest -n $(AT_ONCE) --dist worksteal

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

run: setup ## run the whole board with a demo cycle; Ctrl-C stops it, the data stays
	@exec setup/run.sh

web: setup ## run the web process alone
	@exec $(PYTHON) -m reviewboard.supervisor web

worker: setup ## run the Celery worker alone
	@exec $(PYTHON) -m reviewboard.supervisor worker

beat: setup ## run the Celery beat alone
	@exec $(PYTHON) -m reviewboard.supervisor beat

relay: setup ## run the outbox relay alone
	@exec $(PYTHON) -m reviewboard.supervisor relay

upgrade: setup ## bring the tables of DATABASE_URL up to date
	@$(PYTHON) -m flask db upgrade

test: setup-tests ## run the tests, on SQLite and the bundled Valkey
	@$(PYTEST)

test-fast: setup ## run the tests that need no browser and kill nothing
	@setup/environment.sh --tests && $(PYTEST) -m "not browser and not faults"

test-postgres: setup-services setup-tests ## run the tests that a database may change, on PostgreSQL and Redis
	@setup/postgres_and_redis.sh $(PYTEST) -m "not once and not pure"

test-long: setup-services setup-tests ## run the tests that try again and again at full length, on both kinds of parts
	@TESTS=long $(PYTEST) -m long
	@TESTS=long setup/postgres_and_redis.sh $(PYTEST) -m "long and not once and not pure"

test-faults: setup-services setup-tests ## kill the running board 500 times over 2,000 cases, on PostgreSQL and Redis
	@TESTS=long setup/postgres_and_redis.sh $(PYTHON) -m pytest tests/faults/test_kill_storm.py

lint: setup ## check style and types
	@setup/environment.sh --tests && $(PYTHON) -m ruff check . && $(PYTHON) -m mypy

mutants: setup ## change the rules in every small way; a change that no test notices is listed
	@setup/environment.sh --tests && $(PYTHON) -m mutmut run && $(PYTHON) -m mutmut results

planted: setup ## plant twenty defects, one at a time, and see whether the tests notice
	@setup/environment.sh --tests && $(PYTHON) -m bench.planted

bench-timing: setup ## measure whether the time of an answer tells what its words do not
	@setup/environment.sh --tests && $(PYTHON) -m bench.timing

bench: setup ## measure the assignment: seconds, megabytes and worth beside simpler ways
	@$(PYTHON) -m bench.assignment && $(PYTHON) -m bench.rounds

bench-pages: setup-services ## measure what pages cost on boards of 1,000 and 50,000 cases, on PostgreSQL
	@setup/environment.sh --tests && setup/postgres_and_redis.sh $(PYTHON) -m bench.pages

screenshots: setup-tests ## photograph every page, in both languages, narrow and wide
	@$(PYTHON) -m docs.screenshots

setup: ## make .venv and the front end's files (the other targets do it too)
	@setup/system.sh && setup/environment.sh && $(PYTHON) setup/front_end.py

setup-tests:
	@setup/system.sh --browser && setup/environment.sh --tests && $(PYTHON) setup/front_end.py && setup/browser.sh

setup-services:
	@setup/system.sh --browser --services

messages: setup ## gather the words people read into the French catalogue
	@$(PYTHON) -m setup.messages

lock: setup ## write requirements.lock and requirements-test.lock anew (needs uv)
	@setup/lock.sh
