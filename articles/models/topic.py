from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from ..languages import default_language, language_choices
from ..slugs import slug_base
from .former_topic import FormerTopicSlug

SLUG_LENGTH = 100


class Topic(TagBase):
    """A subject heading, with a page of its own in one language."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("slug"), max_length=SLUG_LENGTH, allow_unicode=True)
    language = models.CharField(
        _("language"), max_length=10, choices=language_choices, default=default_language
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
        help_text=_("The wider topic whose page leads to this one."),
    )
    description = models.TextField(
        _("description"),
        blank=True,
        help_text=_("One or two plain sentences for the topic's page."),
    )
    synonyms = models.JSONField(
        _("synonyms"), default=list, blank=True, help_text=_("Other words readers use, one a line.")
    )

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint("language", "name", name="topic_name_unique_in_language"),
            models.UniqueConstraint("language", "slug", name="topic_slug_unique_in_language"),
            models.CheckConstraint(condition=~models.Q(name=""), name="topic_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("pk")),
                name="topic_not_its_own_parent",
                violation_error_message=_("A topic cannot be part of itself."),
            ),
        ]

    def get_absolute_url(self):
        with translation.override(self.language):
            return reverse("articles:topic-detail", args=[self.slug])

    def save(self, **kwargs):
        with transaction.atomic():
            stored = Topic.objects.filter(pk=self.pk).values("language", "slug").first()
            super().save(**kwargs)
            if stored and stored != {"language": self.language, "slug": self.slug}:
                FormerTopicSlug.record_move(self, **stored)

    def clean(self):
        if self.pk and self.children.exclude(language=self.language).exists():
            raise ValidationError({"language": _("Its subtopics are in another language.")})
        if self.parent:
            self._check_parent(self.parent)

    def _check_parent(self, parent):
        if parent.language != self.language:
            raise ValidationError({"parent": _("The wider topic must be in the same language.")})
        if self.pk and self in (parent, *ancestors(parent)):
            raise ValidationError({"parent": _("That topic is itself part of this one.")})

    def slugify(self, tag, i=None):
        """Return the slug that taggit gives a new topic, by the rules of articles' slugs."""
        slug = slug_base(tag, max_length=SLUG_LENGTH - 4, fallback="topic")
        return slug if i is None else f"{slug}-{i + 1}"


def ancestors(topic):
    """Return the topics that `topic` is part of, the nearest first.

    Each once: where two editors saved at the same moment, there may be a circle.
    """
    above = []
    while (topic := topic.parent) and topic not in above:
        above.append(topic)
    return above


def topics_standing_for(pks):
    """Return the topics of these numbers, and for those that were merged what has taken them in."""
    return Topic.objects.filter(Q(pk__in=pks) | Q(merged__former_pk__in=pks)).distinct()


class ArticleTopic(ItemBase):
    content_object = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="topic_items"
    )
    tag = models.ForeignKey(
        Topic, on_delete=models.CASCADE, related_name="article_items", verbose_name=_("topic")
    )

    class Meta:
        verbose_name = _("article's topic")
        verbose_name_plural = _("articles' topics")
        constraints = [
            models.UniqueConstraint("content_object", "tag", name="article_topic_unique"),
        ]

    def __str__(self):
        return f"{self.content_object} / {self.tag}"
