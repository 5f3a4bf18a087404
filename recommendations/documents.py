"""What the index reads of an article."""

import re
from itertools import batched

from articles.html import html_to_text
from articles.models import Article

from .index import Document

BATCH = 500

# Cleaned html has headings in just this form.
_HEADING = re.compile(r"<(h[23])>.*?</\1>", re.DOTALL)


def documents_of(article_ids):
    """Yield the document of each article, in order; an empty one for an article that is gone."""
    articles = Article.objects.only("title", "also_known_as", "summary", "body")
    for some in batched(article_ids, BATCH):
        found = articles.prefetch_related("topics", "questions").in_bulk(some)
        for article_id in some:
            article = found.get(article_id)
            yield document_of(article) if article else Document()


def document_of(article):
    """Return the document of `article`. Questions and their answers are part of its body."""
    questions = [
        f"{question.question}\n{html_to_text(question.answer)}"
        for question in article.questions.all()
    ]
    return Document(
        title=article.title,
        also_known_as="\n".join(article.also_known_as),
        topics="\n".join(topic.name for topic in article.topics.all()),
        headings=html_to_text("".join(match[0] for match in _HEADING.finditer(article.body))),
        summary=article.summary,
        body="\n".join([html_to_text(article.body), *questions]),
    )
