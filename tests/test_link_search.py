"""The JSON by which the dialog for links finds articles."""

import pytest
from django.urls import reverse

from articles.models import Article

from .test_admin import staff

SEARCH = reverse("admin:article-link-search")


@pytest.fixture
def editor(client, db):
    client.force_login(staff())
    return client


@pytest.fixture
def found(editor):
    def found(q, **parameters):
        results = editor.get(SEARCH, {"q": q, **parameters}).json()["results"]
        return [(one["title"], one["name"], one["state"]) for one in results]

    return found


def test_articles_are_found_by_title_other_name_and_text(make_article, found):
    make_article("Heart attack", also_known_as=["Myocardial infarction"])
    make_article("Stroke", body="<p>Thrombolysis dissolves the clot.</p>")
    assert found("heart") == [("Heart attack", "", "")]
    assert found("myoc") == [("Heart attack", "Myocardial infarction", "")]
    assert found("hart atack") == [("Heart attack", "", "")]
    assert found("thrombolysis") == [("Stroke", "", "")]
    assert found("zzz") == found("h") == found("") == []


def test_drafts_are_found_and_marked(make_article, found):
    make_article("Asthma")
    make_article("Asthma in children", status=Article.Status.DRAFT)
    make_article("Bronchitis", also_known_as=["Asthmatic cough"], status=Article.Status.WITHDRAWN)
    assert found("asthma") == [
        ("Asthma", "", ""),
        ("Asthma in children", "", "not public"),
        ("Bronchitis", "", "not public"),
    ]


def test_articles_are_found_in_the_language_of_the_text(make_article, found):
    make_article("Asma", language="es")
    make_article("Asmara")
    assert found("asma", language="es") == [("Asma", "", "")]
    assert found("asma", language="xx") == [("Asmara", "", "")]


def test_an_address_finds_what_is_was_or_came_from_there(make_article, found):
    asthma = make_article("Asthma", source_url="https://old.example/a.html")
    asthma.slug = "wheezing"
    asthma.save()
    for address in (
        "/articles/wheezing/",
        "https://health.example.org/articles/asthma/?x=1",
        "https://old.example/a.html",
    ):
        assert found(address) == [("Asthma", "", "")], address
    assert found("http://[/") == found("/articles/none/") == []


def test_the_address_is_that_of_the_articles_language(make_article, editor):
    make_article("Asma", language="es")
    response = editor.get(SEARCH, {"q": "asma", "language": "es"})
    assert response.json()["results"][0]["url"] == "/es/articles/asma/"
    assert "no-store" in response.headers["Cache-Control"]


def test_finding_takes_few_queries(make_article, editor, django_assert_max_num_queries):
    for number in range(20):
        make_article(f"Asthma {number}")
        make_article(f"Asthma draft {number}", status=Article.Status.DRAFT)
    with django_assert_max_num_queries(10):
        assert len(editor.get(SEARCH, {"q": "asthma"}).json()["results"]) == 16


def test_who_may_not_see_articles_finds_none(client, db):
    assert client.get(SEARCH, {"q": "asthma"}).status_code == 302
    client.force_login(staff("view_topic"))
    assert client.get(SEARCH, {"q": "asthma"}).status_code == 403
