"""The desk's side of the clock: scheduling on the form, and a calendar of what is coming."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..models import Article, ScheduledChange
from ..revisions import schedule, withdraw
from ..scheduling.calendar import Month, as_events
from ..scheduling.local_time import in_words, pattern
from .drafts import SCHEDULE


class SchedulingMixin:
    """For the admin of articles: the button "Schedule", what it says, and what comes of it."""

    def get_urls(self):
        view = self.admin_site.admin_view
        cancel = path("<int:pk>/unschedule/", view(self.unschedule), name="article-unschedule")
        calendar = path("calendar/", view(self.calendar), name="article-calendar")
        return [cancel, calendar, *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context |= {
            "scheduled": obj and _schedule_of(obj),
            "schedule_text": {
                "pattern": pattern(),
                "weekdays": [str(WEEKDAYS[number]) for number in range(7)],
                "months": [str(MONTHS[number]) for number in range(1, 13)],
                "zone": timezone.get_current_timezone_name(),
            },
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        if SCHEDULE in request.POST and not self.has_publish_permission(request):
            raise PermissionDenied
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        article = form.instance
        before = _schedule_of(article)
        super().save_related(request, form, formsets, change)
        if SCHEDULE in request.POST and article.was_seen:
            self._schedule(request, article, form.cleaned_data)
        elif before and _schedule_of(article):
            text = _(
                "Revision %(number)s stays scheduled for %(when)s, without what you saved now."
                " Schedule again to include it."
            )
            facts = {"number": before.revision.number, "when": in_words(before.due_at)}
            messages.warning(request, text % facts)
        elif before:
            self._warn_of_cancellation(request, before)

    def _schedule(self, request, article, cleaned):
        at = cleaned["schedule_at"]
        schedule(
            article,
            article.revisions.first(),
            at=at,
            significance=cleaned["significance"],
            change_note=cleaned["what_changed"],
            by=request.user,
        )
        text = _("“%(title)s” is scheduled: readers see it, as you saved it now, from %(when)s on.")
        messages.success(request, text % {"title": article, "when": in_words(at)})

    def _discard(self, request, article):
        before = article and _schedule_of(article)
        response = super()._discard(request, article)
        if before and not _schedule_of(article):
            self._warn_of_cancellation(request, before)
        return response

    def _warn_of_cancellation(self, request, change):
        text = _("What was scheduled for %s is canceled: it does not go live any more.")
        messages.warning(request, text % in_words(change.due_at))

    @method_decorator(require_POST)
    def unschedule(self, request, pk):
        """Cancel what is scheduled; what was to go live stays as a draft."""
        with transaction.atomic():
            article = get_object_or_404(Article.objects.select_for_update(), pk=pk)
            if not self.has_change_permission(request, article):
                raise PermissionDenied
            if not self.has_publish_permission(request):
                raise PermissionDenied
            if change := _schedule_of(article):
                change.delete()
                self._warn_of_cancellation(request, change)
            elif article.status == Article.Status.PUBLISHED and not article.was_seen:
                self._make_draft(request, article)
            self.log_change(request, article, "Canceled the schedule.")
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))

    def _make_draft(self, request, article):
        withdraw(article, by=request.user)
        text = _("“%s” is a draft again: it does not become public by itself.")
        messages.warning(request, text % article)

    def calendar(self, request):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        month = Month(_month(request.GET.get("month", "")))
        weeks = month.weeks()
        failed = ScheduledChange.objects.failed().select_related("article").order_by("due_at")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "title": _("Calendar"),
            "month": month,
            "weeks": weeks,
            "days": [day for week in weeks for day in week if day.is_in_month and day.events],
            "failed": as_events(failed),
            "zone": timezone.get_current_timezone_name(),
        }
        return TemplateResponse(request, "admin/articles/article/calendar.html", context)


def _schedule_of(article):
    changes = ScheduledChange.objects.filter(article=article.pk)
    return changes.select_related("revision", "made_by").first()


def _month(text):
    """Return the first day of a month that is written as 2026-03, else of the present one."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return timezone.localdate()


def coming_in_words(article):
    """Return what the clock will do to an article, or could not, a line each."""
    change, now = getattr(article, "scheduled_change", None), timezone.now()
    is_shown = article.status == Article.Status.PUBLISHED
    lines = []
    if is_shown and article.published_at > now:
        lines.append(_("Public: %s") % _moment(article.published_at))
    if change and change.problem:
        lines.append(_("Could not be published: %s") % _moment(change.due_at))
    elif change:
        lines.append(_("Changes: %s") % _moment(change.due_at))
    if is_shown and article.expires_at and article.expires_at > now:
        lines.append(_("Expires: %s") % _moment(article.expires_at))
    return format_html_join("", "<div>{}</div>", ((line,) for line in lines)) or None


def _moment(at):
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
