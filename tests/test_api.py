"""The JSON API, read by a program that follows what it is told."""

from datetime import UTC, datetime

import pytest

API = "/api/v1"


@pytest.fixture
def get(client, db):
    """Get an address of the API, and return what it says."""

    def get(address, status=200):
        response = client.get(address if address.startswith("http") else f"{API}{address}")
        assert response.status_code == status, response.content
        return response.json()

    return get


def titles(page):
    return [item["title"] for item in page["items"]]


def test_articles_come_newest_first(get, make_article):
    make_article("Old", at=datetime(2026, 1, 1, tzinfo=UTC))
    make_article("New", at=datetime(2026, 2, 1, tzinfo=UTC))
    assert titles(get("/articles/")) == ["New", "Old"]


def test_pages_follow_each_other_where_many_have_one_date(get, make_article):
    day = datetime(2026, 1, 1, tzinfo=UTC)
    made = [make_article(at=day).title for _ in range(5)]
    page = get("/articles/?limit=2")
    found = titles(page)
    while page["next"]:
        page = get(page["next"])
        found += titles(page)
    assert found == made[::-1]


def test_an_article_can_be_read_in_part(get, make_article):
    article = make_article("Sleep", summary="Rest.")
    assert get("/articles/sleep?fields=title,summary") == {
        "id": article.identifier,
        "url": "http://127.0.0.1:8000/articles/sleep/",
        "title": "Sleep",
        "summary": "Rest.",
    }
