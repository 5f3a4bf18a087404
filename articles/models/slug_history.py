from django.db import models
from django.utils.translation import gettext_lazy as _


class FormerSlug(models.Model):
    """An address that an article was public at and has left; it leads to where the article is now.

    It points to the article and not to an address, so there are no chains. It is looked up only
    where no public article answers, and never kept for the article's present address: no loops.
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="former_slugs"
    )
    language = models.CharField(_("language"), max_length=10)
    slug = models.SlugField(_("slug"), max_length=200, allow_unicode=True)
    created_at = models.DateTimeField(_("left at"), auto_now_add=True)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            models.UniqueConstraint("language", "slug", name="former_slug_unique_in_language"),
        ]

    def __str__(self):
        return f"{self.language}/{self.slug}"

    @classmethod
    def record_move(cls, article, *, language, slug):
        """Note that `article`, once public, is no longer at `slug` in `language`."""
        article.former_slugs.filter(language=article.language, slug=article.slug).delete()
        cls.objects.update_or_create(language=language, slug=slug, defaults={"article": article})
