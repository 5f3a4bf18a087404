from django.db import models
from django.utils.translation import gettext_lazy as _


class Review(models.Model):
    """The record that a named reviewer checked the article as it was on a day. Never changed."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="reviews"
    )
    reviewer = models.ForeignKey(
        "articles.Person",
        on_delete=models.PROTECT,
        related_name="reviews",
        verbose_name=_("reviewer"),
    )
    reviewed_on = models.DateField(_("reviewed on"))
    # Null where the review is older than the first revision, or came with an import.
    revision = models.ForeignKey(
        "articles.Revision",
        on_delete=models.RESTRICT,
        null=True,
        editable=False,
        related_name="reviews",
        verbose_name=_("revision"),
    )
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-reviewed_on", "-pk"]

    def __str__(self):
        return f"{self.reviewer}, {self.reviewed_on:%Y-%m-%d}"
