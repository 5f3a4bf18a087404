"""What became of topics that were renamed or merged."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormerTopicSlug(models.Model):
    """An address that a topic has left, or taken over in a merge; it leads to the topic for good.

    As with articles: it points to the topic, and is looked up only where no topic answers.
    """

    topic = models.ForeignKey(
        "articles.Topic", on_delete=models.CASCADE, related_name="former_slugs"
    )
    language = models.CharField(_("language"), max_length=10)
    slug = models.SlugField(_("slug"), max_length=100, allow_unicode=True)

    class Meta:
        verbose_name = _("former address of a topic")
        verbose_name_plural = _("former addresses of topics")
        constraints = [
            models.UniqueConstraint("language", "slug", name="former_topic_slug_unique"),
        ]

    def __str__(self):
        return f"{self.language}/{self.slug}"

    @classmethod
    def record_move(cls, topic, *, language, slug):
        """Note that `slug` in `language` leads to `topic` now, wherever that is."""
        topic.former_slugs.filter(language=topic.language, slug=topic.slug).delete()
        cls.objects.update_or_create(language=language, slug=slug, defaults={"topic": topic})


class MergedTopic(models.Model):
    """The number of a topic that was merged: revisions and drafts of articles still have it."""

    former_pk = models.BigIntegerField(unique=True)
    topic = models.ForeignKey("articles.Topic", on_delete=models.CASCADE, related_name="merged")

    class Meta:
        verbose_name = _("merged topic")
        verbose_name_plural = _("merged topics")

    def __str__(self):
        return f"{self.former_pk} → {self.topic}"
