from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Max
from django.utils.translation import gettext_lazy as _


class RevisionQuerySet(models.QuerySet):
    def taken(self):
        """Those that became the article, or its unpublished changes."""
        return self.exclude(event=Revision.Event.SET_ASIDE)

    def add(self, article, content, *, event, **fields):
        """Store `content` as the newest revision of `article`, whose row the caller has locked."""
        newest = self.filter(article=article).aggregate(number=Max("number"))["number"] or 0
        return self.create(
            article=article, number=newest + 1, content=content, event=event, **fields
        )


class Revision(models.Model):
    """An article with everything in it, as it was saved once; never changed."""

    class Event(models.TextChoices):
        FOUND = "found", _("As it was before the first revision")
        SAVED = "saved", _("Saved as a draft")
        SCHEDULED = "scheduled", _("Scheduled")
        PUBLISHED = "published", _("Published")
        IMPORTED = "imported", _("Imported")
        AT_ONCE = "at once", _("Changed at once, beside the form")
        UNPUBLISHED = "unpublished", _("Unpublished")
        RESTORED = "restored", _("Restored as a draft")
        SET_ASIDE = "aside", _("Set aside: somebody else saved first")
        MERGED = "merged", _("Merged as a draft")

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="revisions"
    )
    number = models.PositiveIntegerField(_("number"))
    event = models.CharField(_("what happened"), max_length=20, choices=Event)
    # See `articles.revisions.content`.
    content = models.JSONField(_("content"), encoder=DjangoJSONEncoder)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )

    # Of what was set aside: the number of the revision that it was made from, 0 if there was none.
    based_on = models.PositiveIntegerField(null=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint("article", "number", name="revision_number_unique"),
        ]

    def __str__(self):
        return f"{self.article} ({self.number})"
