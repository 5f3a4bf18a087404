"""What the index reads of an article."""

import re
from itertools import batched
from urllib.parse import unquote

from articles.html import html_to_text
from articles.links import links_in, path_on_this_site
from articles.models import Article

from .index import Document

BATCH = 500

# Cleaned html has headings in just this form.
_HEADING = re.compile(r"<(h[23])>.*?</\1>", re.DOTALL)


def documents_of(article_ids):
    """Yield the document of each article, in order; an empty one for an article that is gone."""
    articles = Article.objects.only(
        "title", "slug", "language", "also_known_as", "summary", "body"
    ).prefetch_related("topic_items__tag", "questions", "former_slugs")
    for some in batched(article_ids, BATCH):
        found = articles.in_bulk(some)
        for article_id in some:
            article = found.get(article_id)
            yield document_of(article) if article else Document()


def document_of(article):
    """Return the document of `article`. Questions and their answers are part of its body."""
    questions = article.questions.all()
    address = article.get_absolute_url()
    texts = [f"{question.question}\n{html_to_text(question.answer)}" for question in questions]
    return Document(
        title=article.title,
        also_known_as=tuple(article.also_known_as),
        topics=tuple(item.tag.name for item in article.topic_items.all()),
        headings=html_to_text("".join(match[0] for match in _HEADING.finditer(article.body))),
        summary=article.summary,
        body="\n".join([html_to_text(article.body), *texts]),
        links=tuple(_links(address, [article.body, *(question.answer for question in questions)])),
        addresses=tuple(_addresses(address, article)),
    )


def _addresses(address, article):
    """Yield the paths at which the article is, or redirects from."""
    yield unquote(address)
    for former in article.former_slugs.all():
        moved = Article(language=former.language, slug=former.slug)
        yield unquote(moved.get_absolute_url())


def _links(address, texts):
    """Yield the paths on this site to which `texts`, of the article at `address`, link."""
    for text in texts:
        for href, _ in links_in(text):
            if path := path_on_this_site(href, at=address):
                yield path
