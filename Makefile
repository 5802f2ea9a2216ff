# Parvis. `make help` lists what one can ask; README.md explains the two that matter.
.DEFAULT_GOAL := help
.PHONY: help setup demo run test test-next test-postgres coverage journeys recount check format \
	messages bench build lock sbom clean
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PORT ?= 8000
DATA_DIR ?= var
VENV ?= .venv
ARGS ?=
# A process of tests for each core, each file whole in one of them; `WORKERS=` alone runs one process.
WORKERS ?= -n auto --dist loadfile
TEST_POSTGRES_URL ?= postgres:///test
export DATA_DIR PORT

BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
ROOMS := portal engagements participation home
TEMPLATES := templates $(ROOMS)
DJHTML := $(BIN)/djhtml --tabwidth 2
# The version the pins were made for comes first, then any newer one.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.dev ## Create the environment for development

demo: export DJANGO_SETTINGS_MODULE := portal.settings.demo
demo: $(VENV)/.runtime ## Start the model city on http://localhost:8000 (PORT, DATA_DIR)
	@$(MANAGE) migrate --noinput --verbosity 0
	@$(MANAGE) createcachetable
	@$(MANAGE) load_demo
	@$(MANAGE) erase_old_data >/dev/null
	@$(EVERY_MINUTE) $(IMPORT_WORKER) $(MAIL_WORKER) exec $(BIN)/gunicorn portal.wsgi --bind 127.0.0.1:$(PORT) --worker-class gthread \
		--workers 2 --threads 8 --no-control-socket --log-level warning

# Publishes beside the server what editors scheduled, and does what time brings to activities. $$ is the shell that becomes the server:
# a second after it is gone, however it ended, so is this.
EVERY_MINUTE = (n=0; while sleep 1 && kill -0 $$$$ 2>/dev/null; do n=$$((n + 1)); \
	[ $$((n % 60)) -ne 0 ] || { $(MANAGE) publish_scheduled; $(MANAGE) run_mechanisms; } >/dev/null; \
	[ $$((n % 3600)) -ne 60 ] || $(MANAGE) remind_pilots >/dev/null; done) &

# The worker of imports, beside the server in the same way; started anew if it ever ends.
IMPORT_WORKER = (while kill -0 $$$$ 2>/dev/null; do $(MANAGE) run_imports --loop --beside $$$$; \
	sleep 5; done) &

# The worker of mails, in the same way.
MAIL_WORKER = (while kill -0 $$$$ 2>/dev/null; do $(MANAGE) deliver_mails --loop --beside $$$$; \
	sleep 5; done) &

run: export DJANGO_SETTINGS_MODULE := portal.settings.dev
run: $(VENV)/.dev ## Development server with reloading, on the demo's data
	@$(MANAGE) migrate --noinput --verbosity 0
	@$(MANAGE) createcachetable
	$(MANAGE) runserver $(PORT)

test: $(VENV)/.dev ## Run the whole suite on SQLite (ARGS="-k ideas" narrows it)
	$(BIN)/python -m pytest $(WORKERS) $(ARGS)

test-next: $(VENV)-next/.stamp ## Run the suite on the newest Wagtail
	TEST_DATABASE_URL=sqlite:///$(CURDIR)/.test-next.sqlite3 $(VENV)-next/bin/python -m pytest \
		$(WORKERS) --create-db -W default::DeprecationWarning -W default::PendingDeprecationWarning $(ARGS)

test-postgres: $(VENV)/.dev ## Run what asks the database on PostgreSQL (TEST_POSTGRES_URL)
	TEST_DATABASE_URL="$(TEST_POSTGRES_URL)" $(BIN)/python -m pytest $(WORKERS) --create-db -m "database and not alone" $(ARGS)
	TEST_DATABASE_URL="$(TEST_POSTGRES_URL)" $(BIN)/python -m pytest -m "database and alone" $(ARGS) || [ $$? -eq 5 ]

coverage: $(VENV)/.dev ## Run the suite and measure what it covers
	$(BIN)/python -m pytest $(WORKERS) --cov --cov-report=term:skip-covered $(ARGS)

journeys: $(VENV)/.browser ## Run the browser journeys (needs Chromium)
	$(BIN)/python -m pytest $(WORKERS) tests/journeys $(ARGS)

recount: $(VENV)-recount/.stamp ## Compare the count of votes with pabutools (PABULIB_DIR: real ballots)
	RECOUNT_ALL=1 $(VENV)-recount/bin/python -m pytest $(WORKERS) tests/participation/budgets/counting $(ARGS)

check: $(VENV)/.dev ## Lint, format, templates, types, tests: what a change must pass
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(DJHTML) --check $(TEMPLATES)
	$(BIN)/mypy
	$(BIN)/python -m pytest $(WORKERS) $(ARGS)

bench: $(VENV)/.dev $(VENV)-recount/.stamp ## Measure pages against a bare Django view, and the count against pabutools
	$(BIN)/python -m tests.bench
	$(VENV)-recount/bin/python -m tests.bench.tally
	$(BIN)/python -m tests.bench.voting

format: $(VENV)/.dev ## Put code and templates in form
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .
	$(DJHTML) $(TEMPLATES)

messages: export DJANGO_SETTINGS_MODULE := portal.settings.test
messages: $(VENV)/.dev ## Collect and compile the French catalogue (needs gettext)
	@command -v xgettext >/dev/null || { echo "gettext is missing: apt-get install gettext" >&2; exit 1; }
	$(MANAGE) makemessages --locale fr --no-obsolete --add-location file \
		--ignore '.venv*' --ignore tests --ignore var
	$(MANAGE) compilemessages --locale fr --ignore '.venv*'

build: export DJANGO_SETTINGS_MODULE := portal.settings.production
build: $(VENV)/.runtime ## Gather static files for production (variables of .env.example)
	$(MANAGE) collectstatic --noinput

lock: $(VENV)-lock/bin/uv ## Pin every dependency anew (ARGS=--upgrade takes newer ones)
	$(LOCK) -o requirements.txt
	$(LOCK) --group dev --constraint requirements.txt -o requirements-dev.txt
	$(LOCK) --group browser --constraint requirements-dev.txt -o requirements-browser.txt
	$(LOCK) --group dev --override requirements-next.in -o requirements-next.txt
	$(LOCK) --group recount --constraint requirements-dev.txt --override requirements-recount.in \
		-o requirements-recount.txt

# No index address and no machine path in the result: docs/decisions/0006. Extras stay on their
# pins: without them an older pip takes the newest release for the extra, which has no hash here.
LOCK = $(VENV)-lock/bin/uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-strip-extras --quiet $(ARGS)

sbom: $(VENV)/.runtime ## Write the bill of materials of production (CycloneDX) on standard output
	@$(BIN)/python .ci/sbom.py

clean: ## Remove environments, caches and collected files; the data in var/ stays
	rm -rf $(VENV) $(VENV)-next $(VENV)-recount $(VENV)-lock .mypy_cache .pytest_cache .ruff_cache .hypothesis \
		staticfiles htmlcov .coverage .test*.sqlite3*
	find . -name __pycache__ -prune -exec rm -rf {} +

# Environments. A stamp tells make that one is complete and newer than its pins.
define create
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found. On Debian 12: apt-get install python3 python3-venv" >&2; exit 1; }
	@test -x $(1)/bin/pip || { rm -rf $(1); $(PYTHON) -m venv $(1); } || { rm -rf $(1); \
		echo "The environment could not be created. On Debian: apt-get install python3-venv" >&2; exit 1; }
endef
define install
	@echo "Installing $(2) in $(1)…"
	@$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r $(2)
endef

$(VENV)/.runtime: requirements.txt
	$(call create,$(VENV))
	$(call install,$(VENV),$<)
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt
	$(call create,$(VENV))
	$(call install,$(VENV),$<)
	@touch $(VENV)/.runtime $@

$(VENV)/.browser: requirements-browser.txt requirements-dev.txt requirements.txt
	$(call create,$(VENV))
	$(call install,$(VENV),$<)
	@touch $(VENV)/.runtime $(VENV)/.dev $@

$(VENV)-next/.stamp: requirements-next.txt
	$(call create,$(VENV)-next)
	$(call install,$(VENV)-next,$<)
	@touch $@

# Without what the pins leave out on purpose (requirements-recount.in).
$(VENV)-recount/.stamp: requirements-recount.txt
	$(call create,$(VENV)-recount)
	@echo "Installing $< in $(VENV)-recount…"
	@$(VENV)-recount/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
		--require-hashes --no-deps -r $<
	@touch $@

$(VENV)-lock/bin/uv:
	$(call create,$(VENV)-lock)
	@$(VENV)-lock/bin/python -m pip install --quiet uv
