# Everything a developer or a new user types. Python 3.11+ and make are all it takes; `make vendor` needs Node.js too.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
MANAGE := $(RUN) manage.py

.PHONY: setup demo test test-services bench vendor lint shots messages lock
.DEFAULT_GOAL := setup

setup: $(VENV)/runtime.done
	@$(MANAGE) migrate --noinput -v 0

demo: setup
	@$(MANAGE) demo

test: $(VENV)/development.done
	@$(RUN) -m pytest -m "not slow"

# Insists on PostgreSQL and Redis; runs the slow tests too.
test-services: $(VENV)/development.done
	@SHOPOPS_INSIST=1 \
	 DATABASE_URL="$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/postgres}" \
	 REDIS_URL="$${REDIS_URL:-redis://127.0.0.1:6379/9}" \
	 $(RUN) -m pytest

bench: $(VENV)/development.done
	@$(RUN) -m tests.bench

# Pictures of every page in every look, under var/shots/. `python -m tests.shots --help` tells what can be chosen.
shots: $(VENV)/development.done
	@$(RUN) -m tests.shots

lint: $(VENV)/development.done
	@$(RUN) -m ruff check . && $(RUN) -m ruff format --check . && $(VENV)/bin/lint-imports

# Translations: read new messages from the sources; write the compiled ones after editing locale/*.po. Needs gettext.
messages: $(VENV)/development.done
	@$(MANAGE) makemessages -l zh_Hans -l zh_Hant --no-obsolete --no-location -i $(VENV) -i var -i node_modules -i tests
	@$(MANAGE) compilemessages -l zh_Hans -l zh_Hant -i $(VENV) -i node_modules

vendor:
	npm ci --no-audit --no-fund
	npm run vendor

lock: $(VENV)/development.done
	$(VENV)/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header -q pyproject.toml -o requirements.txt
	$(VENV)/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header -q --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ShopOps needs Python 3.11 or newer, this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/runtime.done: requirements.txt | $(VENV)/made
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/development.done: requirements-dev.txt | $(VENV)/made
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/runtime.done
