"""Kept pages, and a small site of them."""

from django.core.cache import caches

from articles.models import Authorship, Person, Topic

SHOWING_TITLES = ["/", "/articles/other/", "/topics/sleep/", "/a-z/", "/people/ann/"]
SHOWING_TITLES += ["/feeds/articles.atom", "/feeds/articles.json"]
SHOWING_TITLES += ["/topics/sleep/feed.atom", "/topics/sleep/feed.json"]
SHOWING_TITLES += ["/widget/other/", "/widget/other/email/", "/api/v1/articles/other/related"]
LISTS = [*SHOWING_TITLES, "/topics/"]


def make_site(make_article):
    """An article that everything else leads to, and one whose Read More it is."""
    topic = Topic.objects.create(name="Sleep", slug="sleep")
    other = make_article("Other", slug="other", topics=["Sleep"])
    article = make_article("Cramps", slug="cramps", topics=["Sleep"], summary="A lead.")
    ann = Person.objects.create(name="Ann", credentials="Nurse")
    for page in (article, other):
        Authorship.objects.create(article=page, person=ann)
    return {"article": article, "other": other, "topic": topic, "ann": ann}


def kept_names():
    cache = caches["pages"]
    return [key.removeprefix(cache.make_key("")) for key in cache._cache]


def kept():
    """Return how many pages are kept."""
    return len(kept_names())


def read(client, address, status=200):
    """Ask twice, so that the second answer is a kept one where pages are kept at all."""
    response = client.get(address)
    assert response.status_code == status, address
    assert client.get(address).content == response.content
    return response.content.decode()


def warm(client, addresses):
    return {address: read(client, address) for address in addresses}
