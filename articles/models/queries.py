"""What readers ask for, and what editors say they should find."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..languages import default_language, language_choices

WORDS_LENGTH = 80


class PromotedResult(models.Model):
    """An article that editors want first when readers search for certain words."""

    words = models.CharField(
        _("words"),
        max_length=WORDS_LENGTH,
        help_text=_(
            "What readers type, the whole of it. Case, accents, endings and the order of the words"
            " do not matter."
        ),
    )
    language = models.CharField(
        _("language"), max_length=10, choices=language_choices, default=default_language
    )
    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        related_name="promotions",
        verbose_name=_("article"),
    )
    position = models.PositiveIntegerField(
        _("order"), default=0, help_text=_("Of several articles, the lowest comes first.")
    )
    # By which a query is known, whatever its order, case and endings.
    terms = models.CharField(max_length=300, db_index=True, editable=False)

    class Meta:
        verbose_name = _("promoted result")
        verbose_name_plural = _("promoted results")
        ordering = ["language", "words", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "language",
                "terms",
                "article",
                name="promoted_result_once",
                violation_error_message=_("The article is promoted for these words already."),
            ),
            models.CheckConstraint(condition=~models.Q(terms=""), name="promoted_result_has_words"),
        ]

    def __str__(self):
        return f"{self.words} → {self.article}"


class UnansweredQuery(models.Model):
    """Words for which readers found nothing on a day, and how often; nothing of who they were."""

    day = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=10, choices=language_choices)
    words = models.CharField(_("words"), max_length=WORDS_LENGTH)
    count = models.PositiveIntegerField(_("searches"), default=1)

    class Meta:
        verbose_name = _("search without a result")
        verbose_name_plural = _("searches without a result")
        ordering = ["-day", "-count", "words"]
        constraints = [
            models.UniqueConstraint("day", "language", "words", name="unanswered_query_once_a_day")
        ]

    def __str__(self):
        return self.words
