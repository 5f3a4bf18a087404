"""What is not public leaves no trace on any reader's page."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import get_resolver
from django.utils import timezone, translation

from articles.models import Article, Authorship, FormerSlug, Person, Picture, PromotedResult
from cms import sitemaps
from cms.models import STANDARD_SLUGS
from recommendations import urls as recommendations_urls
from recommendations.models import RelatedArticle

from .pictures import figure

WORD = "Zyxwvut"  # in all that is hidden, and in nothing else
PAGES = ["", "articles/{slug}/", "articles/{former}/", "articles/{seen}/", "topics/"]
PAGES += [f"articles/{{{name}}}.md" for name in ("slug", "former", "seen")]
PAGES += [f"articles/{{{name}}}/feedback/" for name in ("slug", "former", "seen")]
PAGES += [f"articles/{{{name}}}/card.png" for name in ("slug", "former", "seen")] + ["card.png"]
PAGES += ["articles/{slug}/feedback/thanks/", "articles/{seen}/feedback/thanks/"]
PAGES += ["topics/{topic}/", "topics/open/", "a-z/", "a-z/?letter=Z", "people/{person}/"]
PAGES += ["people/ann/", "search/?q=zyxwvut", "search/"]
PAGES += ["search/suggest?q=zyxwvut", "search/suggest?q=zyxwvit", "search/?q=zyxwvit"]
PAGES += ["search/suggest?q=another", "search/?q=another+name", "search/?q=seen"]
PAGES += [f"{slug}/" for slug in STANDARD_SLUGS]
PAGES += ["feeds/articles.atom", "feeds/articles.json"]
PAGES += ["topics/{topic}/feed.atom", "topics/open/feed.atom"]
PAGES += ["topics/{topic}/feed.json", "topics/open/feed.json"]
PAGES += [f"developers/?article={name}" for name in ("{slug}", "{former}", "seen")]
WIDGETS = [f"/widget/{{{name}}}/{kind}" for name in ("slug", "former") for kind in ("", "email/")]
WIDGETS += ["/widget/seen/?links=10", "/widget/seen/email/?links=10", "/widget.js"]
WIDGETS += ["/widget/zyxwvut-es/?language=es", "/oembed?url=/articles/seen/"]
WIDGETS += ["/oembed?format=xml&url=/articles/seen/", "/oembed?format=xml&url=/articles/{slug}/"]
WIDGETS += [f"/oembed?url=/{page}/{{slug}}/" for page in ("articles", "widget")]
SITEMAPS = [
    f"/sitemap-{section}.xml" for section in ("articles", "topics", "people", "lists", "pages")
]


def withdrawn(make_article, **fields):
    return make_article(status=Article.Status.WITHDRAWN, **fields)


def draft(make_article, **fields):
    return make_article(status=Article.Status.DRAFT, **fields)


def scheduled(make_article, **fields):
    return make_article(at=timezone.now() + timedelta(days=1), **fields)


def expired(make_article, **fields):
    past = timezone.now() - timedelta(days=2)
    return make_article(at=past, expires_at=past + timedelta(days=1), **fields)


@pytest.fixture(params=[draft, scheduled, expired, withdrawn], ids=lambda make: make.__name__)
def hidden(request, make_article, make_picture):
    """An article that readers may not see, tied to all that they may."""
    return tied(make_article, make_picture, request.param)[0]


def tied(make_article, make_picture, make):
    """Return articles that `make` makes, tied to all that readers may see."""
    at_its_top, in_its_text = (make_picture(f"{WORD} {n}", size=(16, 9)) for n in (1, 2))
    seen = make_article("Seen", slug="seen", topics=["Open"])
    article = make(
        make_article,
        title=f"{WORD} title",
        slug="zyxwvut-slug",
        summary=f"{WORD} summary",
        body=f"<p>{WORD} body</p>{figure(in_its_text)}",
        picture=at_its_top,
        topics=["Open", f"{WORD} topic"],
        also_known_as=[f"Another {WORD} name"],
    )
    PromotedResult.objects.create(words="seen", terms="seen", article=article)
    other = make(
        make_article, title=f"{WORD} es", language="es", slug="zyxwvut-es", translation_of=seen
    )
    ann = Person.objects.create(name="Ann")
    unseen = Person.objects.create(name=f"{WORD} person")
    for person, page in [(ann, seen), (ann, article), (unseen, article), (unseen, other)]:
        Authorship.objects.create(person=person, article=page)
    article.record_review(reviewer=unseen, reviewed_on="2026-01-01")
    FormerSlug.record_move(article, language="en", slug="zyxwvut-old")
    RelatedArticle.objects.create(source=seen, target=article, rank=1, score=1, reasons=[])
    return article, other


def addresses(article):
    topic = article.topics.get(name__startswith=WORD)
    names = {
        "slug": article.slug,
        "former": "zyxwvut-old",
        "seen": "seen",
        "topic": topic.slug,
        "person": article.authors.get(name__startswith=WORD).slug,
    }
    for prefix in ("/", "/es/"):
        yield from (prefix + page.format(**names) for page in PAGES)
    yield from (path.format(**names) for path in WIDGETS)
    yield "/es/articles/zyxwvut-es/"
    yield from ("/robots.txt", "/indexnow.txt", "/healthz", "/sitemap.xml", *SITEMAPS)


def test_what_is_hidden_leaves_no_trace(client, hidden):
    assert_no_trace(client, hidden)


def assert_no_trace(client, hidden):
    # Whoever has the key of a picture sees it, so that no page may give it away.
    traces = [WORD.lower(), *Picture.objects.values_list("key", flat=True)]
    for address in addresses(hidden):
        response = client.get(address)
        # What the reader typed comes back to them, in the form, its title and the language switch;
        # nothing else may.
        typed = r'(value="|search/\?q=)zyxwvut[-a-z]*"'
        text = re.sub(typed, "", response.content.decode(errors="replace"))
        text = text.replace("“zyxwvut”", "").replace("«zyxwvut»", "")
        assert [trace for trace in traces if trace in text.lower()] == [], address
        assert response.status_code in (200, 404), address


def withdraw(article):
    article.unpublish()


def expire(article):
    past = timezone.now() - timedelta(days=2)
    Article.objects.filter(pk=article.pk).update(
        published_at=past, expires_at=past + timedelta(days=1)
    )


def schedule_anew(article):
    article.publish(at=timezone.now() + timedelta(days=1))


@pytest.mark.parametrize("hide", [withdraw, expire, schedule_anew], ids=lambda hide: hide.__name__)
def test_kept_pages_lose_every_trace_at_once(client, make_article, make_picture, kept_pages, hide):
    articles = tied(make_article, make_picture, lambda make, **fields: make(**fields))
    showing = {
        address
        for address in addresses(articles[0])
        if WORD in client.get(address).content.decode(errors="replace")
    }
    assert {"/", "/articles/seen/", "/a-z/", "/feeds/articles.atom"} <= showing
    for article in articles:
        hide(article)
    assert_no_trace(client, articles[0])


def test_addresses_of_what_is_hidden_are_not_found(client, hidden):
    for address in ["/articles/zyxwvut-slug/", "/articles/zyxwvut-old/", "/topics/zyxwvut-topic/"]:
        assert client.get(address).status_code == 404
    assert client.get("/people/zyxwvut-person/").status_code == 404
    assert client.get("/topics/zyxwvut-topic/feed.atom").status_code == 404


def test_what_is_hidden_is_not_counted(client, hidden):
    assert [topic.article_count for topic in client.get("/").context["topics"]] == [1]
    assert client.get("/topics/open/").context["paginator"].count == 1
    assert client.get("/search/?q=zyxwvut").context["paginator"].count == 0


def test_the_walk_would_find_what_is_public(client, make_article, make_picture):
    """Guards the walk above: it looks where a public article does show."""
    picture = make_picture(size=(16, 9))
    make_article(f"{WORD} title", topics=[f"{WORD} topic"], picture=picture)
    for address in ["/", "/articles/zyxwvut-title/", "/topics/zyxwvut-topic/"]:
        assert picture.key in client.get(address).content.decode(), address
    addresses = ["/", "/articles/zyxwvut-title/", "/topics/", "/a-z/", "/search/?q=title"]
    addresses += ["/feeds/articles.atom", "/feeds/articles.json", "/topics/zyxwvut-topic/feed.atom"]
    for address in addresses:
        assert WORD in client.get(address).content.decode(), address
    for address in ["/sitemap-articles.xml", "/sitemap-topics.xml"]:
        assert WORD.lower() in client.get(address).content.decode(), address


def test_every_route_of_the_readers_is_walked():
    with translation.override(settings.LANGUAGE_CODE):
        resolver = get_resolver().namespace_dict["articles"][1]
    assert {name for name in resolver.reverse_dict if isinstance(name, str)} == {
        "home",
        "article-detail",
        "article-markdown",
        "article-sharing-image",
        "sharing-image",
        "feedback",
        "feedback-thanks",
        "topic-list",
        "topic-detail",
        "a-to-z",
        "person-detail",
        "search",
        "suggestions",
        "atom-feed",
        "json-feed",
        "topic-feed",
        "topic-json-feed",
    }


def test_every_route_of_the_lists_for_other_sites_is_walked():
    # The script with a version is the same file as the newest.
    assert {pattern.name for pattern in recommendations_urls.urlpatterns} == {
        "widget",
        "widget-email",
        "widget-script",
        "widget-script-version",
        "oembed",
        "counts",  # takes what browsers send, and says nothing
    }


def test_every_other_route_is_walked_or_has_a_reason_not_to_be():
    with translation.override(settings.LANGUAGE_CODE):
        resolver = get_resolver()
        names = {name for name in resolver.reverse_dict if isinstance(name, str)}
        # The API has a walk of its own, in test_api_visibility; the desk needs an account.
        assert set(resolver.namespace_dict) == {"articles", "recommendations", "api-1", "admin"}
    walked = {"page", "developers", "robots", "indexnow-key", "healthz", "sitemap", "sitemap-index"}
    # A link to a preview is for whoever was given it: test_preview. So is the file of a picture, by
    # a key that the walk finds on no page.
    assert names - walked == {"styleguide", "favicon", "preview", "picture-file"}


def test_every_sitemap_is_walked():
    assert [f"/sitemap-{section}.xml" for section in sitemaps.SITEMAPS] == SITEMAPS


def test_no_reader_gets_a_cookie_or_a_page_of_their_own(client, hidden):
    for address in addresses(hidden):
        response = client.get(address)
        assert "Set-Cookie" not in response.headers
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", ""), address
