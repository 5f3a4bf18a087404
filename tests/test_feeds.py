"""Feeds: whole articles, in order, with dates, ids and addresses that can be relied on."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from lxml import etree
from lxml import html as lxml_html

from articles.models import Article, Authorship, Person, Question
from recommendations import services
from recommendations.models import Exclusion, RelatedArticle

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://127.0.0.1:8000"


def load(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content)


def load_json(client, address="/feeds/articles.json"):
    response = client.get(address)
    assert response.headers["Content-Type"] == "application/feed+json"
    return json.loads(response.content)


def titles(feed):
    return [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]


def described_on_its_page(client, article):
    tree = lxml_html.document_fromstring(client.get(article.get_absolute_url()).content)
    graph = json.loads(tree.xpath("string(//script[@type='application/ld+json'])"))["@graph"]
    return next(node for node in graph if node["@type"] == "MedicalWebPage")


@pytest.fixture
def full_article(make_article):
    article = make_article(
        "Leg <cramps> & you",
        slug="leg-cramps",
        summary="Cramps & aches are < common.",
        body='<p>See <a href="/articles/salt/">salt</a> or <a href="#why">why</a>.</p>'
        '<div class="care-card care-card-emergency"><h3>Call for help</h3><p>Now.</p></div>',
        topics=["Muscles", "Sleep"],
        at=datetime(2024, 3, 5, 8, 30, tzinfo=UTC),
    )
    article.publish()
    for name in ("Ann", "Bob"):
        person = Person.objects.create(name=name, credentials="Nurse")
        Authorship.objects.create(article=article, person=person)
    article.record_review(reviewer=person, reviewed_on="2025-06-07")
    Question.objects.create(
        article=article, question="Is 1 < 2?", answer='<p><a href="/topics/">Yes</a></p>'
    )
    return article


def test_an_entry_says_all_that_there_is_to_say(client, full_article):
    (entry,) = load(client, "/feeds/articles.atom").iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Leg <cramps> & you"
    assert entry.find(f"{ATOM}link").get("href") == f"{SITE}/articles/leg-cramps/"
    assert entry.findtext(f"{ATOM}summary") == "Cramps & aches are < common."
    assert [author.findtext(f"{ATOM}name") for author in entry.iter(f"{ATOM}author")] == [
        "Ann",
        "Bob",
    ]
    assert entry.find(f"{ATOM}author").findtext(f"{ATOM}uri") == f"{SITE}/people/ann/"
    terms = [category.get("term") for category in entry.iter(f"{ATOM}category")]
    assert terms == ["Muscles", "Sleep"]


def test_the_content_is_the_whole_article_and_leads_to_the_site(client, full_article):
    (entry,) = load(client, "/feeds/articles.atom").iter(f"{ATOM}entry")
    content = entry.find(f"{ATOM}content")
    assert content.get("type") == "html"
    tree = lxml_html.fragment_fromstring(content.text, create_parent=True)
    assert tree.xpath("//@href") == [
        f"{SITE}/articles/salt/",
        f"{SITE}/articles/leg-cramps/#why",
        f"{SITE}/topics/",
    ]
    assert "data-" not in content.text
    text = " ".join(tree.text_content().split())
    assert "Emergency: Call for help" in text  # a feed reader has no colors for it
    assert text.endswith("Questions and answers Is 1 < 2? Yes")
    assert load_json(client)["items"][0]["content_html"] == content.text


def test_dates_are_those_of_the_page(client, full_article):
    page = described_on_its_page(client, full_article)
    feed = load(client, "/feeds/articles.atom")
    (entry,) = feed.iter(f"{ATOM}entry")
    (item,) = load_json(client)["items"]
    published, modified = page["datePublished"], page["dateModified"]
    assert published != modified
    assert entry.findtext(f"{ATOM}published") == item["date_published"] == published
    assert entry.findtext(f"{ATOM}updated") == item["date_modified"] == modified
    assert feed.findtext(f"{ATOM}updated") == modified


def test_a_feed_has_what_atom_asks_for_even_when_it_is_empty(client, db):
    feed = load(client, "/feeds/articles.atom")
    links = {link.get("rel"): link.get("href") for link in feed.iter(f"{ATOM}link")}
    assert links == {"alternate": f"{SITE}/", "self": f"{SITE}/feeds/articles.atom"}
    assert feed.findtext(f"{ATOM}title") == "Plain Health"
    assert feed.findtext(f"{ATOM}id") == f"{SITE}/feeds/articles.atom"
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"
    assert feed.find(f"{ATOM}author").findtext(f"{ATOM}name") == "Plain Health"


def test_a_json_feed_says_the_same(client, full_article):
    feed = load_json(client)
    (item,) = feed.pop("items")
    assert feed == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Plain Health",
        "home_page_url": f"{SITE}/",
        "feed_url": f"{SITE}/feeds/articles.json",
        "language": "en",
        "authors": [{"name": "Plain Health"}],
    }
    (entry,) = load(client, "/feeds/articles.atom").iter(f"{ATOM}entry")
    assert item["id"] == entry.findtext(f"{ATOM}id")
    assert item["url"] == f"{SITE}/articles/leg-cramps/"
    assert item["title"] == "Leg <cramps> & you"
    assert item["summary"] == "Cramps & aches are < common."
    assert item["tags"] == ["Muscles", "Sleep"]
    assert item["authors"][1] == {"name": "Bob", "url": f"{SITE}/people/bob/"}


def test_a_bare_article_has_no_empty_parts(client, make_article):
    make_article()
    (entry,) = load(client, "/feeds/articles.atom").iter(f"{ATOM}entry")
    assert entry.find(f"{ATOM}summary") is None
    (item,) = load_json(client)["items"]
    assert not {"summary", "authors", "tags"} & set(item)


def test_the_id_stays_when_title_address_and_text_change(client, make_article):
    article = make_article("Old")
    make_article("Other")
    before = {item["title"]: item["id"] for item in load_json(client)["items"]}
    assert before["Old"] != before["Other"]
    Article.objects.filter(pk=article.pk).update(title="New", slug="new", body="<p>New.</p>")
    after = {item["title"]: item["id"] for item in load_json(client)["items"]}
    assert after["New"] == before["Old"]
    assert after["New"].startswith("urn:uuid:")


def test_the_newest_thirty_come_first(client, make_article):
    now = timezone.now()
    for days in range(32):
        make_article(f"{days} days old", at=now - timedelta(days=days))
    newest = [f"{days} days old" for days in range(30)]
    assert titles(load(client, "/feeds/articles.atom")) == newest
    assert [item["title"] for item in load_json(client)["items"]] == newest


def test_a_feed_is_in_the_language_of_its_address(client, make_article):
    make_article("Cramps", topics=["Sleep"])
    spanish = make_article("Calambres", language="es", topics=["Sueño"])
    Question.objects.create(article=spanish, question="¿Sí?", answer="<p>Sí.</p>")
    assert titles(load(client, "/feeds/articles.atom")) == ["Cramps"]
    for address in ("/es/feeds/articles.atom", "/es/topics/sueno/feed.atom"):
        feed = load(client, address)
        assert titles(feed) == ["Calambres"]
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "es"
        assert "Preguntas y respuestas" in feed.findtext(f"{ATOM}entry/{ATOM}content")
    assert load_json(client, "/es/feeds/articles.json")["home_page_url"] == f"{SITE}/es/"


def test_a_topic_has_a_feed_of_its_articles(client, make_article):
    make_article("Cramps", topics=["Sleep"])
    make_article("Acne", topics=["Skin"])
    feed = load(client, "/topics/sleep/feed.atom")
    assert titles(feed) == ["Cramps"]
    assert feed.findtext(f"{ATOM}title") == "Plain Health: Sleep"
    assert feed.find(f"{ATOM}link").get("href") == f"{SITE}/topics/sleep/"
    for address in ("/topics/no-such/feed.atom", "/es/topics/sleep/feed.atom"):
        assert client.get(address).status_code == 404


def test_a_topic_has_a_json_feed_too(client, make_article):
    make_article("Cramps", topics=["Sleep"])
    make_article("Acne", topics=["Skin"])
    feed = load_json(client, "/topics/sleep/feed.json")
    assert [item["title"] for item in feed["items"]] == ["Cramps"]
    assert feed["title"] == "Plain Health: Sleep"
    assert feed["home_page_url"] == f"{SITE}/topics/sleep/"
    assert feed["feed_url"] == f"{SITE}/topics/sleep/feed.json"
    for address in ("/topics/no-such/feed.json", "/es/topics/sleep/feed.json"):
        assert client.get(address).status_code == 404


def test_a_topic_of_another_language_is_no_category(client, make_article):
    article = make_article("Cramps", topics=["Sleep"])
    article.topics.add("Sueño", tag_kwargs={"language": "es"})
    assert load_json(client)["items"][0]["tags"] == ["Sleep"]


@pytest.mark.parametrize(
    "address", ["/feeds/articles.atom", "/feeds/articles.json", "/topics/sleep/feed.atom"]
)
def test_an_unchanged_feed_is_not_sent_again(client, make_article, address):
    make_article("Cramps", topics=["Sleep"])
    make_article("Snoring", topics=["Sleep"])
    headers = {"If-None-Match": client.get(address).headers["ETag"]}
    assert client.get(address, headers=headers).status_code == 304
    Article.objects.get(title="Snoring").unpublish()  # moves no date of what is left
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    assert "Snoring" not in response.content.decode()
    assert "Last-Modified" not in response.headers


def test_an_empty_feed_is_not_sent_again_either(client, db):
    headers = {"If-None-Match": client.get("/feeds/articles.atom").headers["ETag"]}
    assert client.get("/feeds/articles.atom", headers=headers).status_code == 304


def test_addresses_are_the_sites_whatever_host_was_asked(client, full_article, settings):
    settings.SITE_URL = "https://health.example.org"
    settings.ALLOWED_HOSTS = ["inside"]
    for address in ("/feeds/articles.atom", "/feeds/articles.json", "/topics/sleep/feed.atom"):
        text = client.get(address, headers={"Host": "inside"}).content.decode()
        assert "https://health.example.org/articles/leg-cramps/" in text
        assert "inside" not in text
        assert SITE not in text


def test_characters_that_xml_cannot_hold_do_not_break_a_feed(client, make_article):
    make_article("A\x0bcne", slug="acne", summary="\x1f\ufffeSpots.", topics=["Sk\x0bin"])
    (entry,) = load(client, "/feeds/articles.atom").iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Acne"
    assert entry.findtext(f"{ATOM}summary") == "Spots."
    assert entry.find(f"{ATOM}category").get("term") == "Skin"


def test_odd_links_do_not_break_a_feed(client, make_article):
    odd = ["/[x", "?a=[", "mailto:[", "http://u@a:b@c/"]
    make_article(body="".join(f'<p><a href="{href}">x</a></p>' for href in odd))
    tree = lxml_html.fromstring(load_json(client)["items"][0]["content_html"])
    page = f"{SITE}/articles/article-1/"
    assert tree.xpath("//@href") == [f"{SITE}/[x", f"{page}?a=[", "mailto:[", "http://u@a:b@c/"]


@pytest.mark.parametrize("many", [1, 12])
def test_a_feed_takes_seven_queries_however_much_is_in_it(
    client, make_article, django_assert_max_num_queries, many
):
    for number in range(many):
        article = make_article(topics=[f"Topic {number}", "Sleep"])
        person = Person.objects.create(name=f"Person {number}")
        Authorship.objects.create(article=article, person=person)
        Question.objects.create(article=article, question="Q?", answer="<p>A</p>")
        article.record_review(reviewer=person, reviewed_on="2026-01-01")
    services.build("en")
    for address in ("/feeds/articles.atom", "/feeds/articles.json", "/topics/sleep/feed.atom"):
        with django_assert_max_num_queries(7):
            client.get(address)


def below(content):
    """Return the addresses and titles of the links below an article's text."""
    tree = lxml_html.fragment_fromstring(content, create_parent=True)
    links = tree.xpath("//h2[.='Read more' or .='Siga leyendo']/following-sibling::ul//a")
    return [(link.get("href"), link.text) for link in links]


@pytest.fixture
def read_more(make_article):
    """An article with a list of five, and those on it."""
    source = make_article("Cramps")
    targets = [make_article(f"Target <{number}>", slug=f"target-{number}") for number in range(5)]
    RelatedArticle.objects.bulk_create(
        RelatedArticle(source=source, target=target, rank=rank, score=1 / rank, reasons=[])
        for rank, target in enumerate(targets, start=1)
    )
    return source, targets


def test_the_list_of_an_article_stands_below_its_text_in_every_feed(client, read_more):
    shown = [(f"{SITE}/articles/target-{number}/", f"Target <{number}>") for number in range(4)]
    items = {item["title"]: item for item in load_json(client)["items"]}
    assert below(items["Cramps"]["content_html"]) == shown
    # What was built for no article is on none.
    assert below(items["Target <0>"]["content_html"]) == []
    entries = load(client, "/feeds/articles.atom").iter(f"{ATOM}entry")
    contents = [entry.findtext(f"{ATOM}content") for entry in entries]
    assert [below(content) for content in contents if "Target" in content] == [shown]


def test_what_is_withdrawn_or_kept_off_is_below_no_text_of_the_next_feed(
    client, read_more, kept_pages
):
    def listed():
        items = {item["title"]: item for item in load_json(client)["items"]}
        return [title for _, title in below(items["Cramps"]["content_html"])]

    source, targets = read_more
    assert listed() == [f"Target <{number}>" for number in range(4)]
    Article.objects.filter(pk=targets[0].pk).update(status=Article.Status.WITHDRAWN)
    assert listed() == [f"Target <{number}>" for number in range(1, 5)]
    Exclusion.objects.create(source=source, target=targets[2])
    assert listed() == [f"Target <{number}>" for number in (1, 3, 4)]


def test_the_list_in_a_feed_is_in_the_language_of_the_feed(client, make_article):
    calambres, _ = (make_article(title, language="es") for title in ("Calambres", "Sueño"))
    services.build("es")
    (content,) = [
        item["content_html"]
        for item in load_json(client, "/es/feeds/articles.json")["items"]
        if item["title"] == calambres.title
    ]
    assert below(content) == [(f"{SITE}/es/articles/sueno/", "Sueño")]


def test_pages_lead_to_their_feeds(client, make_article):
    make_article("Calambres", language="es", topics=["Sueño"])
    feeds = "//link[@rel='alternate'][contains(@type, 'atom') or contains(@type, 'feed')]"
    for address in ("/es/", "/es/articles/calambres/", "/es/topics/sueno/"):
        tree = lxml_html.document_fromstring(client.get(address).content.decode())
        found = {link.get("href"): link.get("title") for link in tree.xpath(feeds)}
        expected = dict.fromkeys(
            ["/es/feeds/articles.atom", "/es/feeds/articles.json"], "Plain Health"
        )
        if "topics" in address:
            expected["/es/topics/sueno/feed.atom"] = "Plain Health: Sueño"
            expected["/es/topics/sueno/feed.json"] = "Plain Health: Sueño"
        assert found == expected
        for feed in found:
            assert client.get(feed).status_code == 200
