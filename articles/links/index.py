"""The index of links, written in the transaction that changes an article's text."""

from itertools import chain

from ..models import Article, InternalLink
from ..models.link import PATH_LENGTH, TEXT_LENGTH
from .reading import links_in, path_on_this_site
from .targets import find_target

_BATCH = 250
_KEY = ("path", "text", "in_draft")


def index_links(articles):
    """Write the links of `articles`, whose rows are saved already, those of their drafts too."""
    pks = [article.pk for article in articles]
    saved = Article.objects.filter(pk__in=pks).select_related("draft")
    wanted = {
        (article.pk, *link)
        for article in saved.prefetch_related("questions")
        for link in _links_of(article)
    }
    stored = {
        (link.source_id, *(getattr(link, name) for name in _KEY)): link.pk
        for link in InternalLink.objects.filter(source__in=pks)
    }
    if gone := [pk for key, pk in stored.items() if key not in wanted]:
        InternalLink.objects.filter(pk__in=gone).delete()
    InternalLink.objects.bulk_create(_row(*key) for key in sorted(wanted - stored.keys()))


def rebuild_links():
    """Write the links of all articles; yield how many articles are done, and of how many."""
    pks = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(pks), _BATCH):
        some = pks[first : first + _BATCH]
        index_links(Article.objects.filter(pk__in=some).only("pk"))
        yield first + len(some), len(pks)


def _links_of(article):
    """Return path, text and whether only the draft has it, of each link to this site."""
    answers = (question.answer for question in article.questions.all())
    seen = _read(article, [article.body, *answers])
    if not article.draft:
        return seen
    content = article.draft.content
    planned = _read(
        article, [content["body"], *(question["answer"] for question in content["questions"])]
    )
    new = {(path, text, True) for path, text, _ in planned - seen}
    return seen | new


def _read(article, texts):
    here = article.get_absolute_url()
    found = set()
    for href, text in chain.from_iterable(map(links_in, texts)):
        path = path_on_this_site(href, at=here)
        if path is not None:
            found.add((path[:PATH_LENGTH], text[:TEXT_LENGTH], False))
    return found


def _row(source_id, path, text, in_draft):
    target = find_target(path)
    return InternalLink(
        source_id=source_id,
        path=path,
        text=text,
        in_draft=in_draft,
        kind=target.kind,
        language=target.language,
        slug=target.slug,
    )
