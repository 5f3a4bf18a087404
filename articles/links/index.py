"""The index of links, written in the transaction that changes an article's text."""

from dataclasses import dataclass
from itertools import chain

from ..models import Article, ExternalAddress, ExternalLink, InternalLink, Reference
from ..models.external import URL_LENGTH
from ..models.link import PATH_LENGTH, TEXT_LENGTH
from .reading import links_in, path_on_this_site, web_address
from .targets import find_target

_BATCH = 250


@dataclass(frozen=True, order=True)
class _Link:
    """A link as it is stored: `address` is a path on this site, or a URL on another."""

    source_id: int
    is_internal: bool
    address: str
    text: str
    in_draft: bool = False


def index_links(articles):
    """Write the links of `articles`, whose rows are saved already, those of their drafts too."""
    pks = [article.pk for article in articles]
    saved = Article.objects.filter(pk__in=pks).select_related("draft")
    wanted = {
        link
        for article in saved.prefetch_related("questions", "references")
        for link in _links_of(article)
    }
    stored = _stored(pks)
    for model in (InternalLink, ExternalLink):
        its = {link: pk for (kind, link), pk in stored.items() if kind is model}
        if gone := [pk for link, pk in its.items() if link not in wanted]:
            model.objects.filter(pk__in=gone).delete()
    new = sorted(wanted - {link for _, link in stored})
    InternalLink.objects.bulk_create(_internal_row(link) for link in new if link.is_internal)
    _create_external([link for link in new if not link.is_internal])


def rebuild_links():
    """Write the links of all articles; yield how many articles are done, and of how many."""
    pks = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(pks), _BATCH):
        some = pks[first : first + _BATCH]
        index_links(Article.objects.filter(pk__in=some).only("pk"))
        yield first + len(some), len(pks)


def _stored(pks):
    internal = InternalLink.objects.filter(source__in=pks)
    external = ExternalLink.objects.filter(source__in=pks)
    rows = [
        (InternalLink, True, internal.values_list("pk", "source", "path", "text", "in_draft")),
        (
            ExternalLink,
            False,
            external.values_list("pk", "source", "address__url", "text", "in_draft"),
        ),
    ]
    return {
        (model, _Link(source, is_internal, *link)): pk
        for model, is_internal, values in rows
        for pk, source, *link in values
    }


def _links_of(article):
    """Return the links that readers see, and those that only the draft has."""
    answers = [question.answer for question in article.questions.all()]
    seen = _read(article, [article.body, *answers], article.references.all())
    if not article.draft:
        return seen
    content = article.draft.content
    answers = [question["answer"] for question in content["questions"]]
    references = [
        Reference(text=row["text"], url=row["url"], doi=row["doi"], pmid=row["pmid"])
        for row in content["references"]
    ]
    planned = _read(article, [content["body"], *answers], references)
    new = {
        _Link(one.source_id, one.is_internal, one.address, one.text, True) for one in planned - seen
    }
    return seen | new


def _read(article, texts, references):
    here = article.get_absolute_url()
    cited = ((reference.link, reference.text) for reference in references if reference.link)
    found = set()
    for href, text in chain(chain.from_iterable(map(links_in, texts)), cited):
        path = path_on_this_site(href, at=here)
        url = "" if path else web_address(href)
        if path:
            found.add(_Link(article.pk, True, path[:PATH_LENGTH], text[:TEXT_LENGTH]))
        elif url and len(url) <= URL_LENGTH:
            found.add(_Link(article.pk, False, url, text[:TEXT_LENGTH]))
    return found


def _internal_row(link):
    target = find_target(link.address)
    return InternalLink(
        source_id=link.source_id,
        path=link.address,
        text=link.text,
        in_draft=link.in_draft,
        kind=target.kind,
        language=target.language,
        slug=target.slug,
    )


def _create_external(links):
    if not links:
        return
    urls = sorted({link.address for link in links})
    # Another article may bring the same address at this moment.
    ExternalAddress.objects.bulk_create(
        [ExternalAddress(url=url) for url in urls], ignore_conflicts=True
    )
    keys = dict(ExternalAddress.objects.filter(url__in=urls).values_list("url", "pk"))
    ExternalLink.objects.bulk_create(
        ExternalLink(
            source_id=link.source_id,
            address_id=keys[link.address],
            text=link.text,
            in_draft=link.in_draft,
        )
        for link in links
    )
