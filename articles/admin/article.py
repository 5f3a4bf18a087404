from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.forms import Script
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..models import Article, Revision
from ..revisions import record
from ..scheduling.local_time import LocalDateTimeField, in_words
from .autosave import AutosaveMixin
from .copies import CopiesMixin
from .drafts import PUBLISH, SCHEDULE, UNPUBLISH, DraftsMixin
from .feedback import feedback_in_words
from .filters import ComingFilter, OwnerFilter, ReviewDueFilter, TopicFilter
from .forms import ArticleForm
from .inlines import AuthorshipInline, QuestionInline, ReferenceInline, ReviewInline
from .links import LinksMixin
from .picture import PicturesMixin
from .presence import PresenceMixin
from .preview import PreviewMixin
from .revisions import RevisionsMixin
from .scheduling import SchedulingMixin, coming_in_words


@admin.register(Article)
class ArticleAdmin(
    AutosaveMixin,
    PresenceMixin,
    PreviewMixin,
    CopiesMixin,
    SchedulingMixin,
    DraftsMixin,
    RevisionsMixin,
    LinksMixin,
    PicturesMixin,
    admin.ModelAdmin,
):
    form = ArticleForm
    list_display = [
        "title",
        "state",
        "unpublished_changes",
        "coming",
        "language",
        "topic_names",
        "published",
        "updated",
    ]
    list_filter = [
        "status",
        ("draft", admin.EmptyFieldListFilter),
        "language",
        TopicFilter,
        ReviewDueFilter,
        OwnerFilter,
        ComingFilter,
    ]
    list_select_related = ["scheduled_change"]
    formfield_overrides = {
        models.DateTimeField: {"form_class": LocalDateTimeField, "widget": AdminSplitDateTime}
    }
    search_fields = ["title", "slug", "also_known_as", "=identifier"]
    date_hierarchy = "published_at"
    ordering = ["-pk"]
    list_per_page = 50
    show_full_result_count = False
    autocomplete_fields = ["translation_of"]
    readonly_fields = ["identifier", "feedback"]
    inlines = [AuthorshipInline, QuestionInline, ReferenceInline, ReviewInline]
    actions = ["publish_selected", "unpublish_selected"]
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["title", "summary", "key_facts", "body"]}),
        (_("Picture"), {"fields": ["picture", "picture_alternative_text"]}),
        (_("Finding it"), {"fields": ["topics", "also_known_as", "slug"]}),
        (_("Language"), {"fields": [("language", "translation_of")]}),
        (_("Dates"), {"fields": ["published_at", "expires_at", "review_due_on"]}),
        (_("Origin"), {"classes": ["collapse"], "fields": ["source_url", "identifier"]}),
    ]

    class Media:
        css = {"all": ["articles/admin.css", "articles/desk.css", "articles/pictures.css"]}
        js = ["articles/pictures.js", Script("articles/schedule.js", defer=True)]

    # What the list shows

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        changelist.result_list = changelist.result_list.prefetch_related("topics")
        return changelist

    @admin.display(description=_("state"), ordering="status")
    def state(self, article):
        if article.status != Article.Status.PUBLISHED or article.is_public:
            return article.get_status_display()
        return _("Scheduled") if article.published_at > timezone.now() else _("Expired")

    @admin.display(description=_("unpublished changes"), boolean=True, ordering="draft")
    def unpublished_changes(self, article):
        return True if article.draft_id else None

    @admin.display(description=_("coming"))
    def coming(self, article):
        return coming_in_words(article)

    @admin.display(description=_("topics"))
    def topic_names(self, article):
        return ", ".join(topic.name for topic in article.topics.all())

    @admin.display(description=_("published"), ordering="published_at")
    def published(self, article):
        return _day(article.published_at)

    @admin.display(description=_("updated"), ordering="updated_at")
    def updated(self, article):
        return _day(article.updated_at)

    # Who may do what

    def has_publish_permission(self, request):
        return request.user.has_perm("articles.publish_article")

    # The form and its buttons

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.fieldsets
        fieldsets = [*self.fieldsets, (_("Readers"), {"fields": ["feedback"]})]
        if obj.status != Article.Status.PUBLISHED:
            return fieldsets
        return [(_("This change"), {"fields": ["significance", "what_changed"]}), *fieldsets]

    @admin.display(description=_("Was it helpful?"))
    def feedback(self, article):
        return feedback_in_words(article)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.is_publishing = PUBLISH in request.POST
        form.is_scheduling = SCHEDULE in request.POST
        return form

    def render_change_form(self, request, context, *args, **kwargs):
        context["can_publish"] = self.has_publish_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def change_state(self, request, article, form):
        """Do with the saved article what the button says; return what that is for its history."""
        if UNPUBLISH in request.POST:
            self._require_publish_permission(request)
            article.unpublish()
            return Revision.Event.UNPUBLISHED
        if SCHEDULE in request.POST and article.was_seen:
            return Revision.Event.SCHEDULED
        if PUBLISH in request.POST or SCHEDULE in request.POST:
            self._require_publish_permission(request)
            article.publish(
                significance=form.cleaned_data["significance"],
                change_note=form.cleaned_data["what_changed"],
            )
            return Revision.Event.PUBLISHED
        article.announce()
        return Revision.Event.SAVED

    def _require_publish_permission(self, request):
        if not self.has_publish_permission(request):
            raise PermissionDenied

    def response_add(self, request, obj, post_url_continue=None):
        if response := self._response_to_button(request, obj):
            return response
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        if response := self._response_to_button(request, obj):
            return response
        return super().response_change(request, obj)

    def _response_to_button(self, request, article):
        if not {PUBLISH, UNPUBLISH, SCHEDULE} & set(request.POST):
            return None
        if SCHEDULE not in request.POST or not article.was_seen:
            self.message_user(request, _outcome(article), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    # Actions on the list

    @admin.action(description=_("Publish selected articles"), permissions=["publish"])
    def publish_selected(self, request, queryset):
        done, refused = [], []
        for article in queryset:
            try:
                article.publish(significance=Article.Significance.TYPO)
            except ValidationError as error:
                refused.append(f"{article}: {' '.join(error.messages)}")
            else:
                record(article, Revision.Event.PUBLISHED, by=request.user)
                done.append(article)
        self._log(request, done, "Published.")
        message = ngettext("%d article is published.", "%d articles are published.", len(done))
        self.message_user(request, message % len(done), messages.SUCCESS)
        for reason in refused:
            self.message_user(request, reason, messages.ERROR)

    @admin.action(description=_("Unpublish selected articles"), permissions=["publish"])
    def unpublish_selected(self, request, queryset):
        articles = [article for article in queryset if article.status == Article.Status.PUBLISHED]
        for article in articles:
            article.unpublish()
            record(article, Revision.Event.UNPUBLISHED, by=request.user)
        self._log(request, articles, "Unpublished.")
        message = ngettext(
            "%d article is not public any more.",
            "%d articles are not public any more.",
            len(articles),
        )
        self.message_user(request, message % len(articles), messages.SUCCESS)

    def _log(self, request, articles, message):
        for article in articles:
            self.log_change(request, article, message)


def _day(moment):
    return moment and date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")


def _outcome(article):
    title = {"title": article.title}
    if article.is_public:
        return _("“%(title)s” is published. Readers see it now.") % title
    if article.status == Article.Status.PUBLISHED and article.published_at > timezone.now():
        when = in_words(article.published_at)
        return _("“%(title)s” will be public from %(when)s on.") % {**title, "when": when}
    return _("“%(title)s” is not public. Readers cannot see it.") % title
