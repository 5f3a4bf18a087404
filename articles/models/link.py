"""The links in articles to pages of this site; see `articles.links`."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from .former_topic import FormerTopicSlug
from .person import Person
from .public import Status
from .slug_history import FormerSlug
from .topic import Topic

PATH_LENGTH = 1000
TEXT_LENGTH = 200
# No page has a longer one.
SLUG_LENGTH = 200


def _articles(language, slug):
    from .article import Article  # noqa: PLC0415  (which is made of what is here)

    public = Article.objects.published()
    former = FormerSlug.objects.filter(article__in=public, language=language, slug=slug)
    return public.filter(language=language, slug=slug), former


def _topics(language, slug):
    address = {"language": language, "slug": slug}
    return Topic.objects.filter(**address), FormerTopicSlug.objects.filter(**address)


def _people(language, slug):
    return (Person.objects.filter(slug=slug),)


# What there must be at an address for it to lead somewhere: for each kind of page a function of
# language and slug that returns querysets, any of which will do.
FOUND_AT = {"article": _articles, "topic": _topics, "person": _people}


class InternalLinkQuerySet(models.QuerySet):
    def to(self, article):
        """The links by which readers come to `article`, from its former addresses too."""
        addresses = Q(language=article.language, slug=article.slug)
        for former in article.former_slugs.all():
            addresses |= Q(language=former.language, slug=former.slug)
        return self.filter(addresses, kind="article").exclude(source=article)

    def broken(self):
        """The links that lead readers nowhere, by what is public now."""
        broken = Q(kind="")
        for kind, found_at in FOUND_AT.items():
            found = Q()
            for rows in found_at(OuterRef("language"), OuterRef("slug")):
                found |= Exists(rows)
            broken |= Q(kind=kind) & ~found
        # What was withdrawn leads nobody anywhere.
        return self.filter(broken).exclude(source__status=Status.WITHDRAWN)

    def seen(self):
        """Those in what readers see now."""
        from .article import Article  # noqa: PLC0415  (as above)

        return self.filter(in_draft=False, source__in=Article.objects.published())


class InternalLink(models.Model):
    """A link from the text of an article to an address of this site.

    It keeps what the address is the address of, not what is there: that changes with each
    publication, and is looked up when it is asked for.
    """

    source = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        related_name="internal_links",
        verbose_name=_("article"),
    )
    path = models.CharField(_("leads to"), max_length=PATH_LENGTH)
    text = models.CharField(_("text of the link"), max_length=TEXT_LENGTH)
    in_draft = models.BooleanField(_("in unpublished changes only"), default=False)
    # As `articles.links.targets` finds them.
    kind = models.CharField(max_length=10)
    language = models.CharField(max_length=10)
    slug = models.CharField(max_length=SLUG_LENGTH)

    objects = InternalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("internal link")
        verbose_name_plural = _("internal links")
        ordering = ["source", "pk"]
        indexes = [models.Index(fields=["slug", "language"], name="internal_link_target_idx")]

    def __str__(self):
        return f"{self.source} → {self.path}"


class BrokenLinkManager(models.Manager.from_queryset(InternalLinkQuerySet)):
    def get_queryset(self):
        return super().get_queryset().broken()


class BrokenLink(InternalLink):
    """An internal link that leads readers nowhere."""

    objects = BrokenLinkManager()

    class Meta:
        proxy = True
        verbose_name = _("broken link")
        verbose_name_plural = _("broken links")
        ordering = ["source", "pk"]
