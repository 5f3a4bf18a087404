"""Topics suggested for a text, by the topics of what is related to it."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from articles.models import Article, Topic
from recommendations.document import Document
from recommendations.suggesting import suggest_topics

from .conftest import shared_file
from .test_admin import staff

SUGGEST = reverse("admin:suggest-topics")
CRAMPS = "<p>A cramp tightens the calf muscle at night. Stretching the calf muscle eases it.</p>"
FEVER = "<p>Pollen makes the nose run in spring. A spray eases the sneezing of hay fever.</p>"


@pytest.fixture
def corpus(make_article):
    """Articles on two subjects, each with the topics of its own, and lists built of them."""
    for number in range(4):
        make_article(f"Cramp {number}", body=CRAMPS, topics=["Muscles", f"Night {number}"])
        make_article(f"Hay fever {number}", body=FEVER, topics=["Allergy"])
    call_command("build_recommendations", verbosity=0)


def names(suggested):
    return [one.topic.name for one in suggested]


def test_the_topics_of_related_articles_are_suggested_the_commonest_first(corpus):
    suggested = suggest_topics(Document(title="Calf cramps", body="the calf muscle at night"), "en")
    assert names(suggested)[0] == "Muscles"
    assert "Allergy" not in names(suggested)
    assert 1 >= suggested[0].score > suggested[1].score > 0


def test_an_article_is_not_asked_what_it_has_itself(corpus):
    article = Article.objects.get(title="Hay fever 0")
    article.topics.add("Its own", tag_kwargs={"language": "en"})
    document = Document(title=article.title, body=article.body)
    assert "Its own" in names(suggest_topics(document, "en"))
    assert names(suggest_topics(document, "en", article_id=article.pk)) == ["Allergy"]


def test_topics_of_another_language_are_not_suggested(corpus):
    Topic.objects.filter(name="Muscles").update(language="es")
    assert "Muscles" not in names(suggest_topics(Document(body="calf muscle"), "en"))


def test_nothing_is_suggested_for_nothing_and_before_a_build(corpus):
    assert suggest_topics(Document(), "en") == []
    assert suggest_topics(Document(body="calf"), "es") == []


def test_the_desk_suggests_for_the_text_as_it_stands_in_the_form(corpus, client):
    client.force_login(staff())
    data = {"title": "Calf cramps", "body": "<p>the calf muscle</p>", "language": "en"}
    topics = client.post(SUGGEST, data).json()["topics"]
    assert topics[0] == {"id": Topic.objects.get(name="Muscles").pk, "name": "Muscles"}
    assert client.post(SUGGEST, {**data, "language": "xx"}).status_code == 400
    assert client.get(SUGGEST).status_code == 405


def test_who_may_not_see_articles_is_suggested_nothing(client, db):
    client.force_login(staff("view_topic"))
    assert client.post(SUGGEST, {"language": "en"}).status_code == 403


def test_the_command_leaves_one_out_and_measures(corpus, capsys):
    call_command("evaluate_topics")
    report = capsys.readouterr().out
    assert re.search(r"articles +8\n", report)
    # "Muscles" and "Allergy" are found each time, the nights never.
    assert re.search(r"precision@3 +0\.333 \(at most 0\.500", report)
    assert re.search(r"recall@3 +0\.750\n", report)
    assert re.search(r"success@3 +1\.000 ", report)


def test_the_command_says_what_is_missing(make_article):
    make_article(topics=["Sleep"])
    with pytest.raises(CommandError, match="build_recommendations"):
        call_command("evaluate_topics", "--language", "en")


def test_real_articles_are_suggested_the_topics_that_librarians_chose(db, capsys):
    articles = str(shared_file("data/medlineplus.en.jsonl.gz"))
    call_command("import_articles", articles, status="published", verbosity=0)
    call_command("build_recommendations", verbosity=0)
    call_command("evaluate_topics", "--every", "10")
    precision = re.search(r"precision@3 +(0\.\d+)", capsys.readouterr().out)
    assert float(precision[1]) > 0.3
