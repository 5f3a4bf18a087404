"""What an editor does shows on the next request, wherever it is to be seen."""

import pytest

from articles.models import (
    Article,
    ArticleTopic,
    Authorship,
    Feature,
    Person,
    Question,
    Reference,
    Topic,
)
from cms.models import Page
from recommendations import services
from recommendations.models import Exclusion, NeverRecommended, Pin, RelatedArticle

from .keeping import LISTS, SHOWING_TITLES, make_site, read, warm

pytestmark = pytest.mark.usefixtures("kept_pages")

SITEMAP = "/sitemap-articles.xml"
# What is made anew each time shows titles, too.
NEVER_KEPT = [
    "/search/?q=lead",
    "/search/suggest?q=cra",
    "/api/v1/articles/",
    "/api/v1/search?q=lead",
]


@pytest.fixture
def site(make_article):
    return make_site(make_article)


@pytest.mark.parametrize("address", [*SHOWING_TITLES, *NEVER_KEPT])
def test_what_is_withdrawn_is_gone_and_what_is_published_is_there(client, site, address):
    assert "Cramps" in read(client, address)
    site["article"].unpublish()
    assert "Cramps" not in read(client, address)
    site["article"].publish()
    assert "Cramps" in read(client, address)


def test_a_withdrawn_article_is_gone_itself(client, site):
    warm(client, ["/articles/cramps/", SITEMAP, "/widget/cramps/"])
    site["article"].unpublish()
    assert client.get("/articles/cramps/").status_code == 404
    assert client.get("/widget/cramps/").status_code == 404
    assert "cramps" not in read(client, SITEMAP)


@pytest.mark.parametrize("address", [*SHOWING_TITLES, "/articles/cramps/"])
def test_a_new_title_is_everywhere(client, site, address):
    read(client, address)
    site["article"].title = "Spasms"
    site["article"].save()
    site["article"].publish(significance="typo")
    text = read(client, address)
    assert "Spasms" in text
    assert "Cramps" not in text


def test_a_new_address_is_where_pages_lead_to(client, site):
    warm(client, ["/", "/articles/cramps/", SITEMAP])
    site["article"].slug = "spasms"
    site["article"].save()
    assert "/articles/spasms/" in read(client, "/")
    assert "/articles/spasms/" in read(client, SITEMAP)
    moved = client.get("/articles/cramps/?utm_source=letter")
    assert moved.status_code == 301
    assert moved.headers["Location"] == "/articles/spasms/?utm_source=letter"
    assert moved.headers["Cache-Control"] == "no-cache"


def pin_in_front(site, make_article):
    Pin.objects.create(source=site["article"], target=make_article("Pinned"))
    services.refresh("en")


def exclude(site, make_article):
    Exclusion.objects.create(source=site["article"], target=site["other"])


def never_recommend(site, make_article):
    NeverRecommended.objects.create(article=site["other"])


def rewrite_the_list(site, make_article):
    RelatedArticle.objects.filter(source=site["article"]).delete()
    target = make_article("New")
    RelatedArticle.objects.create(
        source=site["article"], target=target, rank=1, score=1, reasons=[]
    )


@pytest.mark.parametrize("act", [pin_in_front, exclude, never_recommend, rewrite_the_list])
@pytest.mark.parametrize(
    "address", ["/articles/cramps/", "/widget/cramps/", "/api/v1/articles/cramps/related"]
)
def test_an_editors_word_on_read_more_holds_at_once(client, site, make_article, act, address):
    before = read(client, address)
    act(site, make_article)
    assert read(client, address) != before


def feature(site):
    Feature.objects.create(article=site["other"])
    return "/"


def reorder_features(site):
    Feature.objects.filter(article=site["article"]).update(position=9)
    return "/"


def feature_on_topic(site):
    Feature.objects.create(article=site["other"], topic=site["topic"], position=0)
    return "/topics/sleep/"


def rename_topic(site):
    site["topic"].name = "Rest"
    site["topic"].save()
    return "/articles/cramps/"


def describe_topic(site):
    Topic.objects.update(description="At night.")
    return "/topics/sleep/"


def merge_topics(site):
    Topic.objects.create(name="Night", slug="night")
    ArticleTopic.objects.update(tag=Topic.objects.get(slug="night"))
    return "/topics/"


def add_subtopic(site):
    child = Topic.objects.create(name="Dreams", slug="dreams", parent=site["topic"])
    ArticleTopic.objects.bulk_create([ArticleTopic(content_object=site["other"], tag=child)])
    return "/topics/sleep/"


def rename_person(site):
    site["ann"].name = "Anna"
    site["ann"].save()
    return "/articles/cramps/"


def write_biography(site):
    Person.objects.update(biography="<p>She nurses.</p>")
    return "/people/ann/"


def ask(site):
    Question.objects.create(article=site["article"], question="Why?", answer="<p>So.</p>")
    return "/articles/cramps/"


def cite(site):
    Reference.objects.bulk_create([Reference(article=site["article"], text="A book")])
    return "/articles/cramps/"


def review(site):
    site["article"].record_review(reviewer=site["ann"], reviewed_on="2026-01-01")
    return "/articles/cramps/"


def take_author_off(site):
    Authorship.objects.filter(article=site["article"]).delete()
    return "/articles/cramps/"


def translate(site):
    spanish = Article.objects.create(
        title="Calambres", body="<p>Sí.</p>", language="es", translation_of=site["article"]
    )
    spanish.publish()
    return "/articles/cramps/"


def translate_person(site):
    translate(site)
    spanish = Article.objects.get(language="es")
    Authorship.objects.create(article=spanish, person=site["ann"])
    return "/people/ann/"


def write_page(site):
    Page.objects.filter(slug="about", language="en").update(body="<p>We are new.</p>")
    return "/about/"


def write_translated_page(site):
    Page.objects.create(slug="jobs", language="es", title="Empleo", body="<p>Sí.</p>")
    return "/sitemap-pages.xml"


ACTS = [feature, reorder_features, feature_on_topic, rename_topic, describe_topic, merge_topics]
ACTS += [add_subtopic, rename_person, write_biography, ask, cite, review, take_author_off]
ACTS += [translate, translate_person, write_page, write_translated_page]


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_whatever_an_editor_does_shows_on_the_next_request(client, site, act):
    Feature.objects.create(article=site["article"], position=5)
    if act is reorder_features:
        Feature.objects.create(article=site["other"], position=7)
    addresses = [*LISTS, "/articles/cramps/", "/about/", "/sitemap-pages.xml"]
    before = warm(client, addresses)
    shown_on = act(site)
    assert read(client, shown_on) != before[shown_on]
