"""What editors typed and did not save, so that nothing of it is lost."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEY_LENGTH = 32


class AutosaveQuerySet(models.QuerySet):
    def too_old(self):
        return self.filter(saved_at__lte=timezone.now() - timedelta(settings.AUTOSAVE_KEPT_DAYS))

    def keep(self, *, user, article, key, data):
        """Keep what was typed into the form with `key`, in place of what it was before."""
        self.too_old().delete()
        kept = {"article": article, "data": data}
        return self.update_or_create(user=user, key=key, defaults=kept)[0]


class Autosave(models.Model):
    """The fields of one open form, as they are sent; no state of the article, and no revision."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="autosaves"
    )
    # Null where the form is that of a new article.
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, null=True, related_name="autosaves"
    )
    # Each form that is opened has one: two that are open at once do not overwrite each other.
    key = models.CharField(max_length=KEY_LENGTH)
    data = models.TextField()
    saved_at = models.DateTimeField(_("saved"), auto_now=True, db_index=True)

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        default_permissions = ()  # each sees their own
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint("user", "key", name="autosave_one_a_form")]

    def __str__(self):
        return f"{self.user}, {self.saved_at:%Y-%m-%d %H:%M}"
