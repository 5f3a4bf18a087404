"""What readers said, for editors to read and tick off."""

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..models import FeedbackComment

EXCERPT = 200


@admin.register(FeedbackComment)
class FeedbackCommentAdmin(admin.ModelAdmin):
    """Comments can be read, ticked off and deleted; nobody can change a reader's words."""

    list_display = ["excerpt", "title", "language", "short_day", "helpful", "is_done"]
    list_filter = ["is_done", "helpful", "language", "day"]
    list_select_related = ["article"]
    search_fields = ["text", "article__title"]
    fields = readonly_fields = ["text", "article_link", "language", "helpful", "day", "is_done"]
    actions = ["mark_done", "mark_undone"]

    class Media:
        css = {"all": ["articles/admin.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("article").kept()

    def has_add_permission(self, request):
        return False

    @admin.display(description=_("comment"), ordering="text")
    def excerpt(self, comment):
        return Truncator(comment.text).chars(EXCERPT)

    @admin.display(description=_("article"), ordering="article__title")
    def title(self, comment):
        return comment.article.title

    @admin.display(description=_("day"), ordering="day")
    def short_day(self, comment):
        return date_format(comment.day, "SHORT_DATE_FORMAT")

    @admin.display(description=_("article"))
    def article_link(self, comment):
        address = reverse("admin:articles_article_change", args=[comment.article_id])
        return format_html('<a href="{}">{}</a>', address, comment.article)

    @admin.action(description=_("Mark as done"), permissions=["change"])
    def mark_done(self, request, queryset):
        self._mark(request, queryset, is_done=True)

    @admin.action(description=_("Mark as not done"), permissions=["change"])
    def mark_undone(self, request, queryset):
        self._mark(request, queryset, is_done=False)

    def _mark(self, request, queryset, *, is_done):
        number = queryset.update(is_done=is_done)
        message = ngettext("%d comment is marked.", "%d comments are marked.", number)
        self.message_user(request, message % number, messages.SUCCESS)


def feedback_in_words(article):
    """Return what readers said of `article`, with a link to their comments."""
    helpful, not_helpful = article.feedback_counts.totals()
    comments = article.feedback_comments.kept().filter(is_done=False).count()
    words = _("Yes: %(helpful)s. No: %(not_helpful)s.") % {
        "helpful": helpful,
        "not_helpful": not_helpful,
    }
    if not comments:
        return words
    address = reverse("admin:articles_feedbackcomment_changelist")
    link = ngettext("%d comment to read", "%d comments to read", comments) % comments
    query = f"?article__id__exact={article.pk}&is_done__exact=0"
    return format_html('{} <a href="{}{}">{}</a>', words, address, query, link)
