from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """What an editor often looks for in the list of articles: a query string with a name."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters"
    )
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filter"), max_length=1000)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        default_permissions = ()  # everybody has their own
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint("user", "name", name="saved_filter_name_unique"),
        ]

    def __str__(self):
        return self.name
