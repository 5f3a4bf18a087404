"""Home and the pages of topics, as editors put them together."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError
from lxml import html as lxml_html

from articles.models import Article, Feature, Topic
from articles.models.topic import ancestors
from articles.topics import public_topics


def load(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return lxml_html.document_fromstring(response.content.decode())


def text_of(element):
    return " ".join(element.text_content().split())


def titles(tree, section):
    return [text_of(title) for title in tree.xpath(f"//section[@aria-labelledby='{section}']//h3")]


def crumbs(tree):
    return [text_of(item) for item in tree.xpath("//nav[@class='breadcrumbs']//li")]


def topic(name, *, parent=None, language="en"):
    return Topic.objects.create(name=name, slug=name.lower(), language=language, parent=parent)


# Home


def test_home_shows_featured_articles_in_their_order_and_not_again_as_new(client, make_article):
    for position, title in [(2, "Second"), (1, "First"), (2, "Third")]:
        Feature.objects.create(article=make_article(title), position=position)
    make_article("Other")
    tree = load(client, "/")
    assert titles(tree, "featured") == ["First", "Second", "Third"]
    assert titles(tree, "newest") == ["Other"]


def test_home_features_only_what_readers_may_see_in_their_language(client, make_article):
    draft = make_article("Draft", status=Article.Status.DRAFT)
    spanish = make_article("Sueño", language="es")
    for article in (draft, spanish):
        Feature.objects.create(article=article)
    on_topic = make_article("On a topic's page")
    Feature.objects.create(article=on_topic, topic=topic("Sleep"))
    assert titles(load(client, "/"), "featured") == []
    assert titles(load(client, "/es/"), "featured") == ["Sueño"]


def test_home_with_featured_articles_only_is_not_empty(client, make_article):
    Feature.objects.create(article=make_article("Only"))
    assert "There is no article here yet." not in text_of(load(client, "/"))


def test_home_takes_four_queries_however_much_is_on_it(
    client, make_article, django_assert_num_queries
):
    parent = topic("Body")
    for number in range(12):
        name = topic(f"Topic-{number}", parent=parent).name
        article = make_article(topics=[name, f"Other {number}"])
        if number % 2:
            Feature.objects.create(article=article)
    with django_assert_num_queries(4 + 1):  # one asks what is due by the clock
        client.get("/")


def test_an_article_is_featured_in_one_place_once(make_article):
    article = make_article()
    Feature.objects.create(article=article)
    with pytest.raises(ValidationError, match="home page already"):
        Feature(article=article).full_clean()
    Feature.objects.create(article=article, topic=topic("Sleep"))


def test_an_article_is_not_featured_on_a_topic_of_another_language(make_article):
    with pytest.raises(ValidationError, match="same language"):
        Feature(article=make_article(), topic=topic("Sueño", language="es")).full_clean()


# The page of a topic


def test_a_topic_shows_its_subtopics_then_what_is_featured_then_the_newest(client, make_article):
    body = topic("Body")
    topic("Heart", parent=body)
    topic("Empty", parent=body)
    for title in ["Old", "New", "Picked"]:
        make_article(title, topics=["Body"])
    make_article("Pulse", topics=["Heart"])
    for position, title in enumerate(["Pulse", "Picked"]):
        Feature.objects.create(
            article=Article.objects.get(title=title), topic=body, position=position
        )
    tree = load(client, "/topics/body/")
    assert [text_of(row) for row in tree.find_class("topic")] == ["Heart 1 article"]
    assert titles(tree, "featured") == ["Pulse", "Picked"]
    assert titles(tree, "newest") == ["New", "Old"]
    assert "3 articles" in text_of(tree.find_class("count")[0])
    assert tree.xpath("//a[@href='/topics/body/feed.atom']")


def test_only_the_first_page_of_a_topic_begins_with_what_is_featured(client, make_article):
    for number in range(27):
        make_article(f"Article {number:02}", topics=["Sleep"])
    picked = Article.objects.get(title="Article 26")
    Feature.objects.create(article=picked, topic=Topic.objects.get())
    assert titles(load(client, "/topics/sleep/"), "featured") == ["Article 26"]
    second = load(client, "/topics/sleep/?page=2")
    assert titles(second, "featured") == []
    assert titles(second, "newest") == ["Article 01", "Article 00"]


def test_a_topic_takes_five_queries_however_much_is_on_it(
    client, make_article, django_assert_num_queries
):
    body = topic("Body")
    heart = topic("Heart", parent=body)
    for number in range(12):
        topic(f"Topic-{number}", parent=heart)
        make_article(topics=["Body", "Heart", f"Topic-{number}"])
        Feature.objects.create(article=Article.objects.last(), topic=heart)
    make_article(topics=["Heart"])
    with django_assert_num_queries(5 + 1):  # the same
        assert crumbs(load(client, "/topics/heart/")) == ["Home", "Topics", "Body"]


# The tree


def test_a_topic_is_shown_while_a_subtopic_has_public_articles(client, make_article):
    body = topic("Body")
    organs = topic("Organs", parent=body)
    topic("Heart", parent=organs)
    topic("Hands", parent=body)
    pulse = make_article("Pulse", topics=["Heart"])
    tree = load(client, "/topics/")
    rows = [text_of(row) for row in tree.find_class("topic")]
    assert rows == ["Body 1 subtopic", "Organs 1 subtopic", "Heart 1 article"]
    assert len(tree.xpath("//ul[@class='topics']/li/ul/li/ul/li")) == 1
    assert [text_of(row) for row in load(client, "/").find_class("topic")] == ["Body 1 subtopic"]
    page = load(client, "/topics/body/")
    assert not page.xpath("//*[contains(@href, 'feed.atom') and contains(@href, 'body')]")
    assert crumbs(load(client, "/topics/heart/")) == ["Home", "Topics", "Body", "Organs"]
    assert client.get("/topics/hands/").status_code == 404
    pulse.unpublish()
    for name in ("body", "organs", "heart"):
        assert client.get(f"/topics/{name}/").status_code == 404
    assert load(client, "/topics/").find_class("topic") == []


def test_an_articles_breadcrumbs_have_its_topic_and_all_above(client, make_article):
    topic("Heart", parent=topic("Body"))
    make_article("Pulse", topics=["Heart"])
    assert crumbs(load(client, "/articles/pulse/")) == ["Home", "Body", "Heart"]


def test_an_article_on_a_subtopic_takes_eight_queries_at_most(
    client, make_article, django_assert_max_num_queries
):
    topic("Heart", parent=topic("Body"))
    for title in ("Pulse", "Beat"):
        make_article(title, topics=["Heart"])
    call_command("build_recommendations", verbosity=0)
    with django_assert_max_num_queries(8):
        load(client, "/articles/pulse/")


def test_a_topic_is_never_part_of_itself(db):
    body = topic("Body")
    organs = topic("Organs", parent=body)
    heart = topic("Heart", parent=organs)
    for parent in (body, organs, heart):
        body.parent = parent
        with pytest.raises(ValidationError, match="part of"):
            body.full_clean()
    heart.parent = Topic.objects.get(pk=body.pk)
    heart.full_clean()


def test_the_database_refuses_a_topic_that_is_its_own_parent(db):
    body = topic("Body")
    with pytest.raises(IntegrityError):
        Topic.objects.filter(pk=body.pk).update(parent=body)


def test_a_circle_that_two_editors_closed_at_once_breaks_no_page(client, make_article):
    body = topic("Body")
    heart = topic("Heart", parent=body)
    Topic.objects.filter(pk=body.pk).update(parent=heart)
    make_article("Pulse", topics=["Heart"])
    for address in ("/", "/topics/", "/topics/heart/", "/articles/pulse/"):
        assert "Heart" in text_of(load(client, address))
    heart.refresh_from_db()
    assert ancestors(heart) == [body, heart]


def test_a_topic_and_its_subtopics_are_in_one_language(client, make_article):
    body = topic("Body")
    corazon = topic("Corazón", language="es")
    corazon.parent = body
    with pytest.raises(ValidationError, match="same language"):
        corazon.full_clean()
    topic("Heart", parent=body)
    body.language = "es"
    with pytest.raises(ValidationError, match="another language"):
        body.full_clean()
    # What came by another way is shown at the top.
    corazon.save()
    make_article("Pulso", language="es", topics=["Corazón"])
    assert [topic.parent for topic in public_topics("es")] == [None]


def test_a_topic_that_is_deleted_leaves_its_subtopics_at_the_top(db):
    body = topic("Body")
    heart = topic("Heart", parent=body)
    body.delete()
    heart.refresh_from_db()
    assert heart.parent is None


# On the desk


def test_editors_put_home_in_order(admin_client, make_article):
    seen, draft = make_article("Seen"), make_article("Draft", status=Article.Status.DRAFT)
    for article in (seen, draft):
        data = {"article": article.pk, "topic": "", "position": 1}
        admin_client.post("/admin/articles/feature/add/", data)
    page = admin_client.get("/admin/articles/feature/")
    assert page.text.count("Home page") == 2
    assert page.text.count('alt="False"') == 1
    data = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": "Save"}
    for number, row in enumerate(Feature.objects.order_by("-pk")):
        data |= {f"form-{number}-id": row.pk, f"form-{number}-position": number}
    admin_client.post("/admin/articles/feature/", data)
    assert [feature.article for feature in Feature.objects.all()] == [draft, seen]


def test_editors_feature_articles_on_the_form_of_a_topic(admin_client, make_article):
    sleep = topic("Sleep")
    article = make_article()
    data = {"name": "Sleep", "slug": "sleep", "language": "en", "synonyms": "", "parent": ""}
    data |= {"features-TOTAL_FORMS": 1, "features-INITIAL_FORMS": 0}
    data |= {"features-0-article": article.pk, "features-0-position": 3}
    admin_client.post(f"/admin/articles/topic/{sleep.pk}/change/", data)
    assert [feature.article for feature in sleep.features.all()] == [article]


def test_the_form_of_a_topic_refuses_a_circle(admin_client):
    sleep = topic("Sleep")
    dreams = topic("Dreams", parent=sleep)
    data = {"name": "Sleep", "slug": "sleep", "language": "en", "parent": dreams.pk}
    data |= {"features-TOTAL_FORMS": 0, "features-INITIAL_FORMS": 0}
    page = admin_client.post(f"/admin/articles/topic/{sleep.pk}/change/", data)
    assert "That topic is itself part of this one." in page.text


def test_a_topic_is_described_to_search_engines_by_what_it_leads_to(client, make_article):
    nerves = topic("Nerves")
    topic("Headache", parent=nerves)
    make_article("Migraine", topics=["Headache"])
    for address, description in (("headache", "Migraine"), ("nerves", "Headache")):
        tree = load(client, f"/topics/{address}/")
        assert tree.xpath("//meta[@name='description']/@content") == [description]
    Topic.objects.filter(slug="headache").update(description="What hurts.")
    tree = load(client, "/topics/headache/")
    assert tree.xpath("//meta[@name='description']/@content") == ["What hurts."]
