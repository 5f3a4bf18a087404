from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import Script
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ..models import Article, Revision
from ..scheduling.local_time import LocalDateTimeField, in_words
from .autosave import AutosaveMixin
from .bulk import BulkMixin
from .copies import CopiesMixin
from .drafts import PUBLISH, SAVE, SCHEDULE, UNPUBLISH, DraftsMixin
from .feedback import feedback_in_words
from .filters import (
    ComingFilter,
    OwnerFilter,
    ReviewDueFilter,
    TopicFilter,
    UnpublishedChangesFilter,
)
from .forms import ArticleForm
from .inlines import AuthorshipInline, QuestionInline, ReferenceInline, ReviewInline
from .links import LinksMixin
from .picture import PicturesMixin
from .presence import PresenceMixin
from .preview import PreviewMixin
from .revisions import RevisionsMixin
from .saved_filters import SavedFiltersMixin
from .scheduling import SchedulingMixin, coming_in_words


@admin.register(Article)
class ArticleAdmin(
    AutosaveMixin,
    PresenceMixin,
    PreviewMixin,
    BulkMixin,
    SavedFiltersMixin,
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
        "coming",
        "language",
        "topic_names",
        "published",
        "updated",
    ]
    list_filter = [
        "status",
        UnpublishedChangesFilter,
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
    actions = [
        "publish_selected",
        "unpublish_selected",
        "add_topic_to_selected",
        "change_owner_of_selected",
    ]
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
        js = [
            "articles/pictures.js",
            Script("articles/labels.js", defer=True),
            Script("articles/schedule.js", defer=True),
            Script("articles/shortcuts.js", defer=True),
        ]

    # What the list shows

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        changelist.result_list = changelist.result_list.prefetch_related("topics")
        return changelist

    @admin.display(description=_("state"), ordering="status")
    def state(self, article):
        state = _state(article)
        if not article.draft_id:
            return state
        template = '{} <strong class="unpublished-changes">{}</strong>'
        return format_html(template, state, _("Unpublished changes"))

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
        if SAVE in request.POST and IS_POPUP_VAR not in request.POST:
            self.message_user(request, _what_is_saved(article), messages.SUCCESS)
        elif not {PUBLISH, UNPUBLISH, SCHEDULE} & set(request.POST):
            return None
        elif SCHEDULE not in request.POST or not article.was_seen:
            self.message_user(request, _outcome(article), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _state(article):
    if article.status != Article.Status.PUBLISHED or article.is_public:
        return article.get_status_display()
    return _("Scheduled") if article.published_at > timezone.now() else _("Expired")


def _day(moment):
    return moment and date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")


def _what_is_saved(article):
    title = {"title": article.title}
    if article.is_public:
        return _("“%(title)s” is saved. Readers see the changes when you publish them.") % title
    if article.status == Article.Status.PUBLISHED:
        return _("“%(title)s” is saved, as unpublished changes.") % title
    return _("“%(title)s” is saved as a draft. Readers do not see it.") % title


def _outcome(article):
    title = {"title": article.title}
    if article.is_public:
        return _("“%(title)s” is published. Readers see it now.") % title
    if article.status == Article.Status.PUBLISHED and article.published_at > timezone.now():
        when = in_words(article.published_at)
        return _("“%(title)s” will be public from %(when)s on.") % {**title, "when": when}
    return _("“%(title)s” is not public. Readers cannot see it.") % title
