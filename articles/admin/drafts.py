"""Saving without publishing: what readers see of an article stays as it is."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import Article, Review, Revision
from ..revisions import apply, content_of, discard_draft, record, save_draft, stand_by_review
from ..revisions.added import added_of, apply_added
from ..revisions.comparison import changed_keys, label_of
from .conflicts import ConflictsMixin

PUBLISH, UNPUBLISH, DISCARD = "_publish", "_unpublish", "_discard"
SCHEDULE = "_schedule"
SAVE = "_continue"  # Django's name for it


class DraftsMixin(ConflictsMixin):
    """For the admin of articles: one form for the article and for its unpublished changes.

    Where there are such changes, the form shows the article as it would be with them, in a
    transaction that is undone. They are saved the same way: Django saves the article and its rows,
    what that made is kept as a revision, and the saving is undone.
    """

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        if request.method == "POST":
            return super().changeform_view(request, object_id, *args, **kwargs)
        with transaction.atomic():
            self._show_draft(request, object_id)
            response = super().changeform_view(request, object_id, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()
            transaction.set_rollback(True)
        return response

    def _changeform_view(self, request, object_id, *args, **kwargs):
        if request.method == "POST" and DISCARD in request.POST:
            return self._discard(request, self.get_object(request, object_id))
        return super()._changeform_view(request, object_id, *args, **kwargs)

    def _show_draft(self, request, object_id):
        article = object_id and self.get_object(request, object_id)
        if article:
            request.public_address = article.get_absolute_url() if article.is_public else ""
        if article and article.draft:
            apply(article.draft.content, article)
        request.opened = article

    def get_object(self, request, object_id, from_field=None):
        """Return the article; where its draft is shown, as it is with that."""
        opened = getattr(request, "opened", None)
        if opened and str(opened.pk) == object_id:
            return opened
        return super().get_object(request, object_id, from_field)

    def _discard(self, request, article):
        if article is None or not self.has_change_permission(request, article):
            raise PermissionDenied
        form = HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        if self.is_older_than_draft(request, article):
            text = _("Nothing is discarded: these changes were saved while you had the form open.")
            messages.warning(request, text)
            return form
        discard_draft(article)
        self.log_change(request, article, _("Discarded unpublished changes."))
        self.message_user(
            request,
            _("The unpublished changes are discarded. They stay among the revisions."),
            messages.SUCCESS,
        )
        return form

    def save_model(self, request, obj, form, change):
        if change:
            # Who comes second waits here until the first save is done, and is told of it.
            Article.objects.select_for_update().get(pk=obj.pk)
            if not obj.revisions.exists():
                # Imported, say: what it was is to be had again too.
                Revision.objects.add(obj, content_of(obj), event=Revision.Event.FOUND)
        else:
            obj.owner = request.user
        request.before_save = transaction.savepoint_create()
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Save the rows; only then is the article whole, and can be published or kept aside."""
        super().save_related(request, form, formsets, change)
        article = form.instance
        reviews = _new_reviews(formsets)
        if change:
            self.refuse_over_newer(request, article)
        if self._keeps_live(request, article):
            # What other apps add is not on the form, so the draft keeps what it has of it.
            of_draft = added_of(article.draft.content) if article.draft else {}
            content = content_of(article) | of_draft
            transaction.savepoint_rollback(request.before_save)
            event = Revision.Event.SCHEDULED if SCHEDULE in request.POST else Revision.Event.SAVED
            revision = save_draft(article, content, by=request.user, event=event)
            # A review is a record; it is not undone.
            Review.objects.bulk_create(_again(reviews, revision))
            return
        if article.draft:
            apply_added(article.draft.content, article)
        event = self.change_state(request, article, form)
        revision = record(article, event, by=request.user)
        Review.objects.filter(pk__in=[review.pk for review in reviews]).update(revision=revision)
        stand_by_review(article, revision)

    def construct_change_message(self, request, form, formsets, add=False):
        """Name what differs from the revision before: the rows are always written anew."""
        newest = [] if add else form.instance.revisions.all()[:2]
        if len(newest) < 2:
            return super().construct_change_message(request, form, formsets, add)
        after, before = (revision.content for revision in newest)
        labels = [label_of(key) for key in changed_keys(before, after)]
        return [{"changed": {"fields": labels}}] if labels else []

    def _keeps_live(self, request, article):
        """Whether saving leaves what readers see, and makes unpublished changes."""
        buttons = {PUBLISH, UNPUBLISH}
        if not article.was_seen:
            buttons.add(SCHEDULE)
        return article.status == Article.Status.PUBLISHED and not buttons & set(request.POST)


def _new_reviews(formsets):
    return [
        review for formset in formsets if formset.model is Review for review in formset.new_objects
    ]


def _again(reviews, revision):
    for review in reviews:
        review.pk, review.revision = None, revision
        yield review
