"""The start page: what an editor finds there, and what not."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from articles.admin.desk import SECTIONS, sections_for
from articles.models import (
    Article,
    FeedbackComment,
    Revision,
    ScheduledChange,
    UnansweredQuery,
)
from articles.revisions import content_of, save_draft, schedule, set_aside

from .test_admin import ADD, LIST, form_data, staff

START = reverse("admin:index")
HOUR = timedelta(hours=1)


@pytest.fixture
def maya(db):
    return User.objects.create_superuser("maya")


def shown(user):
    """Return the texts of the items of each section, and how many there are."""
    return {
        one.name: ([item.text for item in found.items], found.count)
        for one, found in sections_for(user)
    }


def test_a_new_desk_has_nothing_to_do(client, maya):
    client.force_login(maya)
    assert shown(maya) == {}
    assert "Nothing waits for you." in client.get(START).text


def test_who_makes_an_article_owns_it_and_finds_it_among_their_drafts(client, db):
    owner = staff()
    client.force_login(owner)
    client.post(ADD, form_data(title="Asthma", _continue="1"))
    client.post(ADD, form_data(title="Sleep", body="<p>Rest.</p>", _publish="1"))
    assert Article.objects.filter(owner=owner).count() == 2
    assert shown(owner)["your_drafts"] == (["Asthma"], 1)
    found = client.get(LIST, {"owner": "mine"}).context["cl"].result_list
    assert {article.title for article in found} == {"Asthma", "Sleep"}
    assert not client.get(LIST, {"owner": "nobody"}).context["cl"].result_list


def test_unpublished_changes_are_there_for_all_and_for_their_owner(maya, make_article):
    article = make_article("Asthma", owner=maya)
    save_draft(article, content_of(article))
    assert shown(maya)["your_drafts"] == (["Asthma"], 1)
    assert shown(maya)["unpublished_changes"] == (["Asthma"], 1)


def test_what_was_set_aside_waits_until_its_writer_saved_again(maya, make_article):
    article = make_article("Asthma")
    set_aside(article, content_of(article), based_on=0, by=maya)
    assert shown(maya) == {"your_saves_set_aside": (["Asthma"], 1)}
    other = User.objects.create_superuser("tom")
    assert "your_saves_set_aside" not in shown(other)
    save_draft(article, content_of(article), by=maya, event=Revision.Event.MERGED)
    assert "your_saves_set_aside" not in shown(maya)


def test_reviews_comments_and_searches_wait(maya, make_article):
    today = timezone.localdate()
    due = make_article("Due", review_due_on=today + timedelta(days=3))
    make_article("Later", review_due_on=today + timedelta(days=300))
    FeedbackComment.objects.create(article=due, language="en", helpful=True, text="Thanks")
    FeedbackComment.objects.create(
        article=due, language="en", helpful=True, text="Done", is_done=True
    )
    for days in (0, 1, 30):
        UnansweredQuery.objects.create(
            day=today - timedelta(days=days), language="en", words="gout", count=2
        )
    assert shown(maya) == {
        "reviews_due": (["Due"], 1),
        "comments": (["Thanks"], 1),
        "searches": (["gout"], 1),
    }


def test_what_is_coming_and_what_failed_is_there(maya, make_article):
    now = timezone.now()
    make_article("Coming", at=now + HOUR, expires_at=now + 2 * HOUR)
    make_article("Much later", at=now + timedelta(days=90))
    article = make_article("Failing")
    schedule(article, save_draft(article, content_of(article)), at=now, significance="minor")
    ScheduledChange.objects.update(problem="No text.")
    found = shown(maya)
    assert found["coming"] == (["Coming", "Coming"], 2)
    assert found["failed"] == (["Failing"], 1)


def test_only_a_few_of_many_are_named_and_the_rest_counted(client, maya, make_article):
    for number in range(8):
        make_article(f"Draft {number}", status=Article.Status.DRAFT, owner=maya)
    texts, count = shown(maya)["your_drafts"]
    assert (len(texts), count) == (5, 8)
    client.force_login(maya)
    page = client.get(START).text
    assert "All 8: Your drafts" in page
    assert f"{LIST}?owner=mine" in page


def test_nobody_finds_what_they_may_not_see(client, make_article):
    article = make_article("Secret", review_due_on=date(2020, 1, 1))
    FeedbackComment.objects.create(article=article, language="en", helpful=True, text="Thanks")
    nobody = staff("view_topic")
    client.force_login(nobody)
    assert shown(nobody) == {}
    assert "Secret" not in client.get(START).text
    reader = User.objects.create_user("reader", is_staff=True)
    assert sections_for(reader) == []


def test_the_start_page_takes_few_queries_however_much_waits(
    client, maya, make_article, django_assert_max_num_queries
):
    for _ in range(9):
        article = make_article(owner=maya, review_due_on=date(2020, 1, 1))
        revision = save_draft(article, content_of(article))
        schedule(article, revision, at=timezone.now() + HOUR, significance="minor")
        FeedbackComment.objects.create(article=article, language="en", helpful=True, text="Thanks")
        set_aside(article, content_of(article), based_on=0, by=maya)
    client.force_login(maya)
    with django_assert_max_num_queries(len(SECTIONS) + 8):
        client.get(START)
