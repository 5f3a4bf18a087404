"""JSON-LD says what the page says, from stored facts, and cannot break out of its element."""

import json
from datetime import UTC, datetime

import pytest
from lxml import html as lxml_html

from articles.jsonld import script_text
from articles.models import Article, Authorship, Person, Question, Reference


def load(client, page):
    """The page of an object, or at an address, as a tree, and its JSON-LD by type."""
    address = page if isinstance(page, str) else page.get_absolute_url()
    tree = lxml_html.document_fromstring(client.get(address).content)
    (script,) = tree.xpath("//script[@type='application/ld+json']")
    return tree, {node["@type"]: node for node in json.loads(script.text)["@graph"]}


def organization(settings):
    return {
        "@type": "Organization",
        "@id": f"{settings.SITE_URL}/#organization",
        "name": settings.SITE_PUBLISHER,
        "url": f"{settings.SITE_URL}/",
    }


@pytest.fixture
def full_article(make_article):
    article = make_article(
        "Leg cramps",
        summary="Cramps are common.",
        topics=["Muscles", "Sleep"],
        at=datetime(2024, 3, 5, 8, 30, tzinfo=UTC),
    )
    article.publish()
    ann = Person.objects.create(name="Ann", credentials="Nurse")
    Authorship.objects.create(article=article, person=ann)
    bob = Person.objects.create(name="Bob")
    article.record_review(reviewer=bob, reviewed_on="2025-06-07")
    Question.objects.create(article=article, question="Bad?", answer="<p>No &amp; <em>no</em>.</p>")
    Reference.objects.create(
        article=article, text="A study", url="https://example.org/study", doi="10.1000/182"
    )
    Reference.objects.create(article=article, text="A book")
    return article


def test_the_page_is_described_with_what_is_stored(client, full_article, settings):
    page = load(client, full_article)[1]["MedicalWebPage"]
    address = f"{settings.SITE_URL}/articles/leg-cramps/"
    people = f"{settings.SITE_URL}/people"
    ann = {"@type": "Person", "name": "Ann", "description": "Nurse", "url": f"{people}/ann/"}
    assert page == {
        "@type": "MedicalWebPage",
        "@id": address,
        "url": address,
        "headline": "Leg cramps",
        "description": "Cramps are common.",
        "inLanguage": "en",
        "datePublished": "2024-03-05T08:30:00+00:00",
        "dateModified": full_article.updated_at.isoformat(),
        "publisher": organization(settings),
        "about": [{"@type": "Thing", "name": "Muscles"}, {"@type": "Thing", "name": "Sleep"}],
        "author": [ann],
        "citation": [
            {
                "@type": "CreativeWork",
                "name": "A study",
                "url": "https://example.org/study",
                "sameAs": "https://doi.org/10.1000/182",
            },
            {"@type": "CreativeWork", "name": "A book"},
        ],
        "lastReviewed": "2025-06-07",
        "reviewedBy": {"@type": "Person", "name": "Bob", "url": f"{people}/bob/"},
    }


def test_dates_are_those_that_the_page_shows(client, full_article, settings):
    settings.TIME_ZONE = "America/New_York"
    tree, graph = load(client, full_article)
    page = graph["MedicalWebPage"]
    shown = tree.xpath("//section[@class='about-page']//time/@datetime")
    assert shown == [page["datePublished"], page["dateModified"], page["lastReviewed"]]
    assert set(tree.xpath("//header[@class='article-header']//time/@datetime")) <= set(shown)
    assert page["datePublished"] == "2024-03-05T03:30:00-05:00"


def test_breadcrumbs_are_those_that_the_page_shows(client, full_article, settings):
    tree, graph = load(client, full_article)
    *above, this = graph["BreadcrumbList"]["itemListElement"]
    links = tree.xpath("//nav[@class='breadcrumbs']//a")
    assert [(item["name"], item["item"]) for item in above] == [
        (link.text, settings.SITE_URL + link.get("href")) for link in links
    ]
    assert this["name"] == "Leg cramps"
    assert [item["position"] for item in [*above, this]] == [1, 2, 3]


def test_questions_are_a_faq_page(client, full_article):
    (question,) = load(client, full_article)[1]["FAQPage"]["mainEntity"]
    assert question["name"] == "Bad?"
    assert question["acceptedAnswer"]["text"] == "No & no."


def test_the_front_page_names_the_site_and_who_answers_for_it(client, db, settings):
    for path, language in [("/", "en"), ("/es/", "es")]:
        graph = load(client, path)[1]
        assert graph["Organization"] == organization(settings)
        assert graph["WebSite"] == {
            "@type": "WebSite",
            "@id": f"{settings.SITE_URL}{path}#website",
            "url": f"{settings.SITE_URL}{path}",
            "name": settings.SITE_NAME,
            "inLanguage": language,
            "publisher": {"@id": f"{settings.SITE_URL}/#organization"},
        }


def test_a_persons_page_is_a_profile(client, full_article, settings):
    graph = load(client, "/people/ann/")[1]
    address = f"{settings.SITE_URL}/people/ann/"
    assert graph["ProfilePage"]["mainEntity"] == {
        "@type": "Person",
        "name": "Ann",
        "description": "Nurse",
        "url": address,
    }
    assert graph["BreadcrumbList"]["itemListElement"][-1] == {
        "@type": "ListItem",
        "position": 2,
        "name": "Ann",
        "item": address,
    }


def test_a_topics_page_is_a_collection(client, full_article, settings):
    graph = load(client, "/topics/muscles/")[1]
    assert graph["CollectionPage"] == {
        "@type": "CollectionPage",
        "@id": f"{settings.SITE_URL}/topics/muscles/",
        "url": f"{settings.SITE_URL}/topics/muscles/",
        "name": "Muscles",
        "inLanguage": "en",
    }
    names = [place["name"] for place in graph["BreadcrumbList"]["itemListElement"]]
    assert names == ["Home", "Topics", "Muscles"]


def test_nothing_is_said_that_is_not_known(client, make_article):
    article = make_article("Bare", body="<p>Some   text.</p>")
    graph = load(client, article)[1]
    assert set(graph) == {"MedicalWebPage", "BreadcrumbList"}
    page = graph["MedicalWebPage"]
    assert page["description"] == "Some text."
    assert page["dateModified"] == page["datePublished"]
    unknown = {"about", "author", "citation", "lastReviewed", "reviewedBy"}
    assert not unknown & set(page)


def test_a_review_is_claimed_only_while_it_stands(client, full_article):
    full_article.publish(significance=Article.Significance.MAJOR)
    tree, graph = load(client, full_article)
    assert "reviewedBy" not in graph["MedicalWebPage"]
    assert "lastReviewed" not in graph["MedicalWebPage"]
    assert "Reviewed" not in tree.xpath("string(//main)")


def test_data_cannot_end_its_script_element(client, make_article):
    title = "</script><script>alert(1)</script><!-- & ]]>"
    article = make_article(title, slug="hostile")
    _tree, graph = load(client, article)  # which fails if there are two scripts
    assert graph["MedicalWebPage"]["headline"] == title


def test_script_text_is_json_without_markup():
    data = {"a": "<&>\u2028é"}
    assert json.loads(script_text(data)) == data
    assert not set("<>&") & set(script_text(data))
