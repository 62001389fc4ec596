# Two commands do everything: `make run` starts Lastcall, `make test` checks it.
# PORT, HOST, LASTCALL_DATA, DATABASE_URL and the others in config/settings.py are honoured.

PYTHON ?= python3
UV ?= uv
ENVIRONMENT := .venv
IN := $(ENVIRONMENT)/bin
TESTING := DJANGO_SETTINGS_MODULE=tests.settings
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header pyproject.toml

.PHONY: run test lint types check unit unit-postgresql browser bench explore messages locks clean

run: $(ENVIRONMENT)/.installed
	@$(IN)/python manage.py setup
	@exec $(IN)/python manage.py serve

test: lint types check unit unit-postgresql browser

lint: $(ENVIRONMENT)/.installed-test
	$(IN)/ruff check .
	$(IN)/ruff format --check .
	$(IN)/djlint --quiet --lint templates
	$(IN)/lint-imports --verbose | tail -n 12
	$(IN)/deptry .

types: $(ENVIRONMENT)/.installed-test
	$(TESTING) $(IN)/mypy .

check: $(ENVIRONMENT)/.installed-test
	$(TESTING) $(IN)/python manage.py check --deploy --fail-level WARNING --database default
	$(TESTING) $(IN)/python manage.py makemigrations --check --dry-run

unit: $(ENVIRONMENT)/.installed-test
	DATABASE_URL= $(IN)/pytest -n 2 -m "not browser and not torture"

# the same again for whatever asks the database: on the PostgreSQL of DATABASE_URL, else on one made for it
unit-postgresql: $(ENVIRONMENT)/.installed-test
	@sh .ci/postgresql $(IN)/pytest -n 2 -m "not browser and not torture" --database-only

browser: $(ENVIRONMENT)/.installed-test
	@sh .ci/chromium $(IN)/python
	DATABASE_URL= $(IN)/pytest -n 2 -m browser

# looks for examples that break a rule: new ones each time, and many
explore: $(ENVIRONMENT)/.installed-test
	$(IN)/pytest -n 2 -m "not browser and not torture" --hypothesis-profile explore \
		$$(grep -rl "from hypothesis" tests --include "test_*.py")

# what it costs: processor time, queries and bytes with 20,000, 100,000 and a million cases on both databases, which
# takes hours and 50 GB; SIZES=20000 takes minutes
SIZES =
bench: $(ENVIRONMENT)/.installed-test
	@LARGE=1 sh .ci/postgresql $(IN)/python -m tests.bench.series $(SIZES)

# --- for whoever works on Lastcall ---------------------------------------------------------------

# collects the strings to translate; needs the gettext tools (Debian: gettext)
messages: $(ENVIRONMENT)/.installed-test
	$(TESTING) $(IN)/python manage.py makemessages --locale zh_Hans --locale en --locale ru \
		--extension html,txt,py,jinja \
		--no-obsolete --add-location file --ignore "$(ENVIRONMENT)" --ignore tests --ignore data --ignore static-root

# resolves the dependencies of pyproject.toml anew; needs uv
locks:
	$(LOCK) --upgrade --output-file requirements.txt
	$(LOCK) --upgrade --extra s3 --constraint requirements.txt --output-file requirements-s3.txt
	$(LOCK) --upgrade --extra test --constraint requirements.txt --output-file requirements-test.txt

clean:
	rm -rf $(ENVIRONMENT) static-root .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# --- the environment: made once, and again when a lock changes ---------------------------------------

$(ENVIRONMENT)/bin/python:
	@PYTHON="$(PYTHON)" sh .ci/environment $(ENVIRONMENT)

$(ENVIRONMENT)/.installed: requirements.txt | $(ENVIRONMENT)/bin/python
	@echo "Installing what Lastcall needs; this is done once and takes about a minute." >&2
	@$(IN)/python -m pip install -qq --disable-pip-version-check --require-hashes --requirement requirements.txt
	@touch $@

$(ENVIRONMENT)/.installed-test: requirements-test.txt $(ENVIRONMENT)/.installed
	@echo "Installing what the tests need." >&2
	@$(IN)/python -m pip install -qq --disable-pip-version-check --require-hashes --requirement requirements-test.txt
	@touch $@
