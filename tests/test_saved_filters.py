"""Filters that an editor keeps by a name."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles.models import SavedFilter

from .test_admin import LIST, staff

SAVE = reverse("admin:article-saved-filters")


@pytest.fixture
def maya(db):
    return User.objects.create_superuser("maya")


@pytest.fixture
def editor(client, maya):
    client.force_login(maya)
    return client


def test_a_filter_is_kept_by_a_name_and_shown_as_a_link(editor, maya, make_article):
    make_article("Asthma")
    assert "Save this filter" not in editor.get(LIST).text
    assert "Save this filter" in editor.get(LIST, {"status__exact": "published", "p": "1"}).text
    query = {"name": "Public", "query": "status__exact=published&p=1"}
    response = editor.post(SAVE, query, follow=True)
    assert response.redirect_chain == [(f"{LIST}?status__exact=published", 302)]
    assert SavedFilter.objects.get().query == "status__exact=published"
    text = editor.get(LIST).text
    assert 'href="?status__exact=published">Public</a>' in text
    assert 'aria-current="true">Public</a>' in response.text


def test_the_same_name_again_replaces_the_filter(editor):
    for language in ("en", "es"):
        editor.post(SAVE, {"name": "Mine", "query": f"language__exact={language}"})
    assert SavedFilter.objects.get().query == "language__exact=es"


def test_a_filter_can_be_forgotten_and_the_list_stays_as_it_is(editor, maya):
    kept = SavedFilter.objects.create(user=maya, name="Public", query="status__exact=published")
    response = editor.post(SAVE, {"forget": kept.pk, "query": "q=asthma"})
    assert response.url == f"{LIST}?q=asthma"
    assert not SavedFilter.objects.exists()
    assert editor.post(SAVE, {"forget": "x"}).status_code == 302


@pytest.mark.parametrize("data", [{"name": "", "query": "q=a"}, {"name": "All", "query": "p=2"}])
def test_a_filter_without_a_name_or_without_anything_is_not_kept(editor, data):
    assert "Give the filter a name" in editor.post(SAVE, data, follow=True).text
    assert not SavedFilter.objects.exists()


def test_everybody_has_their_own(client, maya):
    theirs = SavedFilter.objects.create(user=maya, name="Hers", query="q=a")
    client.force_login(staff("view_article"))
    assert "Hers" not in client.get(LIST).text
    client.post(SAVE, {"forget": theirs.pk})
    client.post(SAVE, {"name": "Hers", "query": "q=b"})
    assert SavedFilter.objects.count() == 2


def test_who_may_not_see_articles_keeps_none(client, db):
    client.force_login(staff("view_topic"))
    assert client.post(SAVE, {"name": "A", "query": "q=a"}).status_code == 403
    assert client.get(SAVE).status_code == 405
