"""IndexNow: search engines that take part are told which pages changed, if the site says so.

Only addresses that readers have seen are told, whatever has become of them since.
"""

import json
from itertools import batched
from threading import local
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.tasks import task
from django.urls import reverse
from django.utils import timezone

from articles.jsonld import absolute
from articles.models import Article, FormerSlug, article_path
from articles.signals import (
    article_published,
    article_unpublished,
    articles_imported,
    clock_passed,
)

# The protocol's own limit.
LONGEST_LIST = 10_000
SECONDS_TO_WAIT = 5


class _Waiting(local):
    """What changed in the transaction of this thread that is not committed yet."""

    def __init__(self):
        self.ids, self.addresses = set(), set()


_waiting = _Waiting()


def connect():
    for signal in (article_published, article_unpublished):
        signal.connect(note_article, sender=Article, dispatch_uid="cms.indexnow.note_article")
    articles_imported.connect(note_imported, dispatch_uid="cms.indexnow.note_imported")
    clock_passed.connect(note_imported, dispatch_uid="cms.indexnow.note_passed")
    post_save.connect(note_moved, sender=FormerSlug, dispatch_uid="cms.indexnow.note_moved")
    post_delete.connect(note_deleted, sender=Article, dispatch_uid="cms.indexnow.note_deleted")


def note_article(*, instance, **kwargs):
    _note(ids={instance.pk})


def note_imported(*, ids, **kwargs):
    _note(ids=ids)


def note_moved(*, instance, **kwargs):
    """Tell of the address that an article left: it leads elsewhere now."""
    _note(addresses={absolute(article_path(instance.language, instance.slug))})


def note_deleted(*, instance, **kwargs):
    if instance.first_public_at and instance.first_public_at <= timezone.now():
        _note(addresses={_address(instance)})


def _note(*, ids=(), addresses=()):
    if settings.INDEXNOW_KEY:
        _waiting.ids.update(ids)
        _waiting.addresses.update(addresses)
        transaction.on_commit(_settle, robust=True)


def _settle():
    """Tell once of all that a transaction changed, of articles as they are now.

    What was noted in a transaction that was taken back may wait here still: it does no harm.
    """
    ids, _waiting.ids = _waiting.ids, set()
    addresses, _waiting.addresses = _waiting.addresses, set()
    seen = Article.objects.filter(pk__in=ids, first_public_at__lte=timezone.now())
    addresses |= {_address(article) for article in seen.only("language", "slug")}
    for some in batched(sorted(addresses), LONGEST_LIST, strict=False):
        tell.enqueue(list(some))


def _address(article):
    return absolute(article.get_absolute_url())


@task()
def tell(addresses):
    """Tell the search engines that these pages were published, changed or withdrawn."""
    message = {
        "host": settings.SITE_URL.partition("://")[2],
        "key": settings.INDEXNOW_KEY,
        "keyLocation": absolute(reverse("indexnow-key")),
        "urlList": addresses,
    }
    request = Request(  # noqa: S310  (the operator's own choice)
        settings.INDEXNOW_URL,
        data=json.dumps(message).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
        method="POST",
    )
    with urlopen(request, timeout=SECONDS_TO_WAIT):  # noqa: S310  (as above)
        pass
