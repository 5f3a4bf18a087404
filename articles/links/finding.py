"""What editors ask of the index of links."""

from dataclasses import dataclass

from ..models import Article, BrokenLink, InternalLink


@dataclass(frozen=True)
class LinkingPage:
    """An article that links to the one that is asked about."""

    article: Article
    texts: list[str]
    in_draft: bool

    @property
    def is_seen(self):
        """Whether readers see the link now."""
        return self.article.is_public and not self.in_draft


def pages_linking_to(article):
    """Return a `LinkingPage` for each article that links to `article`, those readers see first.

    Withdrawn ones are left out: nobody comes from there.
    """
    links = InternalLink.objects.to(article).exclude(source__status=Article.Status.WITHDRAWN)
    pages = {}
    for link in (
        links.select_related("source")
        .order_by("in_draft", "source__title", "pk")
        .defer("source__body")
    ):
        page = LinkingPage(link.source, [], link.in_draft)
        pages.setdefault(link.source_id, page).texts.append(link.text)
    return sorted(pages.values(), key=lambda page: not page.is_seen)


def count_broken_links():
    """Return how many links in what readers see now lead them nowhere."""
    return BrokenLink.objects.seen().count()
