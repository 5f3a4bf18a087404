import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

_PREFIX = "article_"  # so that whoever finds one knows what it is
_RANDOM_BYTES = 32


def in_a_year():
    return timezone.localdate() + timedelta(days=365)


class APITokenQuerySet(models.QuerySet):
    def usable(self):
        """Those that are neither revoked nor expired, of people who may enter the desk."""
        return self.filter(
            revoked_at=None,
            expires_on__gt=timezone.localdate(),
            owner__is_active=True,
            owner__is_staff=True,
        )

    def find(self, secret):
        """Return the usable token that `secret` is, or None."""
        return self.usable().select_related("owner").filter(digest=_digest(secret)).first()


class APIToken(models.Model):
    """What lets a program write articles as its owner may; see `docs/api.md`."""

    class Scope(models.TextChoices):
        WRITE = "articles:write", _("Write drafts")
        PUBLISH = "articles:publish", _("Publish")

    name = models.CharField(
        _("name"), max_length=100, help_text=_("What it is for, and where it is kept.")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="api_tokens",
        editable=False,
        verbose_name=_("owner"),
    )
    # In a context: Django's "may" is the month.
    scopes = models.JSONField(pgettext_lazy("a program", "may"), default=list)
    # The secret is as random as can be, and so needs no slow hash.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_on = models.DateField(_("expires"), default=in_a_year)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    last_used_on = models.DateField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    objects = APITokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(digest=""), name="api_token_has_a_digest"),
        ]

    def __str__(self):
        return self.name

    def new_secret(self):
        """Set, without saving, a new secret, and return it: it is not to be had again."""
        secret = _PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
        self.digest = _digest(secret)
        return secret

    def allows(self, scope):
        return scope in self.scopes

    def note_use(self):
        """Keep the day, once a day: not when, from where or how often."""
        today = timezone.localdate()
        if self.last_used_on != today:
            self.last_used_on = today
            self.save(update_fields=["last_used_on"])

    def revoke(self):
        if self.revoked_at is None:
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])


def _digest(secret):
    return sha256(secret.encode(errors="replace")).hexdigest()
