"""Whatever the API's own document allows, and what it does not: the API answers as it says.

`API_EXAMPLES=400 .venv/bin/python -m pytest tests/test_api_schema.py` asks more than 10,000 times.
"""

import os

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from articles.models import APIToken, Article, Authorship, FormerSlug, Person
from cms.wsgi import application
from recommendations import services
from tests.read_more import make_subjects
from tests.test_admin import staff

EXAMPLES = int(os.environ.get("API_EXAMPLES", "8"))
KNOWN = {"slug": "gout-0", "id": "known"}


def read_document(accepted=(), refused=()):
    """Return the document, and what else than it says may be answered to what it allows, or not."""
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    checks = document.config.checks
    for check, more in (
        (checks.positive_data_acceptance, accepted),
        (checks.negative_data_rejection, refused),
    ):
        check.expected_statuses = [*check.expected_statuses, *more]
    return document


def operations(document):
    return {its.ok().label: its.ok() for its in document.get_all_operations()}


# What is refused for its size, is refused.
OPERATIONS = operations(read_document(refused=["413"]))
# No document says what only an article as a whole can show, a slug that is taken or HTML that is
# empty once cleaned; nor the tag that a draft has just now.
OF_ARTICLES = operations(read_document(accepted=["412", "422"], refused=["413"]))
OPERATIONS |= {
    label: its
    for label, its in OF_ARTICLES.items()
    if its.method in ("post", "put") and "/drafts/" in its.path
}


@pytest.fixture
def site(make_article, settings):
    """A site with something at each address, and without limits on how often it is asked."""
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.DEBUG_PROPAGATE_EXCEPTIONS = True
    settings.API_REQUESTS_A_MINUTE = settings.API_TEXTS_A_MINUTE = 0
    ann = Person.objects.create(name="Ann", slug="gout-0")
    for articles in make_subjects(make_article, 2, topics=["Gout 0"]).values():
        for article in articles:
            Authorship.objects.create(article=article, person=ann)
    FormerSlug.record_move(article, language="en", slug="old")
    Article.objects.filter(slug="gout-0").update(identifier="known")
    services.build("en")
    # As Django's own test client does: the connection is the test's, with its transaction.
    both = (signals.request_started, signals.request_finished)
    for signal in both:
        signal.disconnect(close_old_connections)
    yield
    for signal in both:
        signal.connect(close_old_connections)


@pytest.fixture
def secret(site):
    token = APIToken(name="Test", owner=staff(), scopes=APIToken.Scope.values)
    secret = token.new_secret()
    token.save()
    return secret


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_every_answer_is_as_the_document_says(operation, mode, secret):
    # The client in this process does not unpack what is compressed on its way.
    headers = {"Accept-Encoding": "identity"}
    if "/drafts/" in operation.path:
        headers["Authorization"] = f"Bearer {secret}"
    known = {name: KNOWN[name] for name in KNOWN if f"{{{name}}}" in operation.path}

    def ask(strategy):
        @settings(
            max_examples=EXAMPLES,
            database=None,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(strategy)
        def check(case):
            case.call_and_validate(headers=headers)

        check()

    ask(operation.as_strategy(generation_mode=mode))
    if known and mode == GenerationMode.POSITIVE:
        ask(operation.as_strategy(path_parameters=known))
