"""Two editors change the same rows of a list: neither overwrites what the other did."""

import pytest
from django.urls import reverse

from articles.models import Feature, Topic

from .forms import as_sent

LIST = reverse("admin:articles_feature_changelist")
SAVE = {"_save": "Save"}


@pytest.fixture
def features(make_article):
    return [
        Feature.objects.create(article=make_article(title), position=place)
        for place, title in enumerate(("Asthma", "Sleep"), start=1)
    ]


def positions():
    return list(Feature.objects.order_by("article__title").values_list("position", flat=True))


def test_what_one_did_not_touch_stays_as_a_colleague_made_it(admin_client, features):
    opened = as_sent(admin_client.get(LIST), "changelist-form") | SAVE
    features[0].position = 7
    features[0].save()
    admin_client.post(LIST, opened | {"form-1-position": "5"})
    assert positions() == [7, 5]


def test_what_both_changed_is_asked_about_and_nothing_typed_is_lost(admin_client, features):
    opened = as_sent(admin_client.get(LIST), "changelist-form") | SAVE
    features[0].position = 7
    features[0].save()
    response = admin_client.post(LIST, opened | {"form-0-position": "3"})
    assert "This is 7 by now: a colleague changed it." in response.text
    assert positions() == [7, 2]
    again = as_sent(response, "changelist-form") | SAVE
    assert again["form-0-position"] == ["3"]
    admin_client.post(LIST, again)
    assert positions() == [3, 2]


def test_rows_on_the_form_of_a_topic_are_kept_apart_too(admin_client, features):
    topic = Topic.objects.create(name="Breathing", slug="breathing")
    Feature.objects.update(topic=topic)
    address = reverse("admin:articles_topic_change", args=[topic.pk])
    opened = as_sent(admin_client.get(address), "topic_form") | SAVE
    Feature.objects.filter(pk=features[0].pk).update(position=7)
    response = admin_client.post(
        address, opened | {"features-0-position": "3", "features-1-position": "5"}
    )
    assert "This is 7 by now" in response.text
    assert positions() == [7, 2]
    admin_client.post(address, as_sent(response, "topic_form") | SAVE)
    assert positions() == [3, 5]


def test_who_saves_without_a_colleague_is_asked_nothing(admin_client, features):
    opened = as_sent(admin_client.get(LIST), "changelist-form") | SAVE
    response = admin_client.post(LIST, opened | {"form-0-position": "3"})
    assert response.status_code == 302
    assert positions() == [3, 2]
