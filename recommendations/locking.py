"""Transactions of workers, which give way to editors."""

import time
from functools import wraps

from django.db import IntegrityError, OperationalError, connection, transaction

from .models import Corpus

# A worker locks in the order of editors: the corpus, articles, vectors. Where the two wait for each
# other all the same, PostgreSQL refuses one of them after a second; a worker waits less, so that it
# is not an editor's.
BEFORE_WORK = """
SET LOCAL lock_timeout = '100ms';
SET CONSTRAINTS ALL IMMEDIATE;
"""
PAUSES = (0.1, 0.3, 1.0, 3.0)


def locking_corpus(work):
    """Let `work`, of a corpus, be called with a language: in a transaction that locks its corpus.

    It is run anew where an editor's transaction stood in the way, by holding rows that it needs or
    by deleting articles that its lists have.
    """

    @wraps(work)
    def run(language, *args):
        for pause in PAUSES:
            try:
                return _run_once(work, language, args)
            except (IntegrityError, OperationalError):
                time.sleep(pause)
        return _run_once(work, language, args)

    return run


def _run_once(work, language, args):
    with transaction.atomic():
        # For other workers it waits as long as they take.
        corpus = Corpus.objects.lock(language)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(BEFORE_WORK)
        return work(corpus, *args)
