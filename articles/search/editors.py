"""What editors put first, and what readers ask for in vain."""

import re
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from ..models import Article, UnansweredQuery
from ..models.queries import WORDS_LENGTH
from .text import fold, terms_of, words

# A flood of made-up words fills no table.
MOST_A_DAY = 1000
_MOST_WORDS = 8
# An address, or as many digits as telephones, insurance cards and dates of birth have.
_PERSONAL = re.compile(r"@|://|www\.|\d(?:[\s./()-]*\d){4}")


def query_terms(text, language):
    """Return what makes two queries the same, whatever their order, case and endings."""
    return " ".join(sorted(terms_of(text, language)))


def promoted(text, language):
    """Return the public articles that editors want first for `text`, in their order."""
    terms = query_terms(text, language)
    if not terms:
        return Article.objects.none()
    public = Article.objects.published().in_language(language)
    return public.filter(promotions__terms=terms, promotions__language=language).order_by(
        "promotions__position", "promotions__pk"
    )


def count_unanswered(text, language):
    """Count for today that a reader found nothing for `text`, unless it may be personal."""
    folded = fold(text)
    if not folded or looks_personal(text):
        return
    today = timezone.localdate()
    of_today = UnansweredQuery.objects.filter(day=today)
    if of_today.filter(language=language, words=folded).update(count=F("count") + 1):
        return
    forget_old_queries()
    if of_today.count() < MOST_A_DAY:
        # Where another reader was faster, one search of many is not counted.
        UnansweredQuery.objects.bulk_create(
            [UnansweredQuery(day=today, language=language, words=folded)], ignore_conflicts=True
        )


def looks_personal(text):
    """Return whether `text` may say who somebody is, or is no query but a letter."""
    too_long = len(fold(text)) > WORDS_LENGTH or len(words(text)) > _MOST_WORDS
    return too_long or bool(_PERSONAL.search(text))


def forget_old_queries():
    UnansweredQuery.objects.filter(day__lt=first_day_kept()).delete()


def first_day_kept():
    return timezone.localdate() - timedelta(days=settings.UNANSWERED_QUERIES_KEPT_DAYS)
