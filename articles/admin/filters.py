from django.contrib import admin
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Article, ScheduledChange, Topic

MOST_USED = 40


class TopicFilter(admin.SimpleListFilter):
    """The most used topics; any other can be had from the list of topics."""

    title = _("topic")
    parameter_name = "topic"

    def lookups(self, request, model_admin):
        used = Topic.objects.annotate(uses=Count("article_items")).filter(uses__gt=0)
        topics = list(used.order_by("-uses", "name")[:MOST_USED])
        chosen = self.value() or ""
        if chosen.isdecimal() and all(str(topic.pk) != chosen for topic in topics):
            topics += Topic.objects.filter(pk=self.value())
        return [("none", _("None")), *((topic.pk, topic.name) for topic in sorted(topics))]

    def queryset(self, request, queryset):
        if self.value() == "none":
            return queryset.filter(topic_items=None)
        return queryset.filter(topic_items__tag=self.value()) if self.value() else queryset


class UnpublishedChangesFilter(admin.SimpleListFilter):
    title = _("unpublished changes")
    parameter_name = "changes"

    def lookups(self, request, model_admin):
        return [("yes", _("Has some")), ("no", _("Has none"))]

    def queryset(self, request, queryset):
        if self.value() in ("yes", "no"):
            return queryset.filter(draft__isnull=self.value() == "no")
        return queryset


class ReviewDueFilter(admin.SimpleListFilter):
    title = _("medical review")
    parameter_name = "review"

    def lookups(self, request, model_admin):
        return [("stands", _("Stands")), ("none", _("Pending")), ("overdue", _("Overdue"))]

    def queryset(self, request, queryset):
        if self.value() == "stands":
            return queryset.filter(current_review__isnull=False)
        if self.value() == "none":
            return queryset.filter(current_review=None)
        if self.value() == "overdue":
            return queryset.filter(review_due_on__lt=timezone.localdate())
        return queryset


class ComingFilter(admin.SimpleListFilter):
    """By what the clock will do, or could not."""

    title = _("what is coming")
    parameter_name = "coming"

    def lookups(self, request, model_admin):
        return [
            ("scheduled", _("Scheduled")),
            ("expiry", _("Expires")),
            ("failed", _("Could not be published")),
        ]

    def queryset(self, request, queryset):
        now, shown = timezone.now(), Article.objects.filter(status=Article.Status.PUBLISHED)
        changes = ScheduledChange.objects.values("article")
        if self.value() == "scheduled":
            # By keys, each found with an index of its own.
            to_come = shown.filter(published_at__gt=now).values("pk")
            return queryset.filter(Q(pk__in=to_come) | Q(pk__in=changes))
        if self.value() == "expiry":
            return queryset.filter(status=Article.Status.PUBLISHED, expires_at__gt=now)
        if self.value() == "failed":
            return queryset.filter(pk__in=changes.failed())
        return queryset


class OwnerFilter(admin.SimpleListFilter):
    title = _("owner")
    parameter_name = "owner"

    def lookups(self, request, model_admin):
        return [("mine", _("Mine")), ("nobody", _("Nobody's"))]

    def queryset(self, request, queryset):
        if self.value() == "mine":
            return queryset.filter(owner=request.user)
        if self.value() == "nobody":
            return queryset.filter(owner=None)
        return queryset
