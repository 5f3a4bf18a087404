"""Which revisions need not be kept any longer."""

from datetime import timedelta
from itertools import batched

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from ..models import Revision

Event = Revision.Event
# What readers saw, or what came from elsewhere: it stays for good.
LASTING = (Event.FOUND, Event.PUBLISHED, Event.IMPORTED)
BATCH = 1000


def prune_revisions():
    """Delete the revisions that are too old and that nothing needs; return how many."""
    if not settings.REVISIONS_KEPT_DAYS:
        return 0
    pks = list(_too_old().values_list("pk", flat=True))
    for some in batched(pks, BATCH):
        Revision.objects.filter(pk__in=some).delete()
    return len(pks)


def _too_old():
    before = timezone.now() - timedelta(days=settings.REVISIONS_KEPT_DAYS)
    same = Revision.objects.filter(article=OuterRef("article")).order_by("-number")
    # The number of the first of the newest, which stay; none where there are not so many.
    newest = same.values("number")[settings.REVISIONS_KEPT - 1 : settings.REVISIONS_KEPT]
    revisions = Revision.objects.filter(made_at__lte=before, number__lt=Subquery(newest))
    revisions = revisions.exclude(event__in=LASTING)
    waiting = _waiting(Revision.objects.filter(event=Event.SET_ASIDE))
    bases = waiting.filter(article=OuterRef("article"), based_on=OuterRef("number"))
    revisions = revisions.exclude(Exists(waiting.filter(pk=OuterRef("pk")))).exclude(Exists(bases))
    for references in _references():
        revisions = revisions.exclude(Exists(references))
    return revisions


def _waiting(aside):
    """Those set aside whose owner has merged nothing since: they may still want to."""
    merged = Revision.objects.filter(
        article=OuterRef("article"),
        made_by=OuterRef("made_by"),
        event=Event.MERGED,
        number__gt=OuterRef("number"),
    )
    return aside.exclude(Exists(merged))


def _references():
    """Yield a query for each kind of row that refers to a revision: drafts, reviews and others."""
    for relation in Revision._meta.get_fields(include_hidden=True):
        if relation.auto_created and (relation.one_to_many or relation.one_to_one):
            name = relation.field.name
            yield relation.related_model._default_manager.filter(**{name: OuterRef("pk")})
