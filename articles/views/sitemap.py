from django.contrib.sitemaps.views import SitemapIndexItem, x_robots_tag
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..jsonld import absolute


@require_safe
@x_robots_tag
def sitemap_index(request, sitemaps):
    """List the pages of all sitemaps.

    Django's own view begins addresses with the host that was asked, and reads every item for the
    newest date.
    """
    pages = [
        SitemapIndexItem(_address(section, page))
        for section, sitemap in sitemaps.items()
        for page in sitemap().paginator.page_range
    ]
    return render(request, "sitemap_index.xml", {"sitemaps": pages}, content_type="application/xml")


def _address(section, page):
    address = absolute(reverse("sitemap", kwargs={"section": section}))
    return address if page == 1 else f"{address}?p={page}"
