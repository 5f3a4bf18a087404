"""The readers' pages, one by one."""

import re
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.views.defaults import server_error
from lxml import html as lxml_html

from articles.models import Article, Authorship, Person, Question, Reference, Topic
from articles.search import MARK_END, MARK_START
from articles.templatetags.pages import marked
from articles.views import a_to_z


def load(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return lxml_html.document_fromstring(response.content.decode())


def links(tree, selector="//main//a"):
    return [link.get("href") for link in tree.xpath(selector)]


LANGUAGES = "//nav[@class='languages']//a"


def text_of(element):
    return " ".join(element.text_content().split())


# Every page


@pytest.fixture
def site(make_article):
    article = make_article("Cramps", topics=["Sleep"])
    ann = Person.objects.create(name="Ann")
    Authorship.objects.create(article=article, person=ann)


ADDRESSES = ["/", "/articles/cramps/", "/topics/", "/topics/sleep/", "/a-z/", "/people/ann/"]
ADDRESSES += ["/search/", "/search/?q=cramps", "/es/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_has_one_title_and_the_landmarks(client, site, address):
    tree = load(client, address)
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("string(//title)").strip()
    for landmark in ("header", "main", "footer"):
        assert len(tree.xpath(f"//body/{landmark}")) == 1
    assert tree.get("lang") == ("es" if address.startswith("/es/") else "en")
    assert tree.get("dir") == "ltr"


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_has_a_script_or_a_style_of_its_own(client, site, address):
    tree = load(client, address)
    assert not tree.xpath("//script[not(@src or @type='application/ld+json')]|//style|//@style")


@pytest.mark.parametrize("address", ["/topics/sleep/", "/a-z/", "/", "/articles/cramps/"])
def test_the_canonical_address_leaves_out_what_makes_no_other_page(client, site, address):
    tree = load(client, f"{address}?utm_source=x")
    canonical = tree.xpath("string(//link[@rel='canonical']/@href)")
    assert canonical == f"http://127.0.0.1:8000{address}"


@pytest.mark.parametrize(("query", "robots"), [("cramps", []), ("no-such-word", ["noindex"])])
def test_crawlers_keep_the_page_of_the_search_and_none_of_what_it_lacks(
    client, site, query, robots
):
    tree = load(client, f"/search/?q={query}")
    assert tree.xpath("//meta[@name='robots']/@content") == robots
    assert tree.xpath("//link[@rel='canonical']/@href") == ["http://127.0.0.1:8000/search/"]


def test_the_mark_on_the_page_is_the_one_of_its_icon(client, site, settings):
    icon = (settings.BASE_DIR / "cms/static/cms/mark.svg").read_text()
    shown = load(client, "/").xpath("//header//*[name()='path']/@d")
    assert shown == re.findall(r' d="([^"]+)"', icon)


# Home


def test_home_shows_topics_with_counts_and_the_newest_articles(client, make_article):
    make_article("Old", topics=["Sleep"], at=datetime(2020, 1, 1, tzinfo=UTC))
    for number in range(6):
        make_article(f"New {number}", topics=["Sleep", "Heart"])
    tree = load(client, "/")
    topics = [text_of(topic) for topic in tree.xpath("//ul[@class='topics']/li")]
    assert topics == ["Heart 6 articles", "Sleep 7 articles"]
    titles = [text_of(title) for title in tree.find_class("card-title")]
    assert titles == [f"New {number}" for number in reversed(range(6))]


def test_home_of_an_empty_site_says_so(client, db):
    assert "There is no article here yet." in text_of(load(client, "/"))


# Article


@pytest.fixture
def full_article(make_article):
    """An article with `many` of everything that it can have."""

    def make(many):
        article = make_article(
            "Leg cramps",
            summary="A lead.",
            key_facts=["A fact."],
            body="<h2>What</h2><p>Text.</p><h2>Why</h2><h2>How</h2>"
            '<div class="care-card care-card-emergency"><h3>Call now</h3></div>',
            topics=[f"Topic {number}" for number in range(many)],
        )
        for number in range(many):
            person = Person.objects.create(name=f"Person {number}", credentials="Nurse")
            Authorship.objects.create(article=article, person=person)
            Question.objects.create(article=article, question=f"Q {number}?", answer="<p>A</p>")
            Reference.objects.create(article=article, text=f"R {number}", pmid="123")
        reviewer = Person.objects.create(name="Reviewer")
        article.record_review(reviewer=reviewer, reviewed_on="2026-02-01", due_on="2029-02-01")
        make_article("Calambres", language="es", translation_of=article)
        return article

    return make


def test_the_article_page_has_all_parts_in_order(client, full_article):
    tree = load(client, full_article(1).get_absolute_url())
    text = text_of(tree.xpath("//main")[0])
    parts = ["Home", "Topic 0", "Leg cramps", "A lead.", "Written by Person 0, Nurse"]
    parts += ["Reviewed by Reviewer", "Published", "1 minute to read", "Español"]
    parts += ["Key facts", "A fact.", "When to get medical help", "On this page"]
    parts += ["Text.", "Questions and answers", "Q 0?", "References", "R 0", "PubMed 123"]
    parts += ["About this page", "Published", "Reviewed February 1, 2026"]
    parts += ["Next review due February 1, 2029", "http://127.0.0.1:8000/articles/leg-cramps/"]
    parts += ["Send by email", "Topics: Topic 0", "This page gives general information."]
    for part in parts:
        assert part in text  # after all that came before
        text = text.partition(part)[2]
    assert "/es/articles/calambres/" in links(tree)


def test_a_bare_article_shows_no_empty_part(client, make_article):
    tree = load(client, make_article().get_absolute_url())
    assert not tree.find_class("contents") + tree.find_class("questions")
    assert not tree.find_class("references") + tree.find_class("article-topics")
    for word in ("Key facts", "When to get", "Written by", "Reviewed", "Updated"):
        assert word not in text_of(tree)


@pytest.mark.parametrize("many", [1, 12])
def test_an_article_page_takes_eight_queries_at_most(
    client, full_article, make_article, django_assert_max_num_queries, many
):
    article = full_article(many)
    for _ in range(30 * (many > 1)):
        make_article(topics=["Topic 0"])
    call_command("build_recommendations", verbosity=0)
    with django_assert_max_num_queries(8):
        assert client.get(article.get_absolute_url()).status_code == 200


def test_read_more_follows_the_article(client, make_article):
    article = make_article("Cramps", body="<p>Calf cramps at night.</p>")
    make_article("Night cramps", body="<p>Cramps of the calf at night.</p>")
    call_command("build_recommendations", verbosity=0)
    tree = load(client, article.get_absolute_url())
    assert links(tree, "//section[@class='related']//a") == ["/articles/night-cramps/"]


def test_no_id_is_on_an_article_page_twice(client, full_article):
    article = full_article(2)
    taken = load(client, article.get_absolute_url()).xpath("//@id")
    article.body = "".join(f"<h2>{name.replace('-', ' ')}</h2>" for name in taken)
    article.save()
    ids = load(client, article.get_absolute_url()).xpath("//@id")
    assert len(ids) == len(set(ids))


def test_contents_lead_to_headings_that_are_there(client, full_article):
    tree = load(client, full_article(1).get_absolute_url())
    targets = [href.removeprefix("#") for href in links(tree, "//nav[@class='contents']//a")]
    assert targets == ["what", "why", "how", "questions", "references"]
    assert set(targets) <= set(tree.xpath("//@id"))


def test_an_article_of_another_language_is_not_at_this_address(client, make_article):
    make_article("Calambres", language="es")
    assert client.get("/es/articles/calambres/").status_code == 200
    assert client.get("/articles/calambres/").status_code == 404


def test_a_slug_may_be_in_any_script(client, make_article):
    article = make_article("الصحة")
    assert client.get(article.get_absolute_url()).status_code == 200


def test_text_is_escaped(client, make_article):
    article = make_article("<b>T</b>", slug="t", summary='"><script>x</script>')
    assert "<script>x" not in client.get(article.get_absolute_url()).text


# Languages


def test_translations_lead_to_each_other(client, full_article):
    full_article(1)
    for address in ("/articles/leg-cramps/", "/es/articles/calambres/"):
        tree = load(client, address)
        alternates = {
            link.get("hreflang"): link.get("href") for link in tree.xpath("//link[@hreflang]")
        }
        assert alternates == {
            "en": "http://127.0.0.1:8000/articles/leg-cramps/",
            "es": "http://127.0.0.1:8000/es/articles/calambres/",
        }
        assert links(tree, "//nav[@class='languages']//a") == [
            "/articles/leg-cramps/",
            "/es/articles/calambres/",
        ]


@pytest.mark.parametrize(
    ("address", "spanish"),
    [
        ("/", "/es/"),
        ("/articles/cramps/", "/es/"),
        ("/people/ann/", "/es/"),
        ("/topics/", "/es/topics/"),
        ("/topics/sleep/", "/es/topics/"),
        ("/a-z/", "/es/a-z/"),
        ("/search/?q=cramps", "/es/search/"),
    ],
)
def test_the_language_switch_goes_to_the_nearest_page(client, site, address, spanish):
    tree = load(client, address)
    assert links(tree, "//nav[@class='languages']//a")[1] == spanish


def test_spanish_pages_are_in_spanish(client, make_article):
    article = make_article(
        "Calambres",
        language="es",
        topics=["Sueño"],
        at=datetime(2024, 3, 5, 12, tzinfo=UTC),
        summary="Resumen.",
    )
    ana = Person.objects.create(name="Ana")
    Authorship.objects.create(article=article, person=ana)
    text = text_of(load(client, "/es/articles/calambres/"))
    for words in ("Escrito por Ana", "Publicado el 5 de marzo de 2024", "1 minuto de lectura"):
        assert words in text
    tree = load(client, "/es/")
    assert "Información de salud en palabras sencillas" in text_of(tree)
    assert "/es/topics/sueno/" in links(tree)
    assert all(href.startswith("/es/") for href in links(tree))
    assert client.get("/es/").headers["Content-Language"] == "es"


# Former addresses


def test_a_former_address_leads_to_the_present_one_with_its_query(client, make_article):
    article = make_article("Old title")
    article.slug = "new-title"
    article.save()
    response = client.get("/articles/old-title/?from=mail&x=%C3%A9")
    assert response.status_code == 301
    assert response.headers["Location"] == "/articles/new-title/?from=mail&x=%C3%A9"
    assert client.get("/articles/old-title/").headers["Location"] == "/articles/new-title/"


def test_an_article_that_took_over_an_address_keeps_it(client, make_article):
    moved = make_article("Cramps")
    moved.slug = "leg-cramps"
    moved.save()
    make_article("Cramps", summary="The new one.")
    assert "The new one." in client.get("/articles/cramps/").content.decode()


def test_a_former_address_counts_in_its_own_language_only(client, make_article):
    article = make_article("Cramps")
    article.slug = "leg-cramps"
    article.save()
    assert client.get("/es/articles/cramps/").status_code == 404


# Topics


def test_topics_are_listed_with_their_public_articles(client, make_article):
    make_article(topics=["Heart", "Sleep"])
    make_article(topics=["Sleep"])
    make_article(topics=["Empty"], status=Article.Status.DRAFT)
    make_article(topics=["Corazón"], language="es")
    tree = load(client, "/topics/")
    rows = [text_of(row) for row in tree.xpath("//ul[@class='topics']/li")]
    assert rows == ["Heart 1 article", "Sleep 2 articles"]
    assert client.get("/topics/empty/").status_code == 404
    assert client.get("/topics/no-such/").status_code == 404


def test_topics_and_their_counts_take_two_queries_however_many_they_are(
    client, make_article, django_assert_num_queries
):
    for number in range(5):
        make_article(topics=[f"Topic {number}", "All"])
    with django_assert_num_queries(2 + 1):  # one asks what is due by the clock
        client.get("/topics/")


def test_a_topic_page_shows_24_articles_at_a_time(client, make_article):
    for number in range(25):
        make_article(f"Article {number:02}", topics=["Sleep"])
    Topic.objects.update(description="About sleep.")
    first = load(client, "/topics/sleep/")
    assert len(first.find_class("card")) == 24
    assert "About sleep." in text_of(first)
    assert "Page 1 of 2" in text_of(first)
    (following,) = links(first, "//a[@rel='next']")
    second = load(client, f"/topics/sleep/{following}")
    assert [text_of(card) for card in second.find_class("card-title")] == ["Article 00"]
    assert links(second, "//link[@rel='canonical']")[0].endswith("/topics/sleep/?page=2")
    for wrong in ("0", "3", "x"):
        assert client.get(f"/topics/sleep/?page={wrong}").status_code == 404


# A to Z


def test_a_to_z_groups_titles_by_their_first_letter(client, make_article):
    for title in ["zinc", "Écz", "eczema", "Eardrum", "¿Asma?", "5 a day", "“Bed” sores", "+"]:
        make_article(title)
    tree = load(client, "/a-z/")
    groups = {
        text_of(section.find("h2")): [text_of(item) for item in section.iter("li")]
        for section in tree.find_class("letter")
    }
    assert groups == {
        "A": ["¿Asma?"],
        "B": ["“Bed” sores"],
        "E": ["Eardrum", "Écz", "eczema"],
        "Z": ["zinc"],
        "0-9": ["5 a day"],
        "#": ["+"],
    }
    letters = links(tree, "//nav[@class='letters']//a")
    assert [href.removeprefix("#") for href in letters] == tree.xpath(
        "//section[@class='letter']/h2/@id"
    )


@pytest.fixture
def full_pages(monkeypatch):
    monkeypatch.setattr(a_to_z, "MOST_ON_A_PAGE", 2)


def test_many_articles_have_a_page_for_each_letter(client, make_article, full_pages):
    for title in ["Acne", "Águila", "asthma", "Bed", "#"]:
        make_article(title)
    first = load(client, "/a-z/")
    assert links(first, "//section//a") == ["/articles/acne/", "/articles/aguila/"]
    assert links(first, "//nav[@class='letters']//a") == ["?letter=A", "?letter=B", "?letter=%23"]
    (following,) = links(first, "//a[@rel='next']")
    assert links(load(client, f"/a-z/{following}"), "//section//a") == ["/articles/asthma/"]
    assert links(load(client, "/a-z/?letter=B"), "//section//a") == ["/articles/bed/"]
    assert links(load(client, "/a-z/?letter=%23"), "//section//a") == ["/articles/article/"]


@pytest.mark.parametrize("query", ["letter=X", "letter=a", "page=2", "page=x"])
def test_a_letter_or_page_that_is_not_there_is_not_found(client, make_article, query):
    make_article("Acne")
    assert client.get(f"/a-z/?{query}").status_code == 404


def test_a_to_z_of_an_empty_site_says_so(client, db):
    assert "There is no article here yet." in text_of(load(client, "/a-z/"))


# People


def test_a_person_is_shown_with_what_they_wrote_and_reviewed(client, make_article):
    ann = Person.objects.create(
        name="Ann",
        credentials="Nurse",
        biography='<p>See <a href="https://a.example/">her</a>.</p>',
    )
    Authorship.objects.create(article=make_article("Written"), person=ann)
    make_article("Checked").record_review(reviewer=ann, reviewed_on="2026-01-01")
    tree = load(client, ann.get_absolute_url())
    words = ["Ann", "Nurse", "See her.", "Articles written Written", "Articles reviewed Checked"]
    for part in words:
        assert part in text_of(tree)


def test_a_person_is_not_found_in_a_language_they_have_no_article_in(client, make_article):
    ann = Person.objects.create(name="Ann")
    assert client.get("/people/ann/").status_code == 404
    Authorship.objects.create(article=make_article(language="es"), person=ann)
    assert client.get("/people/ann/").status_code == 404
    assert client.get("/es/people/ann/").status_code == 200


def test_a_persons_page_leads_to_that_in_another_language(client, make_article):
    ann = Person.objects.create(name="Ann")
    Authorship.objects.create(article=make_article(), person=ann)
    spanish = make_article(language="es")
    assert links(load(client, "/people/ann/"), LANGUAGES) == ["/people/ann/", "/es/"]
    spanish.record_review(reviewer=ann, reviewed_on="2026-01-01")
    for address in ("/people/ann/", "/es/people/ann/"):
        both = links(load(client, address), LANGUAGES)
        assert both == ["/people/ann/", "/es/people/ann/"]
    spanish.unpublish()
    assert links(load(client, "/people/ann/"), LANGUAGES) == ["/people/ann/", "/es/"]


# Search


def test_search_shows_passages_with_the_words_marked(client, make_article):
    make_article("Cramps", body="<p>A &lt;b&gt; cramp hurts.</p>")
    tree = load(client, "/search/?q=cramp")
    assert "1 article found" in text_of(tree)
    (result,) = tree.xpath("//ol[@class='results']/li/p")
    assert text_of(result) == "A <b> cramp hurts."
    assert [mark.text for mark in result] == ["cramp"]


def test_marks_that_do_not_match_are_left_out():
    assert marked(f"{MARK_END}a{MARK_START}b{MARK_END}<{MARK_START}") == "a<mark>b</mark>&lt;"


def test_nothing_found_leads_on(client, make_article):
    make_article(topics=["Sleep"])
    tree = load(client, "/search/?q=<i>zzz</i>")
    assert "Nothing found for “<i>zzz</i>”" in text_of(tree)
    assert {"/topics/sleep/", "/a-z/"} <= set(links(tree))


@pytest.mark.parametrize("query", ["", "   ", '"', "*", "a AND", "x" * 5000, "NEAR(", "é" * 300])
def test_any_query_has_an_answer(client, db, query):
    assert client.get("/search/", {"q": query}).status_code == 200


def test_search_pages_keep_the_query(client, make_article):
    for _ in range(25):
        make_article("Cramps")
    (following,) = links(load(client, "/search/?q=cramps"), "//a[@rel='next']")
    assert following == "?q=cramps&page=2"
    assert "Page 2 of 2" in text_of(load(client, f"/search/{following}"))
    assert client.get("/search/?q=cramps&page=3").status_code == 404


# Errors and machines


def test_a_page_that_is_not_there_helps_on(client, db):
    response = client.get("/es/nada/")
    tree = lxml_html.document_fromstring(response.content.decode())
    assert response.status_code == 404
    assert "Página no encontrada" in text_of(tree)
    assert tree.xpath("//input[@name='q']")
    assert "/es/topics/" in links(tree)


def test_the_page_for_our_own_faults_needs_nothing(rf):
    # No `db` here: a query would fail the test. Django gives this page no context at all.
    response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()


def test_robots_are_kept_from_the_desk_only(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain"
    assert re.findall(r"^Disallow: (.*)$", response.content.decode(), re.MULTILINE) == ["/admin/"]


def test_health_check_asks_the_database(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get("/healthz").content == b"ok"


def test_browsers_that_ask_for_an_icon_on_their_own_are_led_to_it(client):
    assert client.get("/favicon.ico").headers["Location"] == "/static/cms/mark.svg"
