from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from articles.models import Article, Person
from articles.signals import article_published, article_unpublished

HOUR = timedelta(hours=1)


@pytest.fixture
def heard():
    """The signals that were sent, in order."""
    signals = []

    def on_published(**kwargs):
        signals.append("published")

    def on_unpublished(**kwargs):
        signals.append("unpublished")

    article_published.connect(on_published)
    article_unpublished.connect(on_unpublished)
    yield signals
    article_published.disconnect(on_published)
    article_unpublished.disconnect(on_unpublished)


@pytest.fixture
def reviewer(db):
    return Person.objects.create(name="Dr. Ada Reyes", credentials="Physician (fictional)")


def test_an_article_starts_as_a_draft_that_readers_do_not_see(make_article):
    article = make_article(status=Article.Status.DRAFT)
    assert article.status == Article.Status.DRAFT
    assert not Article.objects.published().exists()


@pytest.mark.parametrize(
    ("published", "expires", "seen"),
    [
        (-HOUR, None, True),
        (HOUR, None, False),
        (-HOUR, HOUR, True),
        (-2 * HOUR, -HOUR, False),
    ],
)
def test_the_clock_says_whether_a_published_article_is_public(
    make_article, published, expires, seen
):
    now = timezone.now()
    article = make_article(at=now + published, expires_at=expires and now + expires)
    assert Article.objects.published().exists() is seen
    assert article.is_public is seen


def test_what_is_public_at_another_time_can_be_asked(make_article):
    later = timezone.now() + HOUR
    article = make_article(at=later)
    assert article in Article.objects.published(at=later)


def test_an_article_without_a_text_cannot_be_published(make_article):
    with pytest.raises(ValidationError, match="needs a text"):
        make_article(body="<p> </p>")


def test_publishing_again_keeps_the_first_date(make_article):
    first = timezone.now() - HOUR
    article = make_article(at=first)
    article.publish()
    assert article.published_at == first


@pytest.mark.parametrize(
    ("significance", "moves"), [("typo", False), ("minor", True), ("major", True)]
)
def test_significance_decides_whether_the_page_says_updated(make_article, significance, moves):
    article = make_article()
    article.publish(significance=significance)
    assert (article.dates.updated is not None) is moves
    assert article.dates.modified == (article.updated_at if moves else article.published_at)


def test_a_first_publication_is_no_update(make_article):
    assert make_article().dates.updated is None


def test_a_review_stands_until_a_major_change(make_article, reviewer):
    article = make_article()
    article.record_review(reviewer=reviewer, reviewed_on=date(2026, 3, 1), due_on=date(2029, 3, 1))
    article.publish(significance=Article.Significance.MINOR)
    assert article.dates.reviewed == date(2026, 3, 1)
    assert article.dates.review_due == date(2029, 3, 1)

    article.publish(significance=Article.Significance.MAJOR)
    assert article.dates.reviewed is None
    assert article.dates.review_due is None
    assert article.reviews.count() == 1


def test_an_article_that_readers_saw_becomes_withdrawn(make_article):
    article = make_article()
    article.unpublish()
    assert article.status == Article.Status.WITHDRAWN


def test_an_article_taken_back_before_its_time_becomes_a_draft_again(make_article):
    article = make_article(at=timezone.now() + HOUR)
    article.unpublish()
    assert article.status == Article.Status.DRAFT
    assert article.first_public_at is None


def test_publishing_and_unpublishing_are_announced(make_article, heard):
    article = make_article()
    article.unpublish()
    assert heard == ["published", "unpublished"]


def test_publishing_saves_nothing_but_the_publication(make_article):
    article = make_article("Asthma")
    article.title = "Not saved"
    article.publish()
    article.refresh_from_db()
    assert article.title == "Asthma"


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "published", "published_at": None},
        {"expires_at": timezone.now() - 99 * HOUR},
        {"title": ""},
        {"slug": ""},
    ],
)
def test_the_database_refuses_an_impossible_article(make_article, wrong):
    article = make_article()
    with pytest.raises(IntegrityError):
        Article.objects.filter(pk=article.pk).update(**wrong)


def test_the_database_refuses_an_article_that_translates_itself(make_article):
    article = make_article()
    with pytest.raises(IntegrityError):
        Article.objects.filter(pk=article.pk).update(translation_of=article)
