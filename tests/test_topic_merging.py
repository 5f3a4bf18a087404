"""Topics renamed and merged: nothing is lost, and every old address leads on."""

import pytest
from django.urls import reverse

from articles.models import BrokenLink, Feature, FormerTopicSlug, Topic
from articles.revisions import content_of, record, save_draft
from articles.revisions.comparison import compare
from articles.revisions.content import apply
from articles.search import search
from articles.topic_merging import merge
from recommendations.models import ArticleVector

from .test_admin import staff
from .test_links import linking
from .test_topics import topic

LIST = reverse("admin:articles_topic_changelist")
MERGE = reverse("admin:topic-merge")


@pytest.fixture
def editor(client, db):
    client.force_login(staff())
    return client


@pytest.fixture
def sleep(db):
    return topic("Sleep")


@pytest.fixture
def slumber(db):
    slumber = topic("Slumber")
    slumber.synonyms, slumber.description = ["Napping"], "Being asleep."
    slumber.save()
    return slumber


def names(topics):
    return [one.name for one in topics]


def location(response):
    assert response.status_code == 301
    return response.headers["Location"]


# Renaming


def test_the_addresses_of_a_renamed_topic_lead_on_for_good(client, sleep, make_article):
    make_article(topics=["Sleep"])
    sleep.slug = "rest"
    sleep.save()
    sleep.slug = "sleeping"
    sleep.save()
    for old in ("sleep", "rest"):
        assert location(client.get(f"/topics/{old}/?page=1")) == "/topics/sleeping/?page=1"
        for feed in ("feed.atom", "feed.json"):
            address = location(client.get(f"/topics/{old}/{feed}"))
            assert client.get(address).status_code == 200
    assert client.get("/topics/none/").status_code == 404
    assert client.get("/topics/none/feed.atom").status_code == 404


def test_a_topic_that_comes_back_to_its_address_has_left_none(client, sleep, make_article):
    make_article(topics=["Sleep"])
    for slug in ("rest", "sleep"):
        sleep.slug = slug
        sleep.save()
    assert client.get("/topics/sleep/").status_code == 200
    assert [former.slug for former in sleep.former_slugs.all()] == ["rest"]


def test_a_new_topic_may_have_an_address_that_another_left(client, sleep, make_article):
    sleep.slug = "rest"
    sleep.save()
    topic("Sleep well", language="en").save()
    other = Topic.objects.create(name="Other", slug="sleep")
    make_article(topics=["Other"])
    assert other.name in client.get("/topics/sleep/").text


def test_a_link_to_a_former_address_of_a_topic_is_not_broken(sleep, make_article):
    make_article(body=linking("/topics/sleep/"))
    sleep.slug = "rest"
    sleep.save()
    assert not BrokenLink.objects.all()


def test_the_form_renames_describes_and_gives_synonyms(editor, sleep):
    address = reverse("admin:articles_topic_change", args=[sleep.pk])
    data = {
        "name": "Sleeping",
        "language": "en",
        "slug": "sleeping",
        "description": "How to rest.",
        "synonyms": "Slumber\nRest",
        "features-TOTAL_FORMS": "0",
        "features-INITIAL_FORMS": "0",
    }
    response = editor.post(address, data, follow=True)
    assert "leads to the new one for good" in response.text
    sleep.refresh_from_db()
    assert (sleep.name, sleep.synonyms) == ("Sleeping", ["Slumber", "Rest"])
    assert (sleep.slug, sleep.description) == ("sleeping", "How to rest.")
    assert FormerTopicSlug.objects.get().slug == "sleep"
    assert "leads to the new one" not in editor.post(address, data, follow=True).text


# Merging


def test_everything_moves_once(sleep, slumber, make_article):
    both = make_article("Both", topics=["Sleep", "Slumber"])
    one = make_article("One", topics=["Slumber"])
    child = topic("Dreams", parent=slumber)
    for article, position in ((both, 1), (one, 2)):
        Feature.objects.create(article=article, topic=slumber, position=position)
    Feature.objects.create(article=both, topic=sleep)
    merge(slumber, sleep)
    sleep.refresh_from_db()
    child.refresh_from_db()
    assert not Topic.objects.filter(name="Slumber").exists()
    assert [names(article.topics.all()) for article in (both, one)] == [["Sleep"], ["Sleep"]]
    assert sorted(str(feature) for feature in Feature.objects.filter(topic=sleep)) == [
        "Both",
        "One",
    ]
    assert child.parent == sleep
    assert sleep.synonyms == ["Slumber", "Napping"]
    assert sleep.description == "Being asleep."


def test_merging_a_topic_into_what_is_part_of_it_makes_no_circle(slumber, db):
    night = topic("Night", parent=slumber)
    sleep = topic("Sleep", parent=night)
    other = topic("Other", parent=slumber)
    merge(slumber, sleep)
    for one in (night, sleep, other):
        one.refresh_from_db()
    assert (night.parent, sleep.parent, other.parent) == (None, night, sleep)


def test_old_addresses_lead_to_what_a_topic_was_merged_into(client, sleep, slumber, make_article):
    make_article(topics=["Slumber"])
    slumber.slug = "nap"
    slumber.save()
    merge(slumber, sleep)
    rest = topic("Rest")
    merge(sleep, rest)
    for old in ("slumber", "nap", "sleep"):
        assert location(client.get(f"/topics/{old}/")) == "/topics/rest/"
    assert location(client.get("/topics/nap/feed.atom")) == "/topics/rest/feed.atom"


def test_revisions_and_drafts_keep_a_topic_that_was_merged(sleep, slumber, make_article):
    article = make_article(topics=["Slumber"])
    before = record(article, "saved").content
    save_draft(article, before | {"title": "Later"})
    merge(slumber, sleep)
    rest = topic("Rest")
    merge(sleep, rest)
    [difference] = compare(before, content_of(article))
    assert difference.key == "topics"
    assert "Rest" in difference.before
    article.topics.clear()
    article.refresh_from_db()
    apply(article.draft.content, article)
    assert names(article.topics.all()) == ["Rest"]


def test_search_and_read_more_learn_of_a_merge(sleep, slumber, make_article):
    article = make_article(topics=["Slumber"])
    requested = ArticleVector.objects.get(article=article).requested
    merge(slumber, sleep)
    assert list(search("sleep", "en").articles) == [article]
    assert list(search("napping", "en").articles) == [article]
    assert ArticleVector.objects.get(article=article).requested > requested


# On the desk


def test_the_page_lists_what_moves_before_it_does(editor, sleep, slumber, make_article):
    for number in range(22):
        make_article(f"Article {number}", topics=["Slumber"])
    topic("Dreams", parent=slumber)
    chosen = {"topics": f"{sleep.pk},{slumber.pk}", "into": sleep.pk}
    text = editor.get(MERGE, chosen).text
    for part in ("22 articles", "and 2 more", "Dreams", "Napping", "/topics/slumber/"):
        assert part in text
    assert Topic.objects.filter(name="Slumber").exists()
    response = editor.post(
        f"{MERGE}?topics={sleep.pk},{slumber.pk}", {"into": sleep.pk}, follow=True
    )
    assert "The old addresses lead there." in response.text
    assert sleep.article_items.count() == 22


def test_the_action_begins_with_the_topic_that_has_most_articles(
    editor, sleep, slumber, make_article
):
    make_article(topics=["Slumber"])
    data = {"action": "merge_selected", "_selected_action": [sleep.pk, slumber.pk]}
    response = editor.post(LIST, data)
    assert response.url.startswith(MERGE)
    assert response.url.endswith(f"into={slumber.pk}")


def test_what_cannot_be_merged_is_said(editor, sleep, db):
    spanish = topic("Sueño", language="es")
    assert "different languages" in editor.get(MERGE, {"topics": sleep.pk, "into": spanish.pk}).text
    assert "into itself" in editor.get(MERGE, {"topics": sleep.pk, "into": sleep.pk}).text
    assert "Merge into" in editor.get(MERGE, {"topics": sleep.pk}).text
    assert editor.get(MERGE, {"topics": "x"}).url == LIST


def test_who_may_not_delete_topics_may_not_merge_them(client, sleep):
    client.force_login(staff("view_topic", "change_topic"))
    assert client.get(MERGE, {"topics": sleep.pk}).status_code == 403
    assert "topic-merge" not in client.get(LIST).text


def test_articles_without_topics_can_be_found(editor, make_article):
    make_article("With", topics=["Sleep"])
    make_article("Without")
    text = editor.get(reverse("admin:articles_article_changelist"), {"topic": "none"}).text
    assert "Without" in text
    assert ">With<" not in text
