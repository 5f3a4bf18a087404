"""Topics for a text: those that the articles most related to it have."""

from collections import defaultdict
from dataclasses import dataclass

from articles.models import ArticleTopic, Topic

from .lists import LIST_SIZE
from .matching import Version, matcher_for

MOST = 5
# A topic of a hardly related article says nothing: with the best one's score as 1, such a share.
LEAST = 0.1


@dataclass(frozen=True)
class SuggestedTopic:
    topic: Topic
    # From 0 to 1: of all that the related articles' scores add up to, that of those that have it.
    score: float


def suggest_topics(document, language, *, article_id=None, limit=MOST):
    """Return `SuggestedTopic`s for `document`, best first; none before a build of its language.

    `article_id` is the article that it is of, which is not to be asked what it has itself.
    """
    version = Version.current(language)
    if version is None:
        return []
    matches = matcher_for(language, version).match(document, LIST_SIZE, without={article_id})
    scores = {match.article_id: match.score for match in matches}
    by_topic = defaultdict(float)
    having = ArticleTopic.objects.filter(content_object__in=scores, tag__language=language)
    for article, topic in having.values_list("content_object", "tag"):
        by_topic[topic] += scores[article]
    total = sum(scores.values())
    best = sorted(by_topic, key=lambda topic: (-by_topic[topic], topic))[:limit]
    topics = Topic.objects.in_bulk(best)
    suggested = [SuggestedTopic(topics[pk], by_topic[pk] / total) for pk in best]
    return [one for one in suggested if one.score >= LEAST * suggested[0].score]
