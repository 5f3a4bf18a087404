"""Tokens for programs that write: made and revoked by staff, kept as hashes."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from articles.models import APIToken
from tests.test_admin import staff

LIST = reverse("admin:articles_apitoken_changelist")
ADD = reverse("admin:articles_apitoken_add")
FIELDS = {"name": "Import", "scopes": ["articles:write"], "expires_on": "2099-01-01"}


@pytest.fixture
def editor(client, db):
    user = staff()
    client.force_login(user)
    return user


def made(client):
    """Make a token as a person does; return its secret and the token."""
    response = client.post(ADD, FIELDS)
    return re.search(r"<code>(.*?)</code>", response.text)[1], APIToken.objects.get()


def test_a_token_is_shown_once_and_kept_as_a_hash(client, editor):
    secret, token = made(client)
    assert (token.owner, token.scopes) == (editor, ["articles:write"])
    assert secret.startswith("article_")
    assert secret not in str(APIToken.objects.values())
    page = reverse("admin:articles_apitoken_change", args=[token.pk])
    for address in (LIST, page, reverse("admin:index")):
        response = client.get(address)
        assert secret not in response.text
        assert token.digest not in response.text
    assert not client.cookies.get("messages")


def test_the_page_with_the_secret_is_kept_by_no_cache(client, editor):
    assert "no-store" in client.post(ADD, FIELDS).headers["Cache-Control"]


def test_a_token_is_found_by_its_secret_until_it_is_revoked_or_expires(client, editor):
    secret, token = made(client)
    assert APIToken.objects.find(secret) == token
    assert APIToken.objects.find(secret + "x") is None
    assert APIToken.objects.find("\ud800") is None
    token.expires_on = timezone.localdate()
    token.save()
    assert APIToken.objects.find(secret) is None
    token.expires_on = timezone.localdate() + timedelta(days=1)
    token.save()

    client.post(LIST, {"action": "revoke", "_selected_action": [token.pk]})
    assert APIToken.objects.find(secret) is None
    token.refresh_from_db()
    revoked_at = token.revoked_at
    token.revoke()
    assert token.revoked_at == revoked_at


@pytest.mark.parametrize("loss", [{"is_active": False}, {"is_staff": False}])
def test_a_token_ends_with_its_owners_place_on_the_desk(client, editor, loss):
    secret, _token = made(client)
    User.objects.filter(pk=editor.pk).update(**loss)
    assert APIToken.objects.find(secret) is None


def test_what_a_token_may_is_settled_when_it_is_made(client, editor):
    _secret, token = made(client)
    page = reverse("admin:articles_apitoken_change", args=[token.pk])
    changes = {"name": "Nightly import", "scopes": ["articles:publish"], "expires_on": "2199-01-01"}
    client.post(page, changes)
    token.refresh_from_db()
    assert (token.name, token.scopes) == ("Nightly import", ["articles:write"])
    assert token.expires_on.year == 2099
    delete = reverse("admin:articles_apitoken_delete", args=[token.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403


def test_others_tokens_are_a_superusers_business(client, editor):
    made(client)
    other = User.objects.create_user("other", is_staff=True)
    other.user_permissions.set(editor.user_permissions.all())
    client.force_login(other)
    assert "Import" not in client.get(LIST).text
    client.force_login(User.objects.create_superuser("root"))
    assert "Import" in client.get(LIST).text


def test_the_day_of_use_is_kept_and_no_more(client, editor, django_assert_num_queries):
    _secret, token = made(client)
    token.note_use()
    assert token.last_used_on == timezone.localdate()
    with django_assert_num_queries(0):
        token.note_use()
