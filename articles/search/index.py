"""The search index of published articles, written in the transaction that publishes them."""

import unicodedata

from ..models import Article, SearchName, SearchWord
from .engine import engine
from .letters import letter_of
from .text import columns_of, fold_word, terms, topics_of, words

# A longer name is none.
NAME_LENGTH = 300
# What a reader may mistype. Shorter words are corrected as part of a name only.
SHORTEST_WORD, LONGEST_WORD = 3, 40
_BATCH = 250


def index_articles(articles):
    """Write what search reads of `articles`, whose rows (topics, questions) are saved already.

    Of those that are not to be published it keeps nothing. Those that are scheduled are among the
    published: whoever reads the index asks `published()` as well.
    """
    articles = list(articles)
    unpublished = [article.pk for article in articles if not _is_published(article)]
    if unpublished:
        remove_articles(unpublished)
    published = [article for article in articles if _is_published(article)]
    if published:
        _write(published)


def index_topics(articles):
    """Write the topics of `articles` anew, of which nothing else has changed."""
    found, spellings = {}, {}
    for article in articles:
        written = words(topics_of(article))
        folded = list(map(fold_word, written))
        found[article.pk] = terms(folded, article.language)
        spellings |= {
            (article.language, word): spelling
            for word, spelling in zip(folded, written, strict=True)
        }
    engine().write_topics(found)
    _learn(spellings)


def remove_articles(pks):
    engine().remove(pks)
    SearchName.objects.filter(article__in=pks).delete()


def rebuild():
    """Make the whole index anew, and forget words that no article has any more."""
    SearchWord.objects.all().delete()
    pks = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(pks), _BATCH):
        batch = Article.objects.filter(pk__in=pks[first : first + _BATCH])
        index_articles(batch.prefetch_related("topics", "questions"))
        yield min(first + _BATCH, len(pks)), len(pks)


def _is_published(article):
    return article.status == Article.Status.PUBLISHED


def _write(articles):
    entries, names, spellings = {}, [], {}
    for article in articles:
        columns = {name: words(text) for name, text in columns_of(article).items()}
        folded = {name: list(map(fold_word, found)) for name, found in columns.items()}
        entries[article.pk] = {
            name: terms(found, article.language) for name, found in folded.items()
        }
        names += _names(article)
        for column, found in folded.items():
            for spelling, word in zip(columns[column], found, strict=True):
                spellings.setdefault((article.language, word), spelling)
    engine().write(entries)
    SearchName.objects.filter(article__in=entries).delete()
    SearchName.objects.bulk_create(names)
    _learn(spellings)


def _names(article):
    titles = {article.title: True}
    for name, is_title in (titles | dict.fromkeys(article.also_known_as, False)).items():
        name = name[:NAME_LENGTH]
        folded = list(map(fold_word, words(name)))
        yield SearchName(
            article=article,
            name=name,
            is_title=is_title,
            letter=letter_of(name),
            folded=f" {' '.join(folded)} "[:NAME_LENGTH],
            terms=" ".join(terms(folded, article.language))[:NAME_LENGTH],
        )


def _learn(spellings):
    """Add the words of `spellings` to the vocabulary."""
    SearchWord.objects.bulk_create(
        [
            SearchWord(
                language=language, folded=word, word=unicodedata.normalize("NFC", spelling.lower())
            )
            # In order, so that two transactions never wait for each other's words.
            for (language, word), spelling in sorted(spellings.items())
            if SHORTEST_WORD <= len(word) <= LONGEST_WORD
            and len(spelling) <= LONGEST_WORD
            and not any(char.isdecimal() for char in word)
        ],
        ignore_conflicts=True,
    )
