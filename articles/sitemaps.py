"""What search engines are told of: every public page, in sitemaps that stay small.

All addresses begin with SITE_URL, whatever host was asked.
"""

from collections import defaultdict

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import translation

from .jsonld import absolute
from .models import Article
from .pictures.renditions import whole
from .topics import public_topics


class SiteSitemap(Sitemap):
    limit = 10_000

    def get_protocol(self, protocol=None):
        return settings.SITE_URL.partition("://")[0]

    def get_domain(self, site=None):
        return settings.SITE_URL.partition("://")[2]


class ArticleSitemap(SiteSitemap):
    """Articles in all languages, each with its translations and its picture."""

    def items(self):
        return (
            Article.objects.published()
            .select_related("current_review", "picture")  # `dates` asks for the review
            .only(
                *("slug", "language", "translation_of", "published_at", "updated_at"),
                *("review_due_on", "current_review__reviewed_on", "picture__key"),
                *("picture__image", "picture__width", "picture__height"),
            )
            .order_by("pk")
        )

    def lastmod(self, article):
        return article.dates.modified

    def get_urls(self, page=1, **kwargs):
        urls = super().get_urls(page=page, **kwargs)
        if urls:
            families = _families(urls[0]["item"].pk, urls[-1]["item"].pk)
            for url in urls:
                family = families[_original(url["item"])]
                url["alternates"] = family if len(family) > 1 else []
                url["image"] = _image(url["item"].picture)
        return urls


class TopicSitemap(SiteSitemap):
    def items(self):
        return [topic for code, _name in settings.LANGUAGES for topic in public_topics(code)]


class PersonSitemap(SiteSitemap):
    """A person has a page in each language that they wrote or reviewed a public article in."""

    def items(self):
        public = Article.objects.published()
        written = public.filter(authors__isnull=False)
        reviewed = public.filter(current_review__isnull=False)
        return (
            written.values_list("language", "authors__slug")
            .union(reviewed.values_list("language", "current_review__reviewer__slug"))
            .order_by("language", "authors__slug")
        )

    def location(self, item):
        language, slug = item
        with translation.override(language):
            return reverse("articles:person-detail", args=[slug])


class ListSitemap(SiteSitemap):
    """Home and the lists, in every language."""

    i18n = True
    alternates = True
    names = ("articles:home", "articles:topic-list", "articles:a-to-z")

    def items(self):
        return self.names

    def location(self, name):
        return reverse(name)


SITEMAPS = {
    "articles": ArticleSitemap,
    "topics": TopicSitemap,
    "people": PersonSitemap,
    "lists": ListSitemap,
}


def _image(picture):
    return picture and absolute(whole(picture).fallback.url)


def _original(article):
    return article.translation_of_id or article.pk


def _families(first, last):
    """Return, by original, all translations of the public articles from id `first` to `last`."""
    public = Article.objects.published()
    originals = public.filter(pk__range=(first, last)).values(
        original=Coalesce("translation_of", "pk")
    )
    members = public.filter(Q(pk__in=originals) | Q(translation_of__in=originals))
    families = defaultdict(list)
    for article in members.only("slug", "language", "translation_of").order_by("language"):
        families[_original(article)].append(
            {
                "lang_code": article.language,
                "location": absolute(article.get_absolute_url()),
            }
        )
    return families
