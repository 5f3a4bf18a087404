"""Drafts, written by programs: by the rules that hold for their owners on the desk.

The form is that of imports and exports, less what only publishing and reviews say of an article.
"""

import json
from dataclasses import replace
from hashlib import sha256

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from ninja.errors import HttpError

from ..interchange.catalog import Catalog
from ..interchange.directories import People, Topics
from ..interchange.problems import Place
from ..interchange.records import as_plain, as_record, with_parts
from ..interchange.resolution import Resolver
from ..interchange.storage import Change, Storage
from ..interchange.validation import InvalidRecordError, validate
from ..models import Article, Person, Revision, Topic
from ..revisions import apply, content_of, record, save_draft, stand_by_review
from .tokens import require

# What of the interchange form is not written: publishing and reviews set it.
KEPT = ("status", "updated", "change_note", "reviewed", "reviewer")
# What may be missing before publishing, as the form calls it.
_FORM_FIELDS = {"body": "body_html", "picture": "picture"}
_NOWHERE = Place("the request")


def find(identifier):
    """Return the article, for this transaction alone to change, or raise Http404."""
    return get_object_or_404(Article.objects.select_for_update(), identifier=identifier)


def described(article):
    """Return the article as it would be with its unpublished changes, and its entity tag."""
    with transaction.atomic():
        form = as_plain(_with_changes(article))
        transaction.set_rollback(True)
    its_form = {key: value for key, value in form.items() if key not in KEPT}
    description = {
        "status": article.status,
        "has_unpublished_changes": article.draft_id is not None,
        "article": its_form,
    }
    text = json.dumps(description, sort_keys=True)
    return description, f'"{sha256(text.encode()).hexdigest()[:32]}"'


def _with_changes(article):
    """Put the unpublished changes of `article` into its rows, and return it as a record."""
    if article.draft:
        apply(article.draft.content, article)
    return as_record(with_parts(Article.objects.filter(pk=article.pk)).get())


def create(token, form):
    given = _validated(form)
    if Article.objects.filter(identifier=given.id).exists():
        raise HttpError(409, "There is an article with this `id`.")
    (article,) = Writing(token).store(given)
    article.owner = token.owner
    article.save(update_fields=["owner", "saved_at"])
    article.announce()
    record(article, Revision.Event.SAVED, by=token.owner)
    _log(token, article, ADDITION, "Saved as a draft.")
    return article


def change(token, article, form):
    """Save `form` as the draft of `article`: what readers see of it stays as it is."""
    given = _validated(form)
    if given.id != article.identifier:
        raise InvalidRecordError([("id", f"must be {article.identifier}, as in the address")])
    if not article.revisions.exists():
        # Imported, say: what it was is to be had again too.
        Revision.objects.add(article, content_of(article), event=Revision.Event.FOUND)
    writing = Writing(token)
    writing.make_parts(given)
    savepoint = transaction.savepoint_create()
    before = _with_changes(article)
    given = replace(given, **{key: getattr(before, key) for key in KEPT})
    writing.store(given, article, before)
    content = content_of(article)
    transaction.savepoint_rollback(savepoint)
    article.refresh_from_db()
    save_draft(article, content, by=token.owner)
    if article.status != Article.Status.PUBLISHED:
        article.announce()
    _log(token, article, CHANGE, "Saved as a draft.")


def publish(token, article, *, at, significance, change_note):
    """Show readers the article with its unpublished changes."""
    if article.draft:
        apply(article.draft.content, article)
    if at and article.expires_at and at >= article.expires_at:
        raise InvalidRecordError([("at", "must be before the article expires")])
    try:
        article.publish(at=at, significance=significance, change_note=change_note)
    except ValidationError as error:
        problems = [
            (f"article.{_FORM_FIELDS[field]}", " ".join(messages))
            for field, messages in error.message_dict.items()
        ]
        raise InvalidRecordError(problems) from error
    revision = record(article, Revision.Event.PUBLISHED, by=token.owner)
    stand_by_review(article, revision)
    _log(token, article, CHANGE, "Published.")


class Writing:
    """One article into the database, by the importer's own parts."""

    def __init__(self, token):
        self.token = token
        self.catalog = Catalog()
        self.topics = Topics()
        self.people = People()

    def make_parts(self, given):
        """Make the topics and people that are not here yet, if the owner may."""
        names = {name.casefold() for name in given.topics}
        here = Topic.objects.filter(language=given.language).values_list("name", flat=True)
        if names - {name.casefold() for name in here}:
            require(self.token, self.token.Scope.WRITE, "add_topic")
        people = set(Person.objects.values_list("name", "credentials"))
        if {(author.name, author.credentials) for author in given.authors} - people:
            require(self.token, self.token.Scope.WRITE, "add_person")
        for name in given.topics:
            self.topics.get(given.language, name)
        for author in given.authors:
            self.people.get(given.language, author)

    def store(self, given, article=None, before=None):
        self.make_parts(given)
        if given.translation_of and given.translation_of not in self.catalog.entries:
            raise InvalidRecordError([("translation_of", "names no article that is here")])
        given = Resolver(self.catalog, self.topics).resolve(given, before)
        storage = Storage(self.catalog, self.topics, self.people)
        outcomes = [its for _, its in storage.store([Change(_NOWHERE, given, article, before)])]
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise HttpError(
                    409, "Another change was faster: read the draft again."
                ) from outcome
        return outcomes


def _validated(form):
    # What readers do not see need not be finished.
    return validate({**form, "status": Article.Status.DRAFT.value})


def _log(token, article, flag, what):
    """Write into the article's history on the desk what a program did in its owner's name."""
    LogEntry.objects.log_actions(
        token.owner_id,
        [article],
        flag,
        change_message=f"{what} (API token “{token.name}”)",
        single_object=True,
    )
