"""What was counted, into the database."""

from django.db import transaction
from django.db.models import F
from django.tasks import task

from articles.models import Article

from .. import trial
from ..models import Corpus, LinkCount, RelatedArticle

KEY = ("article_id", "target_id", "position", "place", "day", "signals", "trial")
WHAT = {"shown": "shows", "clicked": "clicks"}
# A signal that gives less of a score says little of why a link is on the list.
LEAST_SHARE = 0.1


@task()
def store(counts):
    """Add `counts`, pairs of an `Event`'s values and a number, to those of their days.

    Anybody can send a beacon: what stands on no list that readers can see is left out.
    """
    listed = _listed({event[0] for event, _ in counts})
    # Sorted, so that of two who store the same each waits for the other's rows in turn.
    found = sorted(
        ((*event[:5], *listed[tuple(event[:2])]), WHAT[event[5]], number)
        for event, number in counts
        if tuple(event[:2]) in listed
    )
    with transaction.atomic():
        LinkCount.objects.bulk_create(
            [
                LinkCount(**dict(zip(KEY, key, strict=True)))
                for key in dict.fromkeys(key for key, *_ in found)
            ],
            ignore_conflicts=True,
        )
        for key, what, number in found:
            its = LinkCount.objects.filter(**dict(zip(KEY, key, strict=True)))
            its.update(**{what: F(what) + number})
        # Here too, so that the promise does not hang on a nightly command alone.
        LinkCount.objects.too_old().delete()


def _listed(articles):
    """Return the pairs on lists that readers can see: why, and under which trial."""
    corpora = Corpus.objects.values_list("language", "parameters")
    trials = {language: trial.name_of(parameters) for language, parameters in corpora}
    public = Article.objects.published().filter(pk__in=articles)
    rows = RelatedArticle.objects.visible().filter(source__in=public)
    return {
        (source, target): (signals_of(reasons), trials.get(language, ""))
        for source, target, reasons, language in rows.values_list(
            "source", "target", "reasons", "source__language"
        )
    }


def signals_of(reasons):
    """Return the signals that matter among the reasons of a row, in their order."""
    least = LEAST_SHARE * sum(reason.get("score", 0) for reason in reasons)
    return " ".join(reason["signal"] for reason in reasons if reason.get("score", 0) >= least)
