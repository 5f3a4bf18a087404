"""What lets people without an account see what is not public yet."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_SIGNER = Signer(salt="articles.preview", sep=".")


def default_expiry():
    return timezone.now() + timedelta(days=settings.PREVIEW_LINK_DAYS)


class PreviewLinkQuerySet(models.QuerySet):
    def usable(self):
        """Those that are neither revoked nor expired, of people who may still enter the desk."""
        return self.filter(
            revoked_at=None,
            expires_at__gt=timezone.now(),
            made_by__is_active=True,
            made_by__is_staff=True,
        )

    def find(self, token):
        """Return the usable link with the address of `token`, or None."""
        try:
            key = _SIGNER.unsign(token)
        except BadSignature:
            return None
        return self.usable().select_related("article__draft").filter(key=key).first()


class PreviewLink(models.Model):
    """An address at which an article can be seen as it was last saved, public or not.

    The address is signed with the site's secret key: who reads the database alone cannot make one.
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="preview_links"
    )
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="preview_links",
        verbose_name=_("made by"),
    )
    expires_at = models.DateTimeField(_("expires"), default=default_expiry)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        default_permissions = ()  # who may change the article may make and revoke them
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.article}, {self.expires_at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("preview", args=[_SIGNER.sign(self.key.hex)])

    @property
    def address(self):
        """The whole address, to be sent to somebody."""
        return f"{settings.SITE_URL}{self.get_absolute_url()}"

    def revoke(self):
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])
