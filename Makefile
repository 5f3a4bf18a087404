# make install   the environment, in .venv
# make demo      everything, then the site with sample content on http://127.0.0.1:8000 (PORT= moves it)
# make test      everything that CI checks
# make test-postgres   what of it matters on PostgreSQL, on a server of its own
# make bench     the figures of docs/benchmarks.md
# make lighthouse   Lighthouse's scores of the readers' pages (needs Node)

PORT ?= 8000
BIN := .venv/bin
PYTEST_ARGS ?=
ON_POSTGRES := $(addprefix tests/test_,search.py search_words.py search_passages.py search_pages.py \
	pages.py article_page.py list_pages.py visibility.py publishing.py import.py import_again.py import_links.py \
	import_relations.py import_runs.py import_states.py recommendations.py recommend_refresh.py \
	recommend_robustness.py recommend_concurrency.py recommend_corpora.py workers.py topics.py feedback.py \
	site_pages.py drafts.py comparison.py merging.py overwriting.py edit_conflicts.py \
	scheduling.py scheduling_admin.py bulk.py desk.py copies.py \
	preview.py autosave.py retention.py revisions_of_pins.py \
	links.py links_admin.py link_search.py topic_merging.py counting.py what_helps.py feeds.py recommend_trial.py)

.PHONY: install demo test test-postgres lint check browser bench lighthouse screenshots lock messages clean

install: .venv/.runtime

.venv/bin/python:
	@sh .ci/find-python -m venv .venv

.venv/.runtime: requirements.txt .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

demo: install
	@$(BIN)/python manage.py demo --port $(PORT)

test: .venv/.dev lint check browser test-postgres
	$(BIN)/python -m pytest -n auto --dist loadfile --cov --cov-report=term $(PYTEST_ARGS)

test-postgres: .venv/.dev
	@sh .ci/with-postgres $(BIN)/python -m pytest -n auto --dist loadfile $(ON_POSTGRES)

lint: .venv/.dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

check: .venv/.dev
	$(BIN)/python manage.py makemigrations --check --dry-run
	DATABASE_URL=sqlite://:memory: DJANGO_SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(64))") \
	DJANGO_ALLOWED_HOSTS=health.example.org SITE_URL=https://health.example.org \
	$(BIN)/python -W error manage.py check --deploy --fail-level WARNING

browser:
	@sh .ci/install-chromium

bench: .venv/.dev
	$(BIN)/python docs/benchmarks/run.py
	$(BIN)/python docs/benchmarks/scale.py
	$(BIN)/python docs/benchmarks/api.py
	$(BIN)/python docs/benchmarks/texts.py

lighthouse: .venv/.dev browser
	$(BIN)/python docs/benchmarks/lighthouse.py

screenshots: .venv/.dev browser
	$(BIN)/python docs/screenshots.py

# Pins what pyproject.toml asks for; uv is needed only here.
lock:
	uv pip compile --quiet --universal --python-version 3.12 --no-annotate --no-header --extra postgres --extra redis --extra workers pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.12 --no-annotate --no-header --extra postgres --extra redis --extra workers --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

# The catalogs of one language (LOCALE=). Needs gettext.
LOCALE ?= es
messages:
	for app in articles cms recommendations; do (cd $$app && ../$(BIN)/django-admin makemessages --locale $(LOCALE) --no-location --no-wrap && ../$(BIN)/django-admin compilemessages --locale $(LOCALE)); done

clean:
	rm -rf .venv var
