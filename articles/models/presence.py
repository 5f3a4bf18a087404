"""Who has which article open on the desk."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

# Of a window in the background browsers let a timer run once a minute.
GONE_AFTER = timedelta(seconds=70)


class PresenceQuerySet(models.QuerySet):
    def there(self):
        """Those who gave a sign in the last minute."""
        return self.filter(seen_at__gt=timezone.now() - GONE_AFTER)

    def note(self, *, user, article):
        self.filter(seen_at__lte=timezone.now() - GONE_AFTER).delete()
        self.update_or_create(user=user, article=article, defaults={"seen_at": timezone.now()})

    def others(self, *, user, article):
        """Return the names of who else has `article` open."""
        present = self.there().filter(article=article).exclude(user=user).select_related("user")
        users = [presence.user for presence in present.order_by("user__username")]
        return [other.get_full_name() or other.get_username() for other in users]


class Presence(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_index=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        default_permissions = ()  # kept by open forms alone
        constraints = [models.UniqueConstraint("article", "user", name="presence_once")]

    def __str__(self):
        return f"{self.user}: {self.article}"
