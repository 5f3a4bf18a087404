"""Editors and workers at the same time."""

import random

import pytest
from django.db import OperationalError

from articles.models import Article
from recommendations import locking, services
from recommendations.changes import Changes

from .processes import (
    CONTEXT,
    make_corpus,
    make_text,
    own_database,
    publish_anew,
    publish_new,
    start,
)
from .read_more import full_build_under_present_statistics, stored_lists

ROUNDS = 2
PATIENCE = 60
# Of a worker between two runs, so that SQLite's only writer is an editor now and then.
PAUSE = 0.3


@pytest.fixture
def corpus(tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), own_database(tmp_path):
        yield make_corpus(60)


def edit(pk, text, everybody_is_ready):
    everybody_is_ready.wait(PATIENCE)
    publish_anew(pk, text)


def write(text, everybody_is_ready):
    everybody_is_ready.wait(PATIENCE)
    publish_new(text)


def withdraw(pk, everybody_is_ready):
    everybody_is_ready.wait(PATIENCE)
    Article.objects.get(pk=pk).unpublish()


def delete(pk, everybody_is_ready):
    everybody_is_ready.wait(PATIENCE)
    Article.objects.get(pk=pk).delete()


def work(service, is_over):
    while not is_over.wait(PAUSE):
        service("en")


def test_ten_editors_and_two_workers_at_once_lose_nothing_and_meet_no_error(corpus):
    chance = random.Random(0)  # noqa: S311  (the same texts each time)
    is_over = CONTEXT.Event()
    workers = [start(work, service, is_over) for service in (services.build, services.refresh)]
    texts = {}
    try:
        for number in range(ROUNDS):
            ready = CONTEXT.Barrier(10)
            of_round = corpus[number * 8 : (number + 1) * 8]
            texts |= {article.pk: make_text(chance) for article in of_round[:6]}
            editors = [
                *(start(edit, article.pk, texts[article.pk], ready) for article in of_round[:6]),
                *(start(write, make_text(chance), ready) for _ in range(2)),
                start(withdraw, of_round[6].pk, ready),
                start(delete, of_round[7].pk, ready),
            ]
            for editor in editors:
                editor.join(PATIENCE)
            assert [editor.exitcode for editor in editors] == [0] * 10
    finally:
        is_over.set()
    for worker in workers:
        worker.join(PATIENCE)

    assert [worker.exitcode for worker in workers] == [0, 0]
    bodies = dict(Article.objects.filter(pk__in=texts).values_list("pk", "body"))
    assert bodies == {pk: f"<p>{text}</p>" for pk, text in texts.items()}
    assert not Changes.find("en")
    assert stored_lists() == full_build_under_present_statistics()


def test_a_worker_that_an_editor_stood_in_the_way_of_tries_again_and_gives_up_at_last(
    db, monkeypatch
):
    monkeypatch.setattr(locking, "PAUSES", [0, 0])
    tries = []

    @locking.locking_corpus
    def work(corpus, successful):
        tries.append(corpus.language)
        if len(tries) < successful:
            raise OperationalError
        return "done"

    assert work("en", 3) == "done"
    assert tries == ["en"] * 3
    with pytest.raises(OperationalError):
        work("en", 7)
    assert len(tries) == 6
