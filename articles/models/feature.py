from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Feature(models.Model):
    """An article that editors put first: on home in its language, or on the page of a topic."""

    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        related_name="features",
        verbose_name=_("article"),
    )
    topic = models.ForeignKey(
        "articles.Topic",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="features",
        verbose_name=_("topic"),
        help_text=_("The topic whose page shows it. Without one, the home page does."),
    )
    position = models.PositiveIntegerField(
        _("order"), default=0, help_text=_("The lowest number comes first.")
    )

    class Meta:
        verbose_name = _("featured article")
        verbose_name_plural = _("featured articles")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "article",
                condition=Q(topic=None),
                name="feature_once_on_home",
                violation_error_message=_("This article is on the home page already."),
            ),
            models.UniqueConstraint(
                "article",
                "topic",
                name="feature_once_on_topic",
                violation_error_message=_("This article is on this topic's page already."),
            ),
        ]

    def __str__(self):
        return str(self.article)

    def clean(self):
        if self.topic and self.article_id and self.article.language != self.topic.language:
            raise ValidationError(_("The article and the topic must be in the same language."))
