"""The editors' word on Read More lists. It outranks whatever is computed."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from articles.models import Article


class Rule(models.Model):
    """Something an editor said, who, and when."""

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        abstract = True


def is_barred(source, target):
    """Return the condition, for a query, that editors keep `target` off the list of `source`."""
    return Exists(Exclusion.objects.between(source, target)) | Exists(
        NeverRecommended.objects.filter(article=target)
    )


class PairQuerySet(models.QuerySet):
    """Pairs of a source and a target that is, or may be, on its list."""

    def visible(self):
        """Pairs whose target a reader may see now, in the language of the source.

        What an editor keeps off a list is not seen from that moment on, refreshed or not.
        """
        return self.filter(
            ~is_barred(OuterRef("source"), OuterRef("target")),
            target__in=Article.objects.published(),
            target__language=F("source__language"),
        )


class PairRule(Rule):
    """What an editor said of one article on the list of another."""

    source = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="%(class)ss", verbose_name=_("source")
    )
    target = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="%(class)ss_of_it", verbose_name=_("target")
    )

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                "source",
                "target",
                name="%(class)s_unique",
                violation_error_message=_("That is so already."),
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="%(class)s_not_self",
                violation_error_message=_("An article cannot be on its own list."),
            ),
        ]

    def __str__(self):
        return f"{self.source} → {self.target}"

    def clean(self):
        if self.source.language != self.target.language:
            raise ValidationError(_("Both articles must be in the same language."))


class PinQuerySet(PairQuerySet):
    def next_position(self, source):
        last = self.filter(source=source).aggregate(last=Max("position"))["last"]
        return 0 if last is None else last + 1


class Pin(PairRule):
    """Always show the target on the source's list, before all that is computed."""

    position = models.PositiveIntegerField(_("position"), default=0)

    objects = PinQuerySet.as_manager()

    class Meta(PairRule.Meta):
        verbose_name = _("pin")
        verbose_name_plural = _("pins")
        ordering = ["position", "pk"]

    @property
    def stale(self):
        """The articles whose lists this may change."""
        return [self.source_id]


class ExclusionQuerySet(models.QuerySet):
    def between(self, source, target):
        """What keeps `target` off the list of `source`."""
        return self.filter(
            Q(source=source, target=target) | Q(both_ways=True, source=target, target=source)
        )


class Exclusion(PairRule):
    """Never show the target on the source's list; nor, both ways, the source on the target's."""

    both_ways = models.BooleanField(_("both ways"), default=False)

    objects = ExclusionQuerySet.as_manager()

    class Meta(PairRule.Meta):
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")

    @property
    def stale(self):
        # Both: perhaps it went both ways before it was saved.
        return [self.source_id, self.target_id]


class NeverRecommended(Rule):
    """Never show the article on any list. Its own list is made all the same."""

    article = models.OneToOneField(
        Article,
        on_delete=models.CASCADE,
        related_name="never_recommended",
        verbose_name=_("article"),
    )

    class Meta:
        verbose_name = _("article never recommended")
        verbose_name_plural = _("articles never recommended")

    def __str__(self):
        return str(self.article)

    @property
    def stale(self):
        return [self.article_id]
