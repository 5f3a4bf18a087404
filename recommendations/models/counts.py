"""How often readers saw and followed the links of Read More lists: nothing of who they were."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article


class LinkCountQuerySet(models.QuerySet):
    def kept(self):
        """Those young enough to be looked at, whether or not the others are deleted yet."""
        return self.filter(day__gt=_last_forgotten_day())

    def too_old(self):
        return self.filter(day__lte=_last_forgotten_day())


def _last_forgotten_day():
    return timezone.localdate() - timedelta(days=settings.READ_MORE_COUNTS_KEPT_DAYS)


class LinkCount(models.Model):
    """How often a link was seen and followed on a day, in a position of a list in some place."""

    class Place(models.TextChoices):
        PAGE = "page", _("under the article")
        FRAME = "frame", _("in a frame elsewhere")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=10, choices=Place)
    day = models.DateField(db_index=True)
    # Of the list as it was then: the signals that spoke for the link, the strongest first, with
    # spaces between; and the name of the trial of two weightings, if there was one.
    signals = models.CharField(max_length=80, blank=True)
    trial = models.CharField(max_length=16, blank=True)
    shows = models.PositiveIntegerField(default=0)
    clicks = models.PositiveIntegerField(default=0)

    objects = LinkCountQuerySet.as_manager()

    class Meta:
        # Nobody edits counts; whoever may see articles may see what the desk makes of them.
        default_permissions = ()
        verbose_name = _("What helps")
        verbose_name_plural = _("What helps")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "target", "position", "place", "day", "signals", "trial"],
                name="link_count_one_a_day",
            ),
        ]

    def __str__(self):
        return f"{self.article_id} → {self.target_id}, {self.day}: {self.clicks} of {self.shows}"
