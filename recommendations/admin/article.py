"""The article's form with its Read More panel, put in place of the one without."""

from django.contrib import admin, messages
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import Script
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.admin import ArticleAdmin
from articles.models import Article
from articles.revisions import record_added

from .. import editors
from .panel import Panel
from .topics import TopicSuggestionsMixin

# What the panel's buttons are called when they are sent, and what they do.
BUTTONS = {
    "pin": editors.pin,
    "unpin": editors.unpin,
    "up": editors.move_up,
    "down": editors.move_down,
    "exclude": editors.exclude,
    "both-ways": editors.exclude_both_ways,
    "include": editors.include,
    "never": editors.never_recommend,
    "again": editors.recommend_again,
}
# By this tag the panel finds its messages, to show them where the button was.
TAG = "read-more"

admin.site.unregister(Article)


@admin.register(Article)
class ReadMoreArticleAdmin(TopicSuggestionsMixin, ArticleAdmin):
    change_form_template = "admin/recommendations/article_change_form.html"

    class Media:
        css = {"all": ["recommendations/desk.css"]}
        js = [Script("recommendations/topics.js", type="module")]

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/read-more/", view(self.change_list), name="read-more"),
            path("<int:pk>/read-more/preview/", view(self.preview), name="read-more-preview"),
            *super().get_urls(),
        ]

    def has_read_more_permission(self, request, article):
        """A list is what readers see, whoever wrote the article."""
        return self.has_change_permission(request, article) and self.has_publish_permission(request)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context |= {
                "read_more": Panel(obj),
                "can_change_read_more": self.has_read_more_permission(request, obj),
            }
        if request.method == "GET":
            told = list(get_messages(request))
            context["messages"] = [one for one in told if one.extra_tags != TAG]
            context["read_more_messages"] = [one for one in told if one.extra_tags == TAG]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @method_decorator(require_POST)
    def change_list(self, request, pk):
        """Do what the pressed button says, and go back to the panel."""
        with transaction.atomic():
            # One change of a list at a time, so that a second click finds what the first did.
            article = get_object_or_404(Article.objects.select_for_update(), pk=pk)
            if not self.has_read_more_permission(request, article):
                raise PermissionDenied
            try:
                outcome = self._press(request, article)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages), extra_tags=TAG)
            else:
                self.log_change(request, article, [outcome.log])
                record_added(article, by=request.user)
                messages.success(request, outcome.text, extra_tags=TAG)
        form = reverse("admin:articles_article_change", args=[pk])
        return HttpResponseRedirect(f"{form}#read-more")

    def _press(self, request, article):
        for name, operate in BUTTONS.items():
            if name in request.POST:
                return operate(article, _other(request.POST[name], article), request.user)
        return editors.pin(article, _by_address(request.POST, article), request.user)

    def preview(self, request, pk):
        """Show the list that the article would have, and the lists that it would be on."""
        article = get_object_or_404(Article, pk=pk)
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        from ..preview import preview  # noqa: PLC0415  (loads the scientific packages)

        found = preview(article)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Preview Read More"),
            "subtitle": str(article),
            "opts": self.opts,
            "original": article,
            "media": self.media,
            "preview": found,
            "read_more": found and Panel(article, found.rows),
            "can_change_read_more": self.has_read_more_permission(request, article),
        }
        return TemplateResponse(request, "admin/recommendations/preview.html", context)


def _other(pk, article):
    """Return the article that a button is about; one about the article itself sends no other."""
    return get_object_or_404(Article, pk=int(pk)) if pk.isdecimal() else article


def _by_address(data, article):
    """Return the article that has the typed address, or slug, in the language of `article`."""
    slug = data.get("address", "").strip().rstrip("/").rpartition("/")[2]
    other = Article.objects.in_language(article.language).filter(slug=slug).first()
    if other is None:
        raise ValidationError(_("No article in this language has the address “%s”.") % slug)
    return other
