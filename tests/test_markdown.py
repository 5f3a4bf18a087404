"""An article as Markdown: all of it, and nothing in its text that is taken for markup."""

import json
from datetime import UTC, datetime

import pytest
from lxml import html as lxml_html

from articles.html import clean_html
from articles.markdown import html_to_markdown
from articles.models import Article, Authorship, FormerSlug, Person, Question, Reference

SITE = "http://127.0.0.1:8000"


def convert(html):
    return html_to_markdown(clean_html(html), f"{SITE}/articles/here/")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>One <em>two</em></h2><p>A\n b</p><p>c</p>", "## One *two*\n\nA b\n\nc"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n\n  - c"),
        ('<ol start="9"><li>a</li><li>b</li></ol>', "9. a\n10. b"),
        ("<p>H<sub>2</sub>O and <strong> b </strong>c</p>", "H<sub>2</sub>O and  **b** c"),
        ('<p><a href="/topics/">T</a></p>', f"[T]({SITE}/topics/)"),
        ('<p><a href="#why">W</a></p>', f"[W]({SITE}/articles/here/#why)"),
        ('<p><a href="https://e.org/a_(b)">W</a></p>', "[W](<https://e.org/a_(b)>)"),
        ('<p><a href="/[x">W</a></p>', f"[W]({SITE}/[x)"),
        ("<p>a<br>b</p>", "a\\\nb"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<p>*a* _b_ [c] &lt;d&gt; `e` \\ a|b &amp;amp;</p>",
         r"\*a\* \_b\_ \[c\] \<d\> \`e\` \\ a\|b \&amp;"),
        ("<p># a</p><p>- b</p><p>1. c</p><p>2) d</p>", "\\# a\n\n\\- b\n\n1\\. c\n\n2\\) d"),
    ],
)  # fmt: skip
def test_html_becomes_markdown_that_says_the_same(html, markdown):
    assert convert(html) == markdown


@pytest.mark.parametrize(
    ("card", "markdown"),
    [
        ("<h3>Call</h3><p>Now.</p>", "> **Emergency: Call**\n>\n> Now."),
        ("<p>Now.</p>", "> **Emergency**\n>\n> Now."),
    ],
)
def test_a_care_card_says_its_level(card, markdown):
    assert convert(f'<div class="care-card care-card-emergency">{card}</div>') == markdown


def test_every_cell_of_a_table_is_in_its_column():
    html = (
        "<table><caption>Doses</caption><tr><th>Age</th><th>Dose</th><th>Unit</th></tr>"
        '<tr><td rowspan="2">0|2</td><td>1</td><td>mg</td></tr>'
        '<tr><td colspan="2">a<br>b</td></tr></table>'
    )
    assert convert(html).split("\n") == [
        "**Doses**",
        "",
        "| Age | Dose | Unit |",
        "| --- | --- | --- |",
        r"| 0\|2 | 1 | mg |",
        r"| 0\|2 | a<br>b | a<br>b |",
    ]


def test_a_table_without_a_head_gets_an_empty_one():
    lines = convert("<table><tr><td>a</td><td>b</td></tr></table>").split("\n")
    assert lines == ["|  |  |", "| --- | --- |", "| a | b |"]


@pytest.fixture
def full_article(make_article):
    article = make_article(
        "Leg *cramps*",
        slug="leg-cramps",
        summary="Cramps are common.",
        key_facts=["They end by themselves."],
        also_known_as=["Charley horse"],
        body="<h2>Why</h2><p>Muscles tire.</p>",
        topics=["Muscles"],
        at=datetime(2024, 3, 5, 8, 30, tzinfo=UTC),
    )
    ann = Person.objects.create(name="Ann", credentials="Nurse")
    Authorship.objects.create(article=article, person=ann)
    article.record_review(reviewer=ann, reviewed_on="2025-06-07")
    Question.objects.create(article=article, question="Bad?", answer="<p>No.</p>")
    Reference.objects.create(article=article, text="A study", doi="10.1000/182")
    Reference.objects.create(article=article, text="A book")
    return article


def test_the_whole_article_is_there_with_its_facts_in_front(client, full_article):
    response = client.get("/articles/leg-cramps.md")
    assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert response.headers["Link"] == f'<{SITE}/articles/leg-cramps/>; rel="canonical"'
    _, front, text = response.content.decode().split("---\n", 2)
    facts = dict(line.split(": ", 1) for line in front.splitlines())
    assert {key: json.loads(value) for key, value in facts.items()} == {
        "id": full_article.identifier,
        "title": "Leg *cramps*",
        "language": "en",
        "url": f"{SITE}/articles/leg-cramps/",
        "summary": "Cramps are common.",
        "also_known_as": ["Charley horse"],
        "topics": ["Muscles"],
        "authors": [{"name": "Ann", "credentials": "Nurse"}],
        "published": "2024-03-05T08:30:00+00:00",
        "reviewed": "2025-06-07",
        "reviewer": {"name": "Ann", "credentials": "Nurse"},
    }
    *blocks, disclaimer = text.strip().split("\n\n")
    assert disclaimer.startswith("This page gives general information.")
    assert blocks == [
        r"# Leg \*cramps\*",
        "Cramps are common.",
        "## Key facts",
        "- They end by themselves.",
        "## Why",
        "Muscles tire.",
        "## Questions and answers",
        "### Bad?",
        "No.",
        "## References",
        "1. [A study](https://doi.org/10.1000/182)\n2. A book",
    ]


def test_who_asks_for_markdown_at_the_articles_address_gets_it(client, full_article):
    page = client.get("/articles/leg-cramps/", headers={"Accept": "text/html,*/*;q=0.8"})
    text = client.get("/articles/leg-cramps/", headers={"Accept": "text/markdown, text/html;q=0.5"})
    assert page.headers["Content-Type"].startswith("text/html")
    assert text.content == client.get("/articles/leg-cramps.md").content
    for response in (page, text, client.get("/articles/leg-cramps/")):
        assert "Accept" in response.headers["Vary"]
    assert "Accept" not in client.get("/articles/leg-cramps.md").headers.get("Vary", "")


def test_the_page_leads_to_its_markdown(client, full_article):
    tree = lxml_html.document_fromstring(client.get("/articles/leg-cramps/").content)
    assert tree.xpath("//link[@type='text/markdown']/@href") == ["/articles/leg-cramps.md"]


def test_markdown_is_in_the_language_of_the_article(client, make_article):
    article = make_article("Calambres", language="es")
    Question.objects.create(article=article, question="¿Sí?", answer="<p>Sí.</p>")
    assert "## Preguntas y respuestas" in client.get("/es/articles/calambres.md").content.decode()
    assert client.get("/articles/calambres.md").status_code == 404


def test_a_former_address_leads_to_the_present_one(client, full_article):
    FormerSlug.record_move(full_article, language="en", slug="old")
    assert client.get("/articles/old.md?x=1").headers["Location"] == "/articles/leg-cramps.md?x=1"


def test_what_is_withdrawn_has_no_markdown(client, full_article):
    Article.objects.get().unpublish()
    assert client.get("/articles/leg-cramps.md").status_code == 404
    headers = {"Accept": "text/markdown"}
    assert client.get("/articles/leg-cramps/", headers=headers).status_code == 404
