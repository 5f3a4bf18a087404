"""Links to other sites, and what was found at them; see `articles.links.checking`."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .link import TEXT_LENGTH
from .public import Status

URL_LENGTH = 2000


class ExternalAddressQuerySet(models.QuerySet):
    def due(self, *, max_age):
        """Those in articles that are not withdrawn, and not checked for `max_age` days."""
        used = ExternalLink.objects.filter(address=OuterRef("pk"))
        used = used.exclude(source__status=Status.WITHDRAWN)
        checked_before = timezone.now() - timedelta(days=max_age)
        old = Q(checked_at=None) | Q(checked_at__lte=checked_before)
        return self.filter(old, Exists(used)).order_by(
            models.F("checked_at").asc(nulls_first=True), "pk"
        )

    def unused(self):
        return self.filter(~Exists(ExternalLink.objects.filter(address=OuterRef("pk"))))


class ExternalAddress(models.Model):
    """An address on another site, known once however many articles link to it."""

    class Result(models.TextChoices):
        OK = "ok", _("Answers")
        MOVED = "moved", _("Moved for good")
        BROKEN = "broken", _("Broken")
        UNSURE = "unsure", _("Not sure")
        REFUSED = "refused", _("Not asked: in a private network")

    url = models.CharField(_("address"), max_length=URL_LENGTH, unique=True)
    checked_at = models.DateTimeField(_("checked"), null=True, db_index=True)
    result = models.CharField(_("result"), max_length=10, choices=Result, blank=True, db_index=True)
    # What the server said last, if it said anything.
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    detail = models.CharField(_("what happened"), max_length=200, blank=True)
    final_url = models.CharField(_("leads to"), max_length=URL_LENGTH, blank=True)
    failing_since = models.DateTimeField(_("failing since"), null=True)

    objects = ExternalAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("external link")
        verbose_name_plural = _("external links")
        ordering = ["url"]

    def __str__(self):
        return self.url


class ExternalLink(models.Model):
    """An article's link, or reference, to an address on another site."""

    source = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="external_links"
    )
    address = models.ForeignKey(ExternalAddress, on_delete=models.CASCADE, related_name="links")
    text = models.CharField(max_length=TEXT_LENGTH)
    in_draft = models.BooleanField(default=False)

    class Meta:
        ordering = ["source", "pk"]

    def __str__(self):
        return f"{self.source} → {self.address}"
