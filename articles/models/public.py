"""What readers may see: said here, and nowhere else."""

from django.db import models
from django.db.models import F, Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Of a picture: what its files are called, and what is said of it.
SHOWN_IN_LISTS = (
    *("key", "image", "width", "height", "focus_x", "focus_y"),
    *("alternative_text", "decorative", "language", "credit"),
)


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ArticleQuerySet(models.QuerySet):
    def published(self, *, at=None):
        """What a reader may see at a moment (now): the only spelling of "public"."""
        at = at or timezone.now()
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=at),
            status=Status.PUBLISHED,
            published_at__lte=at,
        )

    def next_change(self, *, after):
        """Return when `published()` next finds others than at `after`, by the clock alone."""
        shown = self.filter(status=Status.PUBLISHED)
        coming = shown.filter(published_at__gt=after).aggregate(at=Min("published_at"))["at"]
        going = shown.filter(expires_at__gt=after).aggregate(at=Min("expires_at"))["at"]
        return min(filter(None, (coming, going)), default=None)

    def came_by_the_clock(self, *, after, until):
        """Those that became public in between without anybody saving them."""
        since = {"published_at__gt": after, "published_at__lte": until}
        return self.filter(status=Status.PUBLISHED, published_at__gt=F("saved_at")).filter(**since)

    def went_by_the_clock(self, *, after, until):
        """Those that stopped being public in between."""
        since = {"expires_at__gt": after, "expires_at__lte": until}
        return self.filter(status=Status.PUBLISHED, **since)

    def in_language(self, language):
        return self.filter(language=language)

    def formerly_at(self, language, slug):
        """The articles that had the address of `slug` before they moved."""
        return self.filter(former_slugs__language=language, former_slugs__slug=slug)

    def featured(self, topic=None):
        """Those that editors put first on the page of `topic`, or on home, in their order."""
        return self.filter(features__isnull=False, features__topic=topic).order_by(
            "features__position", "features__pk"
        )

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def for_cards(self):
        """With the columns and the picture that a list of titles and summaries shows, no other."""
        return self.select_related("picture").only(
            "identifier",
            "title",
            "slug",
            "language",
            "status",
            "summary",
            "words",
            "published_at",
            "updated_at",
            "picture_alternative_text",
            *(f"picture__{name}" for name in SHOWN_IN_LISTS),
        )
