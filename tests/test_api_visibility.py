"""What is not public leaves no trace in the API, on any of its routes."""

import json
from urllib.parse import quote

import pytest
from django.urls import get_resolver

from articles.models import APIToken, Article
from articles.revisions import content_of, save_draft
from recommendations import services
from recommendations.models import Pin, RelatedArticle
from tests.test_admin import staff
from tests.test_visibility import WORD, hidden, tied  # noqa: F401  (a fixture)

API = "/api/v1"
ROUTES = [
    *("/articles/", "/articles/?limit=1", "/articles/?topic={topic}", "/articles/?person={person}"),
    *("/articles/?topic=open", "/articles/?person=ann", "/articles/?fields=translations,topics"),
    *("/articles/{slug}", "/articles/{former}", "/articles/seen", "/articles/zyxwvut-es"),
    *("/articles/{slug}/related", "/articles/{former}/related", "/articles/seen/related"),
    *("/articles/seen/related?reasons=true&limit=10", "/search?q=title", "/search?q=body"),
    *("/topics/", "/topics/{topic}", "/topics/open", "/people/", "/people/{person}", "/people/ann"),
    *("/openapi.json", "/docs"),
]


def addresses(article):
    names = {
        "slug": article.slug,
        "former": "zyxwvut-old",
        "topic": article.topics.get(name__startswith=WORD).slug,
        "person": article.authors.get(name__startswith=WORD).slug,
    }
    for route in ROUTES:
        address = API + route.format(**names)
        yield address
        yield f"{address}{'&' if '?' in address else '?'}language=es"


def test_what_is_hidden_leaves_no_trace(client, hidden):  # noqa: F811
    seen = Article.objects.get(slug="seen")
    reasons = [{"signal": "text", "score": 0.5, "terms": [{"term": WORD, "contribution": 0.5}]}]
    RelatedArticle.objects.filter(target=hidden).update(reasons=reasons)
    Pin.objects.create(source=seen, target=hidden, position=1)
    for address in addresses(hidden):
        response = client.get(address)
        assert WORD.lower() not in response.text.lower(), address
        assert response.status_code in (200, 404), address


def test_what_is_hidden_is_related_to_no_text(client, hidden):  # noqa: F811
    services.build("en")
    Article.objects.filter(pk=hidden.pk).update(body=f"<p>{WORD} again</p>")
    for language in ("en", "es"):
        body = {"text": f"{WORD} title body summary", "language": language, "reasons": True}
        body["title"] = f"{WORD} title"
        response = client.post(f"{API}/related", body, content_type="application/json")
        assert WORD.lower() not in response.text.lower()


def test_a_withdrawn_article_is_gone_from_the_next_answer(client, make_article):
    one, two = make_article("Sleep well"), make_article("Sleep soundly")
    make_article("Sleep deeply")
    services.build("en")
    text = {"text": "Sleep soundly, sleep well, sleep deeply."}

    def answers():
        yield client.get(f"{API}/articles/{one.slug}/related")
        yield client.get(f"{API}/articles/")
        yield client.post(f"{API}/related", text, content_type="application/json")

    assert all("soundly" in answer.text for answer in answers())
    two.unpublish()
    assert not any("soundly" in answer.text for answer in answers())


def test_kept_answers_lose_every_trace_at_once(client, make_article, make_picture, kept_pages):
    articles = tied(make_article, make_picture, lambda make, **fields: make(**fields))
    found = {address: client.get(address).text for address in addresses(articles[0])}
    showing = {address for address, text in found.items() if WORD in text}
    for route in (
        "/articles/",
        "/articles/seen/related",
        "/topics/",
        "/people/",
        "/search?q=title",
    ):
        assert {f"{API}{route}", f"{API}{route}?language=es"} & showing, route
    for article in articles:
        article.unpublish()
    for address in found:
        assert WORD.lower() not in client.get(address).text.lower(), address


def test_unpublished_changes_of_a_public_article_leave_no_trace(client, make_article):
    article = make_article("Sleep", slug="sleep")
    save_draft(article, {**content_of(article), "title": WORD, "slug": WORD.lower()})
    for route in ("/articles/", "/articles/sleep", f"/articles/{WORD.lower()}", "/search?q=known"):
        assert WORD.lower() not in client.get(API + route).text.lower()


def test_drafts_are_shown_to_tokens_only(client, hidden):  # noqa: F811
    address = f"{API}/drafts/{quote(hidden.identifier)}"
    assert client.get(address).status_code == 401
    token = APIToken(name="Test", owner=staff(), scopes=["articles:write"])
    headers = {"Authorization": f"Bearer {token.new_secret()}"}
    token.save()
    assert WORD in client.get(address, headers=headers).text


def test_every_route_of_the_api_is_walked():
    resolver = get_resolver().namespace_dict["api-1"][1]
    assert {name for name in resolver.reverse_dict if isinstance(name, str)} == {
        *("api-root", "openapi-json", "openapi-view"),
        *("list_articles", "article", "related", "search_articles"),
        *("list_topics", "get_topic", "list_people", "get_person", "find_related"),
        *("create_draft", "get_draft", "change_draft", "publish_draft"),
    }


def test_the_walk_would_find_what_is_public(client, make_article):
    """Guards the walk above: it looks where a public article does show."""
    make_article(f"{WORD} title", topics=["Open"], slug="seen")
    for route in ("/articles/", "/articles/seen", "/search?q=title", "/articles/?topic=open"):
        assert WORD in json.dumps(client.get(API + route).json()), route


@pytest.mark.browser
def test_the_documentation_page_works_under_the_sites_policy(page, db):
    page.goto(f"{API}/docs")
    page.get_by_text("What Read More shows under an article").click()
    page.get_by_role("button", name="Try it out").wait_for()
