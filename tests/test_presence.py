"""Who else has an article open."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Presence
from articles.models.presence import GONE_AFTER

from .browser import serious
from .test_admin import change, staff


def sign(client, article, **data):
    return client.post(reverse("admin:article-presence", args=[article.pk]), data)


@pytest.fixture
def article(make_article):
    return make_article("Asthma")


@pytest.fixture
def desk(client, article):
    """A client signed in as one editor, and another editor who has the article open."""
    tom = User.objects.create_user("tom", first_name="Tom", last_name="Reyes")
    Presence.objects.note(user=tom, article=article)
    client.force_login(staff())
    return client


def test_the_form_names_who_else_has_the_article_open(desk, article, make_article):
    assert "Tom Reyes has this article open, too." in desk.get(change(article)).text
    assert "Tom Reyes" in sign(desk, article).json()["others"]
    other = make_article()
    assert "has this article open" not in desk.get(change(other)).text
    assert sign(desk, other).json() == {"others": ""}


def test_several_are_named_and_oneself_is_not(desk, article):
    Presence.objects.note(user=User.objects.create_user("ann"), article=article)
    sign(desk, article)
    assert sign(desk, article).json()["others"].startswith("ann and Tom Reyes have")


def test_who_gives_no_sign_for_a_minute_is_gone(desk, article):
    Presence.objects.update(seen_at=timezone.now() - GONE_AFTER)
    assert sign(desk, article).json() == {"others": ""}
    assert [presence.user.username for presence in Presence.objects.all()] == ["staff"]


def test_who_leaves_is_gone_at_once(desk, article):
    sign(desk, article)
    sign(desk, article, leaving="1")
    assert [presence.user.username for presence in Presence.objects.all()] == ["tom"]


def test_only_who_may_save_gives_signs(client, article):
    client.force_login(staff("view_article"))
    assert sign(client, article).status_code == 403
    assert 'id="presence"' not in client.get(change(article)).text
    assert not Presence.objects.exists()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_two_editors_see_each_other_come_and_go(article, desk_of):
    maya, tom = desk_of("Maya"), desk_of("Tom")
    with maya.expect_response("**/presence/"):
        maya.goto(change(article))
    tom.goto(change(article))
    expect(tom.get_by_text("Maya has this article open, too.")).to_be_visible()
    assert serious(tom, "#autosave") == []
    maya.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(maya.get_by_text("Tom has this article open, too.")).to_be_visible()
    tom.close()
    Presence.objects.filter(user__username="Tom").update(
        seen_at=timezone.now() - GONE_AFTER - timedelta(seconds=1)
    )
    maya.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(maya.get_by_text("has this article open")).to_have_count(0)
