"""What is typed into the open form, kept on the server until it is saved, and offered again."""

from contextlib import contextmanager
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.forms import Media, Script
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..models import Article, Autosave
from ..models.autosave import KEY_LENGTH
from ..revisions import content_of
from ..revisions.comparison import changed_keys, compare, label_of
from .unsaved import UnsavedMixin

# What the form calls its key, and the address the key of what it is to show.
KEY = "_autosave"
SHOWN = "autosave"
# In the session: the forms that were saved, for the browser to forget what it kept of them.
SAVED = "saved_article_forms"
_OFFERED = 5
_NOT_TYPED = ("csrfmiddlewaretoken", KEY, "_user")


class AutosaveMixin(UnsavedMixin):
    """For the admin of articles: nothing that was typed is lost."""

    @property
    def media(self):
        return super().media + Media(js=[Script("articles/autosave.js", defer=True)])

    def get_urls(self):
        view = self.admin_site.admin_view
        compare_page = view(self.compare_autosave)
        return [
            path("autosave/", view(self.autosave), name="article-autosave-new"),
            path("<int:pk>/autosave/", view(self.autosave), name="article-autosave"),
            path("<int:pk>/autosave/<str:key>/", compare_page, name="article-autosave-compare"),
            *super().get_urls(),
        ]

    def _changeform_view(self, request, object_id, *args, **kwargs):
        if request.method == "GET" and (key := request.GET.get(SHOWN)):
            return self._show_autosave(request, key, object_id, *args, **kwargs)
        response = super()._changeform_view(request, object_id, *args, **kwargs)
        if request.method == "POST" and response.status_code == 302:
            self._forget(request, request.POST.get(KEY, ""))
        return response

    def _show_autosave(self, request, key, object_id, *args, **kwargs):
        """Show the form as one that comes back, with all that was typed."""
        kept = request.user.autosaves.filter(key=key, article=object_id).first()
        if kept is None:  # saved or discarded by now
            return HttpResponseRedirect(request.path)
        request.is_shown_only = True
        with _sending(request, kept):
            return super()._changeform_view(request, object_id, *args, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if getattr(request, "is_shown_only", False):
            form.is_valid = _never
        return form

    def _forget(self, request, key):
        request.user.autosaves.filter(key=key).delete()
        request.session[SAVED] = [*request.session.get(SAVED, []), key][-_OFFERED:]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        key = request.POST.get(KEY) or uuid4().hex
        context |= {
            "autosave_key": key,
            "autosave_address": _address(obj),
            "autosaves": self._offers(request, obj, but=key),
            "autosave_days": settings.AUTOSAVE_KEPT_DAYS,
            "saved_forms": request.session.pop(SAVED, []),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _offers(self, request, article, *, but=""):
        """Return what the user typed and did not save, each with the names of what it changes."""
        offers = []
        for kept in request.user.autosaves.filter(article=article).exclude(key=but)[:_OFFERED]:
            before = _saved_content(article) if article else None
            after = self._content_of(request, kept)
            kept.labels = [label_of(key) for key in changed_keys(before, after)] if before else []
            if kept.labels or not before:
                offers.append(kept)
        return offers

    def _content_of(self, request, kept):
        # Anew from the database: the form fills what it is given.
        article = kept.article_id and Article.objects.get(pk=kept.article_id)
        with _sending(request, kept), self.as_typed(request, article) as typed:
            return content_of(typed.article)

    @method_decorator(require_POST)
    def autosave(self, request, pk=None):
        """Keep what was typed, or discard it; with `offer`, answer with what there is to use."""
        article = pk and get_object_or_404(Article, pk=pk)
        self._require(request, article)
        if request.POST.get("_user", str(request.user.pk)) != str(request.user.pk):
            raise PermissionDenied  # somebody else has logged in since, in this browser
        if key := request.POST.get("discard"):
            request.user.autosaves.filter(key=key, article=article).delete()
            return HttpResponseRedirect(_form_of(article))
        key = request.POST.get(KEY, "")
        if not key.isalnum() or len(key) > KEY_LENGTH:
            return HttpResponseBadRequest()
        data = request.POST.copy()
        for name in (*_NOT_TYPED, "offer"):
            data.pop(name, None)
        Autosave.objects.keep(user=request.user, article=article, key=key, data=data.urlencode())
        if "offer" not in request.POST:
            return HttpResponse(status=204)
        context = {
            "autosaves": self._offers(request, article),
            "autosave_address": _address(article),
        }
        return render(request, "admin/articles/article/autosaves.html", context)

    def compare_autosave(self, request, pk, key):
        """Show what differs between the saved article and what was typed."""
        article = get_object_or_404(Article, pk=pk)
        self._require(request, article)
        kept = get_object_or_404(request.user.autosaves, key=key, article=article)
        before = _saved_content(article)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "title": _("Compare with what you typed"),
            "article": article,
            "autosave": kept,
            "differences": compare(before, self._content_of(request, kept)),
        }
        return TemplateResponse(request, "admin/articles/article/autosave_compare.html", context)

    def _require(self, request, article):
        may = self.has_change_permission if article else self.has_add_permission
        if not (may(request, article) if article else may(request)):
            raise PermissionDenied


def _never(form):
    return False


def _saved_content(article):
    """Return what the form shows of `article` when it is opened."""
    return article.draft.content if article.draft else content_of(article)


@contextmanager
def _sending(request, kept):
    """Let the request be one that sends what was kept."""
    method, request.method = request.method, "POST"
    sent, request.POST = request.POST, QueryDict(kept.data, mutable=True)
    request.POST[KEY] = kept.key
    try:
        yield
    finally:
        request.method, request.POST = method, sent


def _address(article):
    if article is None:
        return reverse("admin:article-autosave-new")
    return reverse("admin:article-autosave", args=[article.pk])


def _form_of(article):
    if article is None:
        return reverse("admin:articles_article_add")
    return reverse("admin:articles_article_change", args=[article.pk])
