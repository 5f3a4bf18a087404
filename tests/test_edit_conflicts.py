"""Many people save one article at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections
from django.test import Client
from django.utils.html import strip_tags

from articles.models import Article

from .processes import CONTEXT, own_database, publish_new, start
from .test_admin import change, form_data, staff

ROUNDS = 2
PATIENCE = 300


@pytest.fixture
def article(tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), own_database(tmp_path):
        staff()
        yield publish_new("What is known")


def save_at_once(article, base, titles, answers):
    """Put, by title, where each session is sent to, and what its editor reads there.

    All are of one process, as a server's are.
    """
    user, everybody_is_ready = User.objects.get(), Barrier(len(titles))

    def save(title):
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        data = form_data(article, title=title, _revision=base, _continue="1")
        everybody_is_ready.wait(PATIENCE)
        try:
            address = client.post(change(article), data).headers["Location"]
            return address, strip_tags(client.get(address).text)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(titles)) as sessions:
        answers.put(dict(zip(titles, sessions.map(save, titles), strict=True)))


def test_of_those_who_save_at_once_one_wins_and_the_others_are_asked(article):
    # SQLite has one writer at a time, so there it is the waiting that is tested.
    sessions = 50 if connection.vendor == "postgresql" else 10
    for number in range(ROUNDS):
        newest = article.revisions.taken().first()
        base = str(newest.number if newest else 0)
        titles = [f"Round {number}, session {session}" for session in range(sessions)]
        answers = CONTEXT.Queue()
        server = start(save_at_once, article, base, titles, answers)
        sent_to = answers.get(timeout=PATIENCE)
        server.join(PATIENCE)
        assert server.exitcode == 0

        (winner,) = [title for title in titles if sent_to[title][0] == change(article)]
        for title in set(titles) - {winner}:
            address, text = sent_to[title]
            assert "/merge/" in address
            assert "As you wrote it" in text
            assert {winner, title} <= {line.strip() for line in text.splitlines()}
        present = Article.objects.get()
        assert (present.title, present.draft.content["title"]) == ("What is known", winner)
        kept = article.revisions.filter(content__title__in=titles)
        assert set(kept.values_list("content__title", flat=True)) == set(titles)
