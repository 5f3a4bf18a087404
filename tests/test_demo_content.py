"""The sample articles keep the promises that the README makes of them."""

import json
import re
from collections import Counter

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from articles.html import clean_html, html_to_text
from articles.models import Article
from cms.management.commands import demo

FILES = sorted(demo.DEMO_CONTENT.glob("*.jsonl"))
ARTICLES = [
    json.loads(line) for path in FILES for line in path.read_text(encoding="utf-8").splitlines()
]

ARRANGEMENT = json.loads((demo.DEMO_CONTENT / "arrangement.json").read_text(encoding="utf-8"))


def name(article):
    return article["id"]


def in_language(language):
    return [article for article in ARTICLES if article["language"] == language]


def test_there_are_enough_articles_topics_and_translations():
    assert len(in_language("en")) >= 48
    assert len(in_language("es")) >= 12
    assert len({topic for article in in_language("en") for topic in article["topics"]}) >= 12
    assert sum("translation_of" in article for article in ARTICLES) >= 8


@pytest.mark.parametrize("article", ARTICLES, ids=name)
def test_each_article_has_its_parts(article):
    words = len(html_to_text(article["body_html"]).split())
    assert 300 <= words <= 900
    assert clean_html(article["body_html"]).count("<h2>") >= 3
    assert re.search("<[uo]l>", article["body_html"])
    assert 2 <= len(article["questions"]) <= 5
    assert article["references"]
    assert all(reference["url"].startswith("https://") for reference in article["references"])
    people = [*article["authors"], *([article["reviewer"]] if "reviewer" in article else [])]
    assert all("fictional" in person["credentials"].lower() for person in people)


@pytest.mark.parametrize("article", ARTICLES, ids=name)
def test_each_link_between_articles_leads_to_one(article):
    prefix = "/articles/" if article["language"] == "en" else "/es/articles/"
    slugs = {other["slug"] for other in in_language(article["language"])}
    links = re.findall(r'href="(/[^"]*)"', article["body_html"])
    assert links
    assert {link.removeprefix(prefix).removesuffix("/") for link in links} <= slugs


def test_no_sentence_stands_in_many_articles():
    sentences = Counter(
        sentence
        for article in ARTICLES
        for sentence in set(re.split(r"(?<=[.!?])\s", html_to_text(article["body_html"])))
        if len(sentence.split()) > 7
    )
    assert [sentence for sentence, count in sentences.items() if count > 2] == []


@pytest.fixture
def demo_folder(tmp_path, settings, monkeypatch):
    settings.DEBUG = True
    monkeypatch.setattr(demo, "PASSWORD_FILE", tmp_path / "password.txt")


def test_the_demo_makes_a_site_and_an_editor(db, demo_folder, client, capsys):
    call_command("demo", no_serve=True, port=9000, verbosity=0)
    printed = capsys.readouterr().out
    password = re.search(r"Password +(\S+)", printed)[1]
    assert "http://127.0.0.1:9000/" in printed
    assert client.login(username="editor", password=password)
    assert client.get("/admin/articles/article/").status_code == 200
    assert client.get("/admin/auth/user/").status_code == 403
    assert Article.objects.published().count() == len(ARTICLES)
    assert "Leg cramps at night" in client.get("/articles/magnesium/").text
    for prefix, language in [("/", "en"), ("/es/", "es")]:
        home = client.get(prefix).context
        assert len(home["featured"]) == 3
        assert sum(bool(topic.subtopics) for topic in home["topics"]) == len({
            about["parent"]
            for about in ARRANGEMENT[language]["topics"].values()
            if "parent" in about
        })  # fmt: skip


def test_the_demo_run_again_keeps_what_was_changed_and_the_password(db, demo_folder, capsys):
    call_command("demo", no_serve=True, verbosity=0)
    first = capsys.readouterr().out
    article = Article.objects.get(slug="magnesium", language="en")
    Article.objects.filter(pk=article.pk).update(title="Changed by the editor")
    call_command("demo", no_serve=True, verbosity=0)
    assert capsys.readouterr().out == first
    assert Article.objects.filter(title="Changed by the editor").exists()
    assert User.objects.count() == 1


def test_the_demo_refuses_to_run_in_production(db):
    assert not settings.DEBUG
    with pytest.raises(CommandError, match="development"):
        call_command("demo")
