"""Duplicates and translations: a draft with all of the text, and an identity of its own."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from articles.models import Article, Authorship, Person, Question, Reference
from articles.revisions import content_of, duplicate, save_draft, translate

from .test_admin import change, staff

OWN = {"title", "slug", "language", "translation_of", "source_url"}
OWN |= {"published_at", "expires_at", "review_due_on"}


@pytest.fixture
def article(make_article):
    article = make_article(
        "Asthma",
        slug="asthma",
        body="<h2>Signs</h2><p>Wheezing.</p>",
        source_url="https://example.org/asthma",
        topics=["Breathing"],
        review_due_on="2030-01-01",
    )
    Authorship.objects.create(article=article, person=Person.objects.create(name="Ann"), position=1)
    Question.objects.create(article=article, question="Why?", answer="<p>So.</p>", position=1)
    Reference.objects.create(article=article, text="A book", position=1)
    return Article.objects.get(pk=article.pk)


@pytest.fixture
def editor(client, db):
    client.force_login(staff())
    return client


def make(client, name, article, **data):
    return client.post(reverse(f"admin:article-{name}", args=[article.pk]), data, follow=True)


def test_a_duplicate_has_everything_but_identity_dates_and_state(editor, article):
    response = make(editor, "duplicate", article)
    assert "This is a copy" in response.text
    copy = Article.objects.exclude(pk=article.pk).get()
    assert (copy.title, copy.slug, copy.status) == ("Asthma (copy)", "asthma-copy", "draft")
    assert (copy.published_at, copy.review_due_on, copy.source_url) == (None, None, "")
    assert copy.identifier != article.identifier
    assert copy.owner.username == "staff"
    its, other = content_of(copy), content_of(article)
    assert {key for key in its if its[key] != other[key]} <= OWN
    assert copy.revisions.get().content == its
    assert LogEntry.objects.get().object_id == str(copy.pk)


def test_a_duplicate_is_of_what_the_form_shows(article):
    save_draft(article, content_of(article) | {"title": "Asthma in adults"})
    assert duplicate(article, by=None).title == "Asthma in adults (copy)"


def test_a_title_that_is_as_long_as_can_be_stays_within_it(make_article):
    assert len(duplicate(make_article("a" * 300), by=None).title) == 300


def test_a_translation_is_a_draft_in_the_other_language_linked_to_the_original(editor, article):
    assert "Translate into Spanish" in editor.get(change(article)).text
    response = make(editor, "translate", article, language="es")
    assert "This will be the translation" in response.text
    assert "Translate into Spanish" not in response.text
    copy = article.translations.get()
    assert (copy.language, copy.slug, copy.status) == ("es", "asthma", "draft")
    its, other = content_of(copy), content_of(article)
    assert {key for key in its if its[key] != other[key]} <= OWN
    assert not Article.objects.published().in_language("es").exists()


def test_there_is_one_translation_in_each_language(editor, article):
    first = make(editor, "translate", article, language="es")
    again = make(editor, "translate", article, language="es")
    assert "was there already" in again.text
    assert again.redirect_chain == first.redirect_chain
    assert article.translations.count() == 1


def test_a_translation_leads_to_the_original_and_to_its_other_translations(article, settings):
    spanish, is_new = translate(article, "es", by=None)
    assert is_new
    assert translate(spanish, "en", by=None) == (article, False)
    arabic, _ = translate(spanish, "ar", by=None)
    assert arabic.translation_of == article


@pytest.mark.parametrize("language", ["", "xx"])
def test_there_is_no_translation_into_no_language_of_the_site(editor, article, language):
    assert make(editor, "translate", article, language=language).status_code == 404


@pytest.mark.parametrize("name", ["duplicate", "translate"])
def test_only_who_may_add_articles_may_copy_one(client, article, name):
    client.force_login(staff("change_article", "view_article"))
    assert "Duplicate" not in client.get(change(article)).text
    assert make(client, name, article, language="es").status_code == 403
    assert client.get(reverse(f"admin:article-{name}", args=[article.pk])).status_code == 405
    assert Article.objects.count() == 1
