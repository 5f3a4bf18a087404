"""The JSON API, read by a program that follows what it is told."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles.models import (
    Article,
    Authorship,
    FormerSlug,
    Person,
    Question,
    Reference,
    Topic,
)
from recommendations.models import RelatedArticle

API = "/api/v1"
SITE = "http://127.0.0.1:8000"
REASONS = [
    {"signal": "text", "score": 0.3, "terms": [{"term": "sleep", "contribution": 0.3}]},
    {"signal": "topic", "score": 0.2, "topics": ["Rest"]},
]


@pytest.fixture
def get(client, db):
    """Get an address of the API, and return what it says."""

    def get(address, status=200, **options):
        response = client.get(API + address.removeprefix(SITE + API), **options)
        assert response.status_code == status, response.content
        assert response.headers["Content-Type"].split(";")[0] == (
            "application/json" if status < 400 else "application/problem+json"
        )
        return response.json()

    return get


def titles(page):
    return [item["title"] for item in page["items"]]


def walk(get, address):
    """Return the items of all pages."""
    items = []
    while address:
        page = get(address)
        items += page["items"]
        address = page["next"]
    return items


def test_articles_come_newest_first(get, make_article):
    make_article("Old", at=datetime(2026, 1, 1, tzinfo=UTC))
    make_article("New", at=datetime(2026, 2, 1, tzinfo=UTC))
    assert titles(get("/articles/")) == ["New", "Old"]


def test_pages_follow_each_other_where_many_have_one_date(get, make_article):
    day = datetime(1960, 1, 1, tzinfo=UTC)
    made = [make_article(at=day).title for _ in range(5)]
    assert [item["title"] for item in walk(get, "/articles/?limit=2")] == made[::-1]


def test_what_is_published_meanwhile_does_not_move_the_next_page(get, make_article):
    for number in range(3):
        make_article(str(number), at=datetime(2026, 1, 3 - number, tzinfo=UTC))
    following = get("/articles/?limit=2")["next"]
    make_article("Newest")
    assert titles(get(following)) == ["2"]


def test_an_article_can_be_read_in_part(get, make_article):
    article = make_article("Sleep", summary="Rest.")
    expected = {"id": article.identifier, "url": f"{SITE}/articles/sleep/", "summary": "Rest."}
    assert get("/articles/sleep?fields=summary") == expected
    assert get("/articles/?fields=title,summary&fields=topics")["items"] == [
        {**expected, "title": "Sleep", "topics": []}
    ]


def test_an_article_is_there_with_everything_on_its_page(get, make_article):
    ann, eve = Person.objects.create(name="Ann"), Person.objects.create(name="Eve")
    article = make_article(
        "Sleep", topics=["Rest"], key_facts=["Dark helps."], also_known_as=["Slumber"]
    )
    Authorship.objects.create(article=article, person=ann)
    Question.objects.create(article=article, question="Why?", answer="<p>So.</p>")
    Reference.objects.create(article=article, text="A book", doi="10.1/2")
    article.record_review(reviewer=eve, reviewed_on="2026-03-01", due_on="2027-03-01")
    spanish = make_article("Sueño", language="es", translation_of=article)
    make_article("Schlaf", language="es", status=Article.Status.DRAFT)

    found = get("/articles/sleep")

    assert found["topics"] == [{"name": "Rest", "slug": "rest", "url": f"{SITE}/topics/rest/"}]
    assert [author["name"] for author in found["authors"]] == ["Ann"]
    assert found["questions"] == [{"question": "Why?", "answer_html": "<p>So.</p>"}]
    assert [reference["doi"] for reference in found["references"]] == ["10.1/2"]
    assert (found["reviewed"], found["review_due"]) == ("2026-03-01", "2027-03-01")
    assert found["reviewer"]["url"] == f"{SITE}/people/eve/"
    assert (found["key_facts"], found["also_known_as"]) == (["Dark helps."], ["Slumber"])
    assert found["translations"] == {"es": f"{SITE}{spanish.get_absolute_url()}"}
    back = get(f"/articles/{spanish.slug}?language=es")["translations"]
    assert back == {"en": f"{SITE}/articles/sleep/"}


def test_a_former_slug_leads_to_the_present_one(client, make_article):
    article = make_article("Sleep")
    FormerSlug.record_move(article, language="en", slug="rest")
    for ending in ("", "/related"):
        response = client.get(f"{API}/articles/rest{ending}?language=en")
        assert response.status_code == 301
        assert response.headers["Location"] == f"{API}/articles/sleep{ending}?language=en"
    assert client.get(f"{API}/articles/rest").headers["Location"] == f"{API}/articles/sleep"


def test_articles_can_be_chosen_by_topic_person_language_and_change(get, make_article):
    old = datetime(2026, 1, 1, tzinfo=UTC)
    sleep = make_article("Sleep", topics=["Rest"], at=old)
    make_article("Sueño", language="es", topics=["Rest"], at=old)
    changed = make_article("Changed", at=old)
    Article.objects.filter(pk=changed.pk).update(updated_at=datetime(2026, 3, 1, tzinfo=UTC))
    make_article("New", at=datetime(2026, 4, 1, tzinfo=UTC))
    Authorship.objects.create(article=sleep, person=Person.objects.create(name="Ann"))

    assert titles(get("/articles/?topic=rest")) == ["Sleep"]
    assert titles(get("/articles/?person=ann")) == ["Sleep"]
    assert titles(get("/articles/?language=es")) == ["Sueño"]
    assert titles(get("/articles/?changed_since=2026-03-01T00:00:00Z")) == ["New", "Changed"]
    assert titles(get("/articles/?topic=none")) == []


def test_search_shows_what_was_found_and_goes_on(get, make_article):
    for number in range(3):
        article = make_article(f"Sleep & {number}", body="<p>Sleep < rest</p>")
        article.announce()
    found = walk(get, "/search?q=sleep&limit=2")
    assert sorted(item["title"] for item in found) == ["Sleep & 0", "Sleep & 1", "Sleep & 2"]
    assert {item["passage_html"] for item in found} == {"<mark>Sleep</mark> &lt; rest"}
    assert get("/search?q=--")["items"] == []
    assert get("/search?q=sleep&fields=title")["items"][0].keys() == {
        *("id", "url", "title", "passage_html")
    }


def test_topics_and_people_are_there_with_what_is_public_of_them(get, make_article):
    article = make_article("Sleep", topics=["Rest"])
    Topic.objects.filter(name="Rest").update(description="Quiet", synonyms=["Calm"])
    for name in ("Ann", "Bob"):
        person = Person.objects.create(name=name, biography=f"<p>{name} writes.</p>")
        Authorship.objects.create(article=article, person=person)
    Person.objects.create(name="Nobody")

    rest = {"name": "Rest", "slug": "rest", "url": f"{SITE}/topics/rest/"}
    rest |= {"description": "Quiet", "synonyms": ["Calm"], "article_count": 1}
    assert get("/topics/") == {"items": [rest], "next": None}
    assert get("/topics/rest") == rest
    assert [person["name"] for person in walk(get, "/people/?limit=1")] == ["Ann", "Bob"]
    assert get("/people/ann")["biography_html"] == "<p>Ann writes.</p>"


def test_related_articles_come_as_on_the_page_with_reasons_on_request(get, make_article):
    sleep, rest, noise = make_article("Sleep"), make_article("Rest"), make_article("Noise")
    link = {"source": sleep, "reasons": REASONS}
    RelatedArticle.objects.create(target=rest, rank=1, score=0.5, **link)
    RelatedArticle.objects.create(target=noise, rank=2, score=0.25, **link)

    found = get("/articles/sleep/related")["items"]
    assert [(item["title"], item["rank"], item["score"]) for item in found] == [
        ("Rest", 1, 0.5),
        ("Noise", 2, 0.25),
    ]
    assert "reasons" not in found[0]
    (best,) = get("/articles/sleep/related?reasons=true&limit=1")["items"]
    assert best["reasons"] == REASONS
    assert best["in_words"] == ["Shares the words sleep", "Same topic: Rest"]


def test_pins_and_fallbacks_have_reasons_too(get, make_article):
    make_article("Sleep", topics=["Rest"])
    make_article("Bed", topics=["Rest"])
    (item,) = get("/articles/sleep/related?reasons=true")["items"]
    assert item["reasons"] == [{"signal": "fallback", "score": 0.0, "why": "same topic"}]


@pytest.mark.parametrize(
    "address",
    [
        *("/nothing", "/articles/none", "/articles/none/related", "/topics/none"),
        *("/people/none", f"/articles/{quote('niño')}"),
    ],
)
def test_what_is_not_there_is_a_problem(get, address):
    problem = get(address, 404)
    assert (problem["status"], problem["title"]) == (404, "Not Found")


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("/articles/?limit=0", "query.limit"),
        ("/articles/?limit=many", "query.limit"),
        ("/articles/?cursor=1", "query.cursor"),
        ("/people/?cursor=-1", "query.cursor"),
        ("/articles/?fields=secret", "query.fields.0"),
        ("/articles/?language=xx", "query.language"),
        ("/articles/?changed_since=2026-03-01", "query.changed_since"),
        ("/articles/?changed_since=10000000001", "query.changed_since"),
        ("/articles/a%00b", "path.slug"),
        ("/search", "query.q"),
        ("/search?q=a%00b", "query.q"),
        (f"/search?q={'a' * 201}", "query.q"),
        ("/articles/a/related?limit=11", "query.limit"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(get, address, where):
    problem = get(address, 422)
    assert [error["where"] for error in problem["errors"]] == [where]
    assert all(error["detail"] for error in problem["errors"])


def test_any_cursor_of_the_right_form_gives_a_page(get, make_article):
    make_article()
    far = "9" * 16
    assert get(f"/articles/?cursor=-{far}_{far}") == {"items": [], "next": None}
    assert len(get(f"/articles/?cursor={far}_{far}")["items"]) == 1
    assert get(f"/people/?cursor={far}") == {"items": [], "next": None}
    assert get(f"/search?q=a&cursor={far}") == {"items": [], "next": None}


def test_other_methods_and_forms_are_refused_as_problems(client, db):
    response = client.delete(f"{API}/articles/")
    assert (response.status_code, response.json()["title"]) == (405, "Method Not Allowed")
    assert "GET" in response.headers["Allow"]
    refused = client.get(f"{API}/articles/", headers={"Accept": "text/html"})
    assert (refused.status_code, refused.json()["title"]) == (406, "Not Acceptable")
    assert (
        client.get(f"{API}/articles/", headers={"Accept": "text/*, */*;q=0.1"}).status_code == 200
    )


def test_hosts_that_are_not_ours_get_a_problem(client, db):
    response = client.get(f"{API}/articles/", headers={"Host": "evil.example"})
    assert (response.status_code, response.json()["title"]) == (400, "Bad Request")


def test_our_own_errors_are_problems_without_secrets(client, db, monkeypatch):
    def fail(*args):
        raise RuntimeError("secret")

    monkeypatch.setattr("articles.api.routes.public_topics", fail)
    client.raise_request_exception = False
    response = client.get(f"{API}/topics/", headers={"Origin": "https://clinic.example"})
    assert (response.status_code, response.json()) == (
        500,
        {"type": "about:blank", "title": "Internal Server Error", "status": 500},
    )
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_head_says_what_get_would(client, make_article):
    make_article("Sleep")
    response = client.head(f"{API}/articles/sleep")
    assert (response.status_code, response.content) == (200, b"")
    assert client.head("/articles/sleep/").status_code == 200
    assert client.head(f"{API}/articles/none").status_code == 404


def test_any_page_may_read_and_none_with_credentials(client, make_article):
    make_article("Sleep")
    origin = {"Origin": "https://clinic.example"}
    response = client.get(f"{API}/articles/", headers=origin)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "Access-Control-Allow-Origin" not in client.get("/", headers=origin).headers
    asked = {**origin, "Access-Control-Request-Method": "POST"}
    preflight = client.options(f"{API}/related", headers=asked)
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert not response.cookies


def test_too_many_requests_of_one_address_wait(client, db, settings):
    cache.clear()
    settings.API_REQUESTS_A_MINUTE = 2
    answers = [client.get(f"{API}/topics/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60
    assert answers[2].json()["title"] == "Too Many Requests"
    assert client.get(f"{API}/topics/", REMOTE_ADDR="192.0.2.7").status_code == 200
    settings.API_REQUESTS_A_MINUTE = 0
    assert client.get(f"{API}/topics/").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_answer(
    client, make_article, django_assert_max_num_queries
):
    ann = Person.objects.create(name="Ann")
    first = make_article("First", topics=["Rest"])
    for number in range(5):
        article = make_article(topics=["Rest", f"Topic {number}"])
        Question.objects.create(article=article, question="Why?", answer="<p>So.</p>")
        Authorship.objects.create(article=article, person=ann)
        make_article(language="es", translation_of=article)
        RelatedArticle.objects.create(
            source=first, target=article, rank=number + 1, score=0.5, reasons=REASONS
        )
        article.announce()
    budget = {
        "/articles/": 2,
        f"/articles/?fields={','.join(['body_html', 'translations'])}": 7,
        "/articles/first": 7,
        "/articles/first/related?reasons=true": 2,
        "/search?q=known": 8,
        "/topics/": 2,
        "/topics/rest": 2,
        "/people/": 1,
        "/people/ann": 1,
    }
    for address, queries in budget.items():
        with django_assert_max_num_queries(queries + 1, info=address):  # one asks what is due
            assert client.get(f"{API}{address}").status_code == 200


def test_the_document_describes_every_route_with_its_problems(get):
    document = get("/openapi.json")
    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert {"400", "406", "422", "429", "500"} <= operation["responses"].keys(), path
            if method == "get":
                assert "application/json" in operation["responses"]["200"]["content"]
    assert json.dumps(document).count('"examples"') > 20


def test_scheduled_articles_come_at_their_time(get, make_article, time_machine):
    tomorrow = timezone.now() + timedelta(days=1)
    make_article("Later", at=tomorrow)
    assert titles(get("/articles/")) == []
    time_machine.move_to(tomorrow + timedelta(seconds=1))
    assert titles(get("/articles/")) == ["Later"]


def test_a_client_that_has_the_answer_is_told_so(client, make_article):
    make_article("Sleep")
    for address in ("/articles/", "/articles/sleep", "/articles/sleep/related", "/topics/"):
        first = client.get(API + address)
        assert first.headers["ETag"]
        again = client.get(API + address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
    article = client.get(f"{API}/articles/")
    assert article.headers["Cache-Control"] == "no-cache"
    make_article("Rest")
    changed = client.get(f"{API}/articles/", headers={"If-None-Match": article.headers["ETag"]})
    assert changed.status_code == 200
