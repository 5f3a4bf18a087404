"""What a CDN is told: the keys of pages, and which keys are out of date, after the commit."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from articles.models import Article
from cms.caching.versions import ChangeWatch
from cms.models import ContentChange
from recommendations.models import Pin

purged = []


def remember(keys):
    purged.append(keys)


@pytest.fixture
def heard(settings):
    purged.clear()
    settings.PURGE_FUNCTION = f"{__name__}.remember"
    return purged


@pytest.fixture
def cdn(settings):
    """A server that takes what a CDN would; `status` is what it answers."""
    requests = []

    class Handler(BaseHTTPRequestHandler):
        status = 200

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            requests.append((self.headers, json.loads(body)))
            self.send_response(self.status)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    settings.PURGE_URL = f"http://127.0.0.1:{server.server_port}/purge"
    server.requests, server.handler = requests, Handler
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_pages_have_no_keys_unless_a_cdn_reads_them(client, make_article):
    make_article(slug="cramps")
    assert "Surrogate-Key" not in client.get("/articles/cramps/").headers


@pytest.mark.parametrize(
    ("header", "keys"),
    [
        ("Surrogate-Key", "site en articles-article-detail read-more en/cramps"),
        ("Cache-Tag", "site,en,articles-article-detail,read-more,en/cramps"),
    ],
)
def test_a_page_says_its_keys_as_the_cdn_reads_them(client, make_article, settings, header, keys):
    settings.SURROGATE_KEY_HEADER = header
    make_article(slug="cramps")
    assert client.get("/articles/cramps/").headers[header] == keys


def test_keys_are_ascii_whatever_the_slug(client, make_article, settings):
    settings.SURROGATE_KEY_HEADER = "Surrogate-Key"
    article = make_article(slug="süß")
    assert (
        client.get(article.get_absolute_url()).headers["Surrogate-Key"].endswith("en/s%C3%BC%C3%9F")
    )


def test_one_act_purges_once_after_the_commit(make_article, commit, heard):
    with commit():
        make_article(topics=["Sleep", "Muscles"])
        assert heard == []
    assert heard[0] == ["site"]
    assert heard.count(["site"]) == 1


def test_a_rule_of_read_more_purges_the_pages_that_show_it(make_article, commit, heard):
    with commit():
        one, other = make_article(), make_article()
    heard.clear()
    with commit():
        Pin.objects.create(source=one, target=other)
    assert {tuple(keys) for keys in heard} == {("read-more",)}


def test_nothing_is_purged_for_what_no_page_shows(make_article, commit, heard, admin_user):
    with commit():
        admin_user.save()
    assert heard == []


@pytest.mark.parametrize(
    ("header", "name"), [("Surrogate-Key", "surrogate_keys"), ("Cache-Tag", "tags")]
)
def test_the_cdn_gets_the_keys_with_the_operators_headers(
    make_article, commit, cdn, settings, header, name
):
    settings.SURROGATE_KEY_HEADER = header
    settings.PURGE_HEADERS = {"Authorization": "Bearer secret"}
    with commit():
        make_article()
    headers, body = cdn.requests[0]
    assert body == {name: ["site"]}
    assert headers["Authorization"] == "Bearer secret"


def test_a_cdn_that_fails_breaks_no_save_and_is_logged(make_article, commit, cdn, caplog):
    cdn.handler.status = 500
    with commit():
        make_article("Cramps")
    assert Article.objects.published().filter(title="Cramps").exists()
    assert "HTTP Error 500" in caplog.text


def test_nothing_is_noted_while_tables_change(db, make_article, monkeypatch):
    before = ContentChange.objects.count()
    monkeypatch.setattr(ChangeWatch, "is_on", False)
    make_article()
    assert ContentChange.objects.count() == before
