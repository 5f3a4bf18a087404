"""A revision for each save."""

from itertools import batched

from ..links import index_links
from ..models import Article, Revision, ScheduledChange
from .added import added_content
from .comparison import changed_keys
from .content import apply, content_of, is_same_text

Event = Revision.Event
BATCH = 500


def record(article, event, *, by=None):
    """Store what `article` now is in the database as its newest revision, and return it.

    It is what readers see, or will: unpublished changes of before are history.
    """
    revision = _add(article, content_of(article), event, by)
    _point(article, draft=None)
    if event in (Event.PUBLISHED, Event.UNPUBLISHED):
        # What was scheduled before would undo it.
        ScheduledChange.objects.filter(article=article).delete()
    index_links([article])
    return revision


def save_draft(article, content, *, by=None, event=Event.SAVED):
    """Store `content` as the newest revision of `article`, and return it.

    Of a published article these are unpublished changes; any other becomes what they say at once.
    """
    revision = _add(article, content, event, by)
    if article.status == Article.Status.PUBLISHED:
        _point(article, draft=revision)
    else:
        apply(content, article)
    index_links([article])
    return revision


def withdraw(article, *, by=None):
    """Take `article` from readers; with its unpublished changes it is a draft."""
    if article.draft:
        apply(article.draft.content, article)
    article.unpublish()
    return record(article, Event.UNPUBLISHED, by=by)


def set_aside(article, content, *, based_on, by=None):
    """Store `content`, which a newer save leaves no place for, and return the revision.

    `based_on` is the number of the revision that it was made from.
    """
    return _add(article, content, Event.SET_ASIDE, by, based_on=based_on)


def discard_draft(article):
    """Forget the unpublished changes, scheduled or not; as revisions they stay."""
    _point(article, draft=None)
    ScheduledChange.objects.filter(article=article).delete()
    index_links([article])


def record_added(article, *, by=None):
    """Store that what other apps add to `article` was changed, which is so at once.

    Unpublished changes take it over, so that publishing them does not undo it.
    """
    if not article.revisions.exists():
        return  # the first save stores all there is
    before = article.draft.content if article.draft else content_of(article)
    content = before | added_content(article)
    newest = article.draft or article.revisions.taken().first()
    if changed_keys(newest.content, content):
        revision = _add(article, content, Event.AT_ONCE, by)
        if article.draft:
            _point(article, draft=revision)


def record_import(ids):
    """Store what an import made of those of the articles `ids` whose states are kept already.

    Unpublished changes stay: the revisions show what they were made from, and what came since.
    """
    for some in batched(ids, BATCH):
        articles = Article.objects.filter(pk__in=some, revisions__isnull=False).distinct()
        for article in articles:
            _add(article, content_of(article), Event.IMPORTED, None)


def schedule(article, revision, *, at, significance, change_note="", by=None):
    """Have `revision` published at a time, whatever is saved in the meantime."""
    details = {
        "revision": revision,
        "due_at": at,
        "significance": significance,
        "change_note": change_note,
        "made_by": by,
        "problem": "",
    }
    return ScheduledChange.objects.update_or_create(article=article, defaults=details)[0]


def publish_scheduled(article, change):
    """Publish the revision that `change` names, in the name of who scheduled it.

    What was saved after that revision becomes unpublished changes.
    """
    # What other apps add was not scheduled: it acts at once, whenever it is said.
    content = change.revision.content | added_content(article)
    revisions = article.revisions.taken()
    newer = revisions.filter(number__gt=change.revision.number).first()
    apply(content, article)
    article.publish(significance=change.significance, change_note=change.change_note)
    revision = record(article, Event.PUBLISHED, by=change.made_by)
    stand_by_review(article, revision)
    if newer and not is_same_text(newer.content, content):
        _point(article, draft=newer)
        index_links([article])
    return revision


def stand_by_review(article, revision):
    """Let the newest review stand that was made of the text as it now is."""
    for review in article.reviews.exclude(revision=None).select_related("revision"):
        if is_same_text(review.revision.content, revision.content):
            article.stand_by(review)
            return


def _add(article, content, event, by, **fields):
    Article.objects.select_for_update().get(pk=article.pk)
    return Revision.objects.add(article, content, event=event, made_by=by, **fields)


def _point(article, *, draft):
    article.draft = draft
    # Not save(): nothing that readers or the outline know of changes.
    Article.objects.filter(pk=article.pk).update(draft=draft)
