"""Two people, one article: a save over somebody's newer save becomes a question, never a loss."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from ..models import Article, Revision
from ..revisions import content_of, save_draft, set_aside
from ..revisions.merging import MINE, THEIRS, Merge

# With it the form sends the number of the revision that it was opened with.
BASE = "_revision"


class NewerSaveError(Exception):
    """In the middle of a save: the article is not any more what the form was opened with."""

    def __init__(self, set_aside):
        self.set_aside = set_aside


class ConflictsMixin:
    """For the admin of articles: refuse what would overwrite, keep it, and help to merge."""

    def get_urls(self):
        view = self.admin_site.admin_view
        merge = path("<int:pk>/merge/<int:number>/", view(self.merge), name="article-merge")
        return [merge, *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            # A form that comes back with errors was still opened with what it says.
            context["base_revision"] = request.POST.get(BASE) or _number(_newest(obj))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _changeform_view(self, request, object_id, *args, **kwargs):
        try:
            return super()._changeform_view(request, object_id, *args, **kwargs)
        except NewerSaveError as error:
            revision = error.set_aside
            text = _("%(who)s saved this article while you had it open. Nothing you typed is lost.")
            who = _newest(revision.article).made_by or _("Somebody")
            messages.warning(request, text % {"who": who})
            address = reverse("admin:article-merge", args=[revision.article_id, revision.number])
            return HttpResponseRedirect(address)

    def refuse_over_newer(self, request, article):
        """Undo the save, and set it aside, if the form was opened with an older state."""
        base = request.POST.get(BASE, "")
        newest = _newest(article)
        if not base.isdecimal() or int(base) == newest.number:
            return
        mine = content_of(article)
        if not Merge(_content(article, base), newest.content, mine).is_needed:
            return
        transaction.savepoint_rollback(request.before_save)
        raise NewerSaveError(set_aside(article, mine, based_on=int(base), by=request.user))

    def is_older_than_draft(self, request, article):
        """Whether the form was opened before the unpublished changes that there are now."""
        base = request.POST.get(BASE, "")
        return base.isdecimal() and article.draft is not None and int(base) < article.draft.number

    def merge(self, request, pk, number):
        """Ask which of two saves counts where both changed the same; make a draft of the answer."""
        with transaction.atomic():
            article = get_object_or_404(Article.objects.select_for_update(), pk=pk)
            if not self.has_change_permission(request, article):
                raise PermissionDenied
            aside = Revision.Event.SET_ASIDE
            mine = get_object_or_404(article.revisions, number=number, event=aside)
            theirs = _newest(article)
            merge = Merge(_content(article, mine.based_on), theirs.content, mine.content)
            if request.method == "POST" and request.POST.get(BASE) == str(theirs.number):
                try:
                    content = merge.content(request.POST.dict())
                except ValueError:
                    messages.error(request, _("Choose one of the two for each field."))
                else:
                    return self._merged(request, article, content)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "title": _("Two people changed this article"),
            "article": article,
            "mine": mine,
            "theirs": theirs,
            "differences": merge.differences(),
            "settled_mine": merge.settled(MINE),
            "settled_theirs": merge.settled(THEIRS),
            "settled_together": merge.settled_together(),
        }
        return TemplateResponse(request, "admin/articles/article/merge.html", context)

    def _merged(self, request, article, content):
        save_draft(article, content, by=request.user, event=Revision.Event.MERGED)
        self.log_change(request, article, _("Merged two saves."))
        messages.success(request, _("Both are merged into this draft. Look it over, then publish."))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _newest(article):
    return article.revisions.taken().first()


def _number(revision):
    return revision.number if revision else 0


def _content(article, number):
    """Return the content that a form opened with revision `number` began with; 0 is none yet."""
    revisions = article.revisions.taken()
    return (revisions.filter(number=number).first() or revisions.last()).content
