"""What the clock will do to articles, and up to when it was told of."""

from django.conf import settings
from django.db import models
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .article import Article


class ScheduledChangeQuerySet(models.QuerySet):
    def due(self):
        return self.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")

    def next_due(self, *, after):
        return self.filter(due_at__gt=after).aggregate(at=Min("due_at"))["at"]

    def failed(self):
        return self.exclude(problem="")


class ScheduledChange(models.Model):
    """A revision that is to be published at a time: that very one, whatever is saved after it."""

    article = models.OneToOneField(
        Article,
        on_delete=models.CASCADE,
        related_name="scheduled_change",
        verbose_name=_("article"),
    )
    # Whoever forgets old revisions must leave this one.
    revision = models.ForeignKey(
        "articles.Revision",
        on_delete=models.RESTRICT,
        related_name="+",
        verbose_name=_("revision"),
    )
    due_at = models.DateTimeField(_("due"), db_index=True)
    significance = models.CharField(
        _("significance"),
        max_length=10,
        choices=Article.Significance,
        default=Article.Significance.MINOR,
    )
    change_note = models.CharField(_("what changed"), max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("scheduled by"),
    )
    # Why it could not be published when it was due.
    problem = models.TextField(_("problem"), blank=True)

    objects = ScheduledChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheduled change")
        verbose_name_plural = _("scheduled changes")

    def __str__(self):
        return str(self.revision)


class Clock(models.Model):
    """Up to when the project was told what became public, or stopped being so, by the clock.

    There is one row, which `migrate` makes.
    """

    caught_up_to = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")

    def __str__(self):
        return str(self.caught_up_to)
