"""What readers say of a page: answers counted by day, and comments that are kept for a while.

Nothing here tells one reader from another, and no answer can be tied to a comment.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_COMMENT = 1000


class FeedbackCountQuerySet(models.QuerySet):
    def count_answer(self, article, *, helpful):
        """Add one reader's answer to today's."""
        answer = "helpful" if helpful else "not_helpful"
        with transaction.atomic():
            today, _created = self.get_or_create(article=article, day=timezone.localdate())
            self.filter(pk=today.pk).update(**{answer: F(answer) + 1})

    def totals(self):
        """Return how many answered that it was helpful, and how many that it was not."""
        sums = self.aggregate(helpful=Sum("helpful"), not_helpful=Sum("not_helpful"))
        return sums["helpful"] or 0, sums["not_helpful"] or 0


class FeedbackCount(models.Model):
    """How many readers an article was helpful to on a day, and how many not."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="feedback_counts"
    )
    day = models.DateField()
    helpful = models.PositiveIntegerField(default=0)
    not_helpful = models.PositiveIntegerField(default=0)

    objects = FeedbackCountQuerySet.as_manager()

    class Meta:
        default_permissions = ()  # nobody edits counts
        constraints = [
            models.UniqueConstraint("article", "day", name="feedback_count_one_a_day"),
        ]

    def __str__(self):
        return f"{self.article}, {self.day}: +{self.helpful} -{self.not_helpful}"


class FeedbackCommentQuerySet(models.QuerySet):
    def kept(self):
        """Those young enough to be read, whether or not the others are deleted yet."""
        return self.filter(day__gt=_last_forgotten_day())

    def too_old(self):
        return self.filter(day__lte=_last_forgotten_day())


def _last_forgotten_day():
    return timezone.localdate() - timedelta(days=settings.FEEDBACK_KEPT_DAYS)


class FeedbackComment(models.Model):
    """What a reader wrote below an article, without who, from where or at what time."""

    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        related_name="feedback_comments",
        verbose_name=_("article"),
    )
    language = models.CharField(_("language"), max_length=10)
    day = models.DateField(_("day"), default=timezone.localdate, db_index=True)
    helpful = models.BooleanField(_("helpful"))
    text = models.TextField(_("comment"), max_length=LONGEST_COMMENT)
    is_done = models.BooleanField(_("done"), default=False)

    objects = FeedbackCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader's comment")
        verbose_name_plural = _("readers' comments")
        default_permissions = ("view", "change", "delete")
        ordering = ["-day", "-pk"]

    def __str__(self):
        return f"{self.day}, {self.article}"
