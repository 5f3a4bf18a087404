"""Topics, the list from A to Z, and people."""

import pytest

from articles.models import Article, Authorship, Person, Topic
from articles.views import a_to_z

from .reading import LANGUAGES, links, load, text_of

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


def test_what_is_said_of_a_person_in_another_language_is_marked(client, make_article):
    ana = Person.objects.create(
        name="Ana", credentials="Enfermera", biography="<p>Escribe.</p>", language="es"
    )
    for language in ("en", "es"):
        article = make_article("Sueño", language=language)
        Authorship.objects.create(article=article, person=ana)
        article.record_review(reviewer=ana, reviewed_on="2026-01-01")
    for address in ("/articles/sueno/", "/people/ana/"):
        spanish = load(client, address).xpath("//main//*[@lang='es'][contains(., 'Enfermera')]")
        assert spanish, address
        assert {element.get("dir") for element in spanish} == {"ltr"}
        assert not load(client, f"/es{address}").xpath("//main//*[contains(., 'Enfermera')][@lang]")


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
