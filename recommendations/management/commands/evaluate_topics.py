"""`manage.py evaluate_topics`: how good the suggested topics are, against those editors chose."""

from dataclasses import replace
from statistics import fmean

from django.core.management.base import BaseCommand, CommandError

from articles.interchange.progress import progress_bar
from articles.models import Article, ArticleTopic

PLACES = 3


class Command(BaseCommand):
    help = (
        "For each public article with topics, suggest topics as if it had none and were not here, "
        "and compare with those it has (leave one out)."
    )

    def add_arguments(self, parser):
        parser.add_argument("--language", default="en")
        parser.add_argument(
            "--every", type=int, default=1, metavar="N", help="Only each Nth article."
        )

    def handle(self, *, language, every, verbosity, **options):
        labels = labels_of(language)
        articles = sorted(labels)[::every]
        hits, possible = [], []
        with progress_bar(verbosity=verbosity) as progress:
            for article in progress.track(articles, description="Suggesting"):
                first = [one.topic.pk for one in suggestions_for(article, language)][:PLACES]
                hits.append(len(labels[article].intersection(first)))
                possible.append(min(PLACES, len(labels[article])))
        if not any(hits):
            raise CommandError("Nothing was suggested: is there a build (build_recommendations)?")
        precision, ceiling = fmean(hits) / PLACES, fmean(possible) / PLACES
        recall = fmean(hit / len(labels[pk]) for hit, pk in zip(hits, articles, strict=True))
        success = fmean(hit > 0 for hit in hits)
        self.stdout.write(f"articles     {len(articles)}")
        self.stdout.write(f"precision@3  {precision:.3f} (at most {ceiling:.3f}: few have three)")
        self.stdout.write(f"recall@3     {recall:.3f}")
        self.stdout.write(f"success@3    {success:.3f} (any of the three is right)")


def labels_of(language):
    """Return the topics of each public article that has any."""
    public = Article.objects.published().in_language(language)
    labels = {}
    having = ArticleTopic.objects.filter(content_object__in=public, tag__language=language)
    for article, topic in having.values_list("content_object", "tag"):
        labels.setdefault(article, set()).add(topic)
    return labels


def suggestions_for(article_id, language):
    from recommendations.documents import documents_of  # noqa: PLC0415  (slow to load)
    from recommendations.suggesting import suggest_topics  # noqa: PLC0415  (as above)

    [document] = documents_of([article_id])
    return suggest_topics(replace(document, topics=()), language, article_id=article_id)
