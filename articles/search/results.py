"""From what a reader typed to the articles that answer it."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Case, Count, QuerySet, Value, When

from ..models import Article, SearchName, Topic
from .engine import Query, engine
from .spelling import respell
from .text import fold_word, terms, without_function_words, words

# What finds fewer may be mistyped.
FEW = 3
# Nobody asks for more, and each costs time.
MOST_WORDS = 20
TOPICS = 5


@dataclass(frozen=True)
class Results:
    """What was found among `public`, the articles that may be found, for the words of `text`."""

    text: str
    language: str
    public: QuerySet
    beginning: str = ""  # of a word that the last may be meant to be
    is_corrected: bool = False  # `text` is not what was typed
    is_partial: bool = False  # nothing has all the words; these have some

    @cached_property
    def folded(self):
        return [fold_word(word) for word in words(self.text)][:MOST_WORDS]

    @cached_property
    def query(self):
        meant = without_function_words(self.folded, self.language)
        return Query(tuple(terms(meant, self.language)), self.beginning, self.is_partial)

    @cached_property
    def articles(self):
        """Those that match: first what has the words for its title, then for another name."""
        if not self.folded:
            return self.public.none()
        first = Case(
            When(pk__in=[pk for pk, is_title in self.named if is_title], then=Value(0)),
            When(pk__in=[pk for pk, _ in self.named], then=Value(1)),
            default=Value(2),
        )
        return self.matching.order_by(first, "-relevance", "pk")

    @cached_property
    def matching(self):
        return engine().matches(self.public, self.query)

    @cached_property
    def named(self):
        """The articles with exactly these words for a name, by id, and whether it is the title."""
        names = SearchName.objects.filter(terms=" ".join(terms(self.folded, self.language)))
        return names.of(self.public).values_list("article_id", "is_title")

    def finds(self, number):
        """Return whether so many articles match."""
        return self.matching.order_by()[:number].count() == number

    def count_with_all(self):
        """Return how many articles have all the words."""
        return 0 if self.is_partial or not self.folded else self.matching.count()

    @cached_property
    def topics(self):
        """The topics that most of the articles have, each with its `article_count`."""
        by_topic = self.matching.filter(topic_items__isnull=False).values_list("topic_items__tag")
        counts = dict(by_topic.annotate(number=Count("pk")).order_by("-number")[:TOPICS])
        topics = sorted(Topic.objects.filter(pk__in=counts), key=lambda topic: -counts[topic.pk])
        for topic in topics:
            topic.article_count = counts[topic.pk]
        return topics


def search(text, language, *, as_typed=False):
    """Return the `Results` for `text` among the public articles in `language`.

    Where no article has all the words, the last is taken for one that is still being typed; where
    next to none has them, they are corrected, unless wanted `as_typed`; and where still none has
    all of them, those are found that have any.
    """
    typed = Results(text, language, Article.objects.published().in_language(language))
    if not typed.folded or typed.named or typed.finds(FEW):
        return typed
    finds_any = typed.finds(1)
    if not finds_any:
        unfinished = replace(typed, beginning=typed.folded[-1])
        if unfinished.finds(1):
            return unfinished
    corrected = typed
    if not as_typed and (text := respell(typed)):
        corrected = replace(typed, text=text, is_corrected=True)
        if corrected.finds(1):
            return corrected
    return typed if finds_any else replace(corrected, is_partial=True)
