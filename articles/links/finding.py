"""What editors ask of the index of links."""

from dataclasses import dataclass

from ..models import Article, FormerSlug, InternalLink


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


def count_pages_linking_to(articles):
    """Return how many public articles link to each of `articles`, by its id; none is left out."""
    at_address = {(article.language, article.slug): article.pk for article in articles}
    former = FormerSlug.objects.filter(article__in=[article.pk for article in articles])
    for language, slug, pk in former.values_list("language", "slug", "article"):
        at_address.setdefault((language, slug), pk)
    links = InternalLink.objects.seen().filter(
        kind="article", slug__in={slug for _, slug in at_address}
    )
    sources = {pk: set() for pk in at_address.values()}
    for language, slug, source in links.values_list("language", "slug", "source"):
        if pk := at_address.get((language, slug)):
            sources[pk].add(source)
    return {pk: len(its - {pk}) for pk, its in sources.items()}
