from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.models import Article

from .importing import line

pytestmark = pytest.mark.django_db


def test_a_line_with_a_past_date_and_no_status_is_public(import_lines):
    import_lines(line(published="2026-01-02"))
    article = Article.objects.published().get()
    assert article.published_at == datetime(2026, 1, 2, tzinfo=UTC)
    # When it first could be read here, which decides whether its address may be forgotten.
    assert timezone.now() - article.first_public_at < timedelta(minutes=1)


def test_a_line_with_a_coming_date_is_public_from_then_on(import_lines):
    coming = timezone.now() + timedelta(days=3)
    import_lines(line(published=coming.isoformat()))
    article = Article.objects.get()
    assert not Article.objects.published().exists()
    assert Article.objects.published(at=coming).exists()
    assert article.first_public_at == coming


def test_a_date_is_midnight_and_a_naive_time_the_time_on_the_wall_here(import_lines, settings):
    settings.TIME_ZONE = "America/Bogota"
    with timezone.override("America/Bogota"):
        import_lines(line(published="2026-01-02", updated="2026-01-03T10:00"))
    article = Article.objects.get()
    assert article.published_at == datetime(2026, 1, 2, 5, tzinfo=UTC)
    assert article.updated_at == datetime(2026, 1, 3, 15, tzinfo=UTC)


def test_the_status_option_counts_for_lines_that_give_none(import_lines):
    import_lines(line("none"), line("draft", status="draft"), status="published")
    assert Article.objects.published().get().identifier == "none"


def test_a_withdrawn_line_is_not_public(import_lines):
    import_lines(line(status="withdrawn", published="2026-01-02"))
    article = Article.objects.get()
    assert article.status == Article.Status.WITHDRAWN
    assert article.published_at == datetime(2026, 1, 2, tzinfo=UTC)


def test_an_article_withdrawn_here_stays_so_unless_the_line_says_otherwise(import_lines):
    import_lines(line(published="2026-01-02"))
    Article.objects.get().unpublish()
    assert "unchanged 1" in import_lines(line(published="2026-01-02")).output
    assert not Article.objects.published().exists()
    import_lines(line(published="2026-01-02", status="published"))
    assert Article.objects.published().exists()


def test_an_article_published_here_keeps_its_dates_where_the_line_says_nothing(import_lines):
    import_lines(line())
    Article.objects.get().publish()
    published_at = Article.objects.get().published_at
    assert "unchanged 1" in import_lines(line()).output
    assert "unchanged 1" in import_lines(line(status="published")).output
    assert Article.objects.published().get().published_at == published_at


def test_a_scheduled_article_made_a_draft_forgets_that_it_would_be_public(import_lines):
    coming = timezone.now() + timedelta(days=3)
    import_lines(line(published=coming.isoformat()))
    import_lines(line(status="draft"))
    article = Article.objects.get()
    assert (article.status, article.published_at, article.first_public_at) == ("draft", None, None)


# Slugs
