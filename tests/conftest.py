"""What every test may ask for."""

import os
from itertools import count
from pathlib import Path

import pytest

pytest_plugins = ["tests.browser", "tests.pictures"]

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def shared_file(name):
    """A file of the real data that lies beside the project; CI must have it."""
    path = SHARED / name
    if path.exists():
        return path
    message = f"The real data is missing: {path}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
    return None


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Run what waits for the commit of the changes made inside the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def kept_pages(settings):
    """Keep readers' pages, as in production; none is kept yet."""
    from django.core.cache import caches

    settings.PAGE_CACHE = True
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def make_article(db):
    """Make an article, published unless told otherwise."""
    from articles.models import Article

    numbers = count(1)

    def make(title=None, *, topics=(), status=Article.Status.PUBLISHED, at=None, **fields):
        number = next(numbers)
        fields.setdefault("body", f"<p>What is known about subject {number}.</p>")
        article = Article(title=title or f"Article {number}", **fields)
        article.save()
        article.topics.add(*topics, tag_kwargs={"language": article.language})
        if status != Article.Status.DRAFT:
            article.publish(at=at)
        if status == Article.Status.WITHDRAWN:
            article.unpublish()
        return article

    return make


@pytest.fixture
def import_lines(tmp_path, db):
    """Import lines as one file and return what the command said and how it ended."""

    from .importing import run_import, write_lines

    def import_them(*lines, **options):
        return run_import(write_lines(tmp_path / "articles.jsonl", *lines), **options)

    return import_them
