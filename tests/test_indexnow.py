"""What search engines are told of changes, and what not."""

import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.db import transaction
from django.utils import timezone

from articles.models import Article
from articles.signals import articles_imported
from cms import indexnow

KEY = "0123456789abcdef"
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def engine(settings):
    """A server that takes what a search engine would; `status` is what it answers."""
    messages = []

    class Handler(BaseHTTPRequestHandler):
        status = 202

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            messages.append(json.loads(body))
            self.send_response(self.status)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    settings.INDEXNOW_KEY = KEY
    settings.INDEXNOW_URL = f"http://127.0.0.1:{server.server_port}/indexnow"
    server.messages, server.handler = messages, Handler
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def told(engine):
    """Return the paths that the engine was told of since it was asked last, message by message."""
    lists = [message["urlList"] for message in engine.messages]
    engine.messages.clear()
    return [[address.removeprefix(SITE) for address in addresses] for addresses in lists]


def test_off_unless_there_is_a_key(make_article, commit, client, engine, settings):
    settings.INDEXNOW_KEY = ""
    with commit():
        make_article()
    assert engine.messages == []
    assert client.get("/indexnow.txt").status_code == 404


def test_a_message_says_whose_it_is_and_where_the_key_is_shown(
    make_article, commit, client, engine
):
    with commit():
        make_article(slug="cramps")
        assert engine.messages == []
    assert engine.messages == [
        {
            "host": "127.0.0.1:8000",
            "key": KEY,
            "keyLocation": f"{SITE}/indexnow.txt",
            "urlList": [f"{SITE}/articles/cramps/"],
        }
    ]
    shown = client.get("/indexnow.txt")
    assert shown.content.decode() == KEY
    assert shown.headers["Content-Type"] == "text/plain"


def test_all_that_one_transaction_changed_is_one_message(make_article, commit, engine):
    with commit():
        make_article(slug="b")
        make_article(slug="a")
        make_article(slug="süß", language="es").publish(significance="minor")
    assert told(engine) == [["/articles/a/", "/articles/b/", "/es/articles/s%C3%BC%C3%9F/"]]


def test_a_change_a_move_a_withdrawal_and_a_deletion_are_told(make_article, commit, engine):
    with commit():
        article = make_article(slug="cramps")
    told(engine)
    with commit():
        article.publish(significance="typo")
    assert told(engine) == [["/articles/cramps/"]]
    with commit():
        article.slug = "spasms"
        article.save()
        article.publish()
    assert told(engine) == [["/articles/cramps/", "/articles/spasms/"]]
    with commit():
        article.unpublish()
    assert told(engine) == [["/articles/spasms/"]]
    with commit():
        article.delete()
    assert told(engine) == [["/articles/spasms/"]]


def test_an_import_is_told_of_as_a_whole(make_article, commit, engine):
    articles = [make_article(), make_article(), make_article(status=Article.Status.DRAFT)]
    with commit():
        articles_imported.send(sender=Article, ids=[article.pk for article in articles])
    assert told(engine) == [["/articles/article-1/", "/articles/article-2/"]]


def test_long_lists_are_sent_in_parts(make_article, commit, engine, monkeypatch):
    monkeypatch.setattr(indexnow, "LONGEST_LIST", 2)
    with commit():
        for _ in range(3):
            make_article()
    assert [len(paths) for paths in told(engine)] == [2, 1]


def test_nothing_is_told_of_what_no_reader_has_seen(make_article, commit, engine):
    with commit():
        make_article(status=Article.Status.DRAFT).delete()
        later = make_article(at=timezone.now() + timedelta(days=1))
        make_article(at=timezone.now() + timedelta(days=1)).delete()
    with commit():
        later.unpublish()
    assert told(engine) == []


def test_what_was_seen_and_is_scheduled_anew_is_told_of(make_article, commit, engine):
    with commit():
        article = make_article(slug="cramps")
    told(engine)
    with commit():
        article.publish(at=timezone.now() + timedelta(days=1))
    assert told(engine) == [["/articles/cramps/"]]


def test_a_publication_that_is_taken_back_is_not_told_with_the_next_one(
    make_article, commit, engine
):
    draft = make_article(status=Article.Status.DRAFT)
    with commit():
        with transaction.atomic():
            draft.publish()
            transaction.set_rollback(True)
        make_article(slug="cramps")
    assert told(engine) == [["/articles/cramps/"]]


def test_an_engine_that_fails_breaks_no_save_and_is_logged(make_article, commit, engine, caplog):
    engine.handler.status = 429
    with commit():
        make_article("Cramps")
    assert Article.objects.published().filter(title="Cramps").exists()
    assert "HTTP Error 429" in caplog.text
