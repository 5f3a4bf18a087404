"""The pages about the site itself, and for people who show our lists, for search engines."""

from collections import defaultdict

from articles import sitemaps
from articles.jsonld import absolute

from .models import Page


class PageSitemap(sitemaps.SiteSitemap):
    """Pages in all languages, each with its translations."""

    def items(self):
        return Page.objects.only("slug", "language", "updated_at").order_by("pk")

    def lastmod(self, page):
        return page.updated_at

    def get_urls(self, **kwargs):
        versions = defaultdict(list)
        for page in self.items():
            versions[page.slug].append(
                {"lang_code": page.language, "location": absolute(page.get_absolute_url())}
            )
        urls = super().get_urls(**kwargs)
        for url in urls:
            family = versions[url["item"].slug]
            url["alternates"] = family if len(family) > 1 else []
        return urls


class ListSitemap(sitemaps.ListSitemap):
    names = (*sitemaps.ListSitemap.names, "developers")


SITEMAPS = {**sitemaps.SITEMAPS, "lists": ListSitemap, "pages": PageSitemap}
