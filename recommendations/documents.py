"""What the index reads of an article."""

import re
from collections import defaultdict
from itertools import batched
from typing import NamedTuple
from urllib.parse import unquote

from articles.html import html_to_untidy_text
from articles.links import links_in, path_on_this_site
from articles.models import Article, ArticleTopic, FormerSlug, Question, article_path

from .index import Document

BATCH = 500

# Cleaned html has headings in just this form.
_HEADING = re.compile(r"<(h[23])>.*?</\1>", re.DOTALL)


def documents_of(article_ids):
    """Yield the document of each article, in order; an empty one for an article that is gone.

    Questions and their answers are part of its body.
    """
    for some in batched(article_ids, BATCH):
        # Values, where objects and what is prefetched for them would take most of the time.
        found = _texts(some)
        topics = _by_article(ArticleTopic, "content_object", some, "tag__name")
        questions = _by_article(Question, "article", some, "question", "answer")
        former = _by_article(FormerSlug, "article", some, "language", "slug")
        for article_id in some:
            if text := found.get(article_id):
                yield _document(text, topics[article_id], questions[article_id], former[article_id])
            else:
                yield Document()


class _Text(NamedTuple):
    """The fields of an article that are read."""

    title: str
    slug: str
    language: str
    also_known_as: list[str]
    summary: str
    body: str


def _texts(article_ids):
    articles = Article.objects.filter(pk__in=article_ids)
    return {pk: _Text(*its) for pk, *its in articles.values_list("pk", *_Text._fields)}


def _by_article(model, key, article_ids, *fields):
    """Return for each article the values of what belongs to it, in order."""
    rows = model.objects.filter(**{f"{key}__in": article_ids}).values_list(key, *fields)
    found = defaultdict(list)
    for article_id, *values in rows.iterator():
        found[article_id].append(values)
    return found


def _document(article, topics, questions, former):
    address = article_path(article.language, article.slug)
    texts = [f"{question}\n{html_to_untidy_text(answer)}" for question, answer in questions]
    return Document(
        title=article.title,
        also_known_as=tuple(article.also_known_as),
        topics=tuple(name for [name] in topics),
        headings=html_to_untidy_text(
            "".join(match[0] for match in _HEADING.finditer(article.body))
        ),
        summary=article.summary,
        body="\n".join([html_to_untidy_text(article.body), *texts]),
        links=tuple(_links(address, [article.body, *(answer for _, answer in questions)])),
        addresses=tuple(_addresses(address, former)),
    )


def _addresses(address, former):
    """Yield the paths at which the article is, or redirects from."""
    yield unquote(address)
    for language, slug in former:
        yield unquote(article_path(language, slug))


def _links(address, texts):
    """Yield the paths on this site to which `texts`, of the article at `address`, link."""
    for text in texts:
        for href, _ in links_in(text):
            if path := path_on_this_site(href, at=address):
                yield path
