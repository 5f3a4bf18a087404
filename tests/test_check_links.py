"""`check_links` against a server of our own that does all that servers do."""

import re
import socket
import ssl
import struct
from contextlib import closing, suppress
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from articles.links import http
from articles.links.checking import check
from articles.links.visiting import visit
from articles.models import ExternalAddress, Reference

from .test_admin import change, staff
from .test_links import linking

Result = ExternalAddress.Result
CERTIFICATE = Path(__file__).with_name("self_signed.pem")


class Handler(BaseHTTPRequestHandler):
    """Does what the path says: `/404`, or a method of that name."""

    def do_GET(self):
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"]))
        name = self.path.partition("?")[0].split("/")[1]
        if name.isdecimal():
            location = "/200" if name.startswith("3") else None
            self.answer(int(name), location=location)
        else:
            getattr(self, name)()

    do_HEAD = do_GET  # noqa: N815  (the library's name)

    def answer(self, status, *, location=None, retry_after=None):
        self.send_response(status)
        for name, value in (("Location", location), ("Retry-After", retry_after)):
            if value is not None:
                self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def loop(self):
        self.answer(302, location="/loop/" if self.path == "/loop" else "/loop")

    def endless(self):
        self.answer(302, location=f"{self.path}/x")

    def nowhere(self):
        self.answer(301, location="gopher://example.org/")

    def private(self):
        self.answer(302, location=f"http://127.0.0.2:{self.server.server_port}/200")

    def slow(self):
        self.server.closing.wait()

    def drip(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.server.closing.wait(0.05):
            self.wfile.write(b"X: y\r\n")

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def garbage(self):
        self.wfile.write(b"This is not HTTP.\r\n\r\n")

    def get_only(self):
        self.answer(405 if self.command == "HEAD" else 200)

    def there_again(self):
        self.answer(200)

    def busy_once(self):
        is_first = len(self.server.asked) == 1
        self.answer(429 if is_first else 200, retry_after="2" if is_first else None)

    def busy_long(self):
        self.answer(503, retry_after="3600")

    def busy_until(self):
        self.answer(503, retry_after="Fri, 31 Dec 2027 23:59:59 GMT")

    def log_message(self, *args):
        pass

    def finish(self):
        with suppress(OSError, ValueError):  # the client has gone, or was reset
            super().finish()


class Server(ThreadingHTTPServer):
    daemon_threads = False

    def handle_error(self, request, address):
        pass  # clients go as they please


def serve(*, context=None):
    server = Server(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.asked, server.closing = [], Event()
    server.url = f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    return server


def end(server):
    server.closing.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def server():
    server = serve()
    yield server
    end(server)


@pytest.fixture(autouse=True)
def on_this_machine(settings):
    settings.LINK_CHECK_PRIVATE = True
    settings.LINK_CHECK_INTERVAL = 1.5


@pytest.fixture
def waits():
    """The seconds for which was waited, without waiting."""
    return []


@pytest.fixture
def checked(db, waits):
    """Check addresses, and return them as they are stored then."""

    def checked(*urls):
        addresses = [ExternalAddress.objects.get_or_create(url=url)[0] for url in urls]
        list(check(addresses, wait=waits.append))
        return [ExternalAddress.objects.get(url=url) for url in urls]

    return checked


@pytest.mark.parametrize(
    ("path", "result", "status", "detail"),
    [
        ("/200", Result.OK, 200, ""),
        ("/404", Result.BROKEN, 404, ""),
        ("/410", Result.BROKEN, 410, ""),
        ("/403", Result.UNSURE, 403, ""),
        ("/500", Result.UNSURE, 500, ""),
        ("/301", Result.MOVED, 200, ""),
        ("/308", Result.MOVED, 200, ""),
        ("/302", Result.OK, 200, ""),
        ("/get_only", Result.OK, 200, ""),
        ("/loop", Result.BROKEN, 302, "in circles"),
        ("/endless", Result.BROKEN, 302, "in circles"),
        ("/nowhere", Result.BROKEN, 301, "to no address"),
        ("/reset", Result.UNSURE, None, "."),
        ("/garbage", Result.UNSURE, None, "."),
    ],
)
def test_what_a_server_says_is_what_is_found(server, path, result, status, detail):
    outcome = visit(f"{server.url}{path}")
    assert (outcome.result, outcome.status) == (result, status)
    assert re.search(detail, outcome.detail)
    assert outcome.final_url == (f"{server.url}/200" if result == Result.MOVED else "")


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_no_server_is_waited_for_long(server, monkeypatch, path):
    monkeypatch.setattr(http, "SECONDS", 0.3)
    outcome = visit(f"{server.url}{path}")
    assert (outcome.result, outcome.may_pass) == (Result.UNSURE, True)


def test_a_certificate_that_nobody_signed_is_broken():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    server = serve(context=context)
    outcome = visit(f"{server.url}/200")
    end(server)
    assert outcome.result == Result.BROKEN
    assert outcome.detail.startswith("certificate: ")
    assert server.asked == []


def test_nobody_there_is_not_sure():
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    assert visit(f"http://127.0.0.1:{port}/").result == Result.UNSURE


@pytest.mark.parametrize(
    ("error", "result"), [("EAI_NONAME", Result.BROKEN), ("EAI_AGAIN", Result.UNSURE)]
)
def test_a_host_without_a_name_is_broken_unless_it_may_be_there_later(monkeypatch, error, result):
    def fail(*args, **kwargs):
        raise socket.gaierror(getattr(socket, error), "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert visit("http://nowhere.example/").result == result


def test_the_server_learns_who_asks_and_is_asked_by_head_first(server, settings):
    visit(f"{server.url}/200?a=%20b")
    visit(f"{server.url}/404")
    [(method, path, agent), *others] = server.asked
    assert (method, path) == ("HEAD", "/200?a=%20b")
    assert agent.endswith(f"(+{settings.SITE_URL}/)")
    assert [method for method, *_ in others] == ["HEAD", "GET"]


# Private networks


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.1", "224.0.0.1", "[::1]", "[fe80::1]", "[fc00::1]", "[::ffff:10.0.0.1]"),
        *("localhost", "2130706433"),
    ],
)
def test_private_networks_are_not_asked(settings, monkeypatch, host):
    settings.LINK_CHECK_PRIVATE = False
    monkeypatch.setattr(socket, "create_connection", None)
    assert visit(f"http://{host}/").result == Result.REFUSED


def test_a_name_with_any_private_address_is_not_asked(settings, monkeypatch):
    settings.LINK_CHECK_PRIVATE = False
    found = [(None, None, None, "", (address, 80)) for address in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "create_connection", None)
    assert visit("http://example.org/").result == Result.REFUSED


def test_no_redirect_leads_into_a_private_network(settings, monkeypatch, server):
    settings.LINK_CHECK_PRIVATE = False
    monkeypatch.setattr(http, "is_public", lambda address: address == "127.0.0.1")
    assert visit(f"{server.url}/private").result == Result.REFUSED
    assert [path for _, path, _ in server.asked] == ["/private"]


def test_public_addresses_are_public():
    assert http.is_public("93.184.215.14")
    assert http.is_public("2606:4700::1111")


# Patience


def test_a_host_is_asked_slowly_and_others_at_the_same_time(server, checked, waits):
    paths = [f"{server.url}/200?{number}" for number in range(3)]
    addresses = checked(*paths, f"http://localhost:{server.server_port}/200")
    assert {address.result for address in addresses} == {Result.OK}
    assert waits == [1.5, 1.5]


def test_what_may_pass_is_tried_again_ever_later(server, checked, waits):
    [address] = checked(f"{server.url}/500")
    assert address.result == Result.UNSURE
    assert waits == [5, 10]


def test_a_busy_server_says_when_to_come_again(server, checked, waits):
    [address] = checked(f"{server.url}/busy_once")
    assert address.result == Result.OK
    assert waits == [2]


@pytest.mark.parametrize("path", ["/busy_long", "/busy_until"])
def test_who_wants_to_be_left_alone_for_long_is_asked_another_day(server, checked, waits, path):
    [address] = checked(f"{server.url}{path}")
    assert (address.result, address.status) == (Result.UNSURE, 503)
    assert waits == []


def test_nobody_waits_any_more_when_it_is_stopped(server, db):
    urls = [f"{server.url}/200?{number}" for number in range(3)]
    addresses = ExternalAddress.objects.bulk_create(ExternalAddress(url=url) for url in urls)
    checking = check(addresses)
    assert next(checking).result == Result.OK
    checking.close()
    assert ExternalAddress.objects.filter(checked_at=None).count() == 2


def test_an_error_of_ours_is_not_kept_secret(monkeypatch, server, checked):
    monkeypatch.setattr("articles.links.checking.visit", None)
    with pytest.raises(TypeError):
        checked(f"{server.url}/200")


def test_since_when_it_fails_is_remembered_until_it_does_not(server, checked, monkeypatch):
    [first] = checked(f"{server.url}/404")
    [second] = checked(f"{server.url}/404")
    assert first.failing_since == second.failing_since
    assert first.checked_at < second.checked_at
    monkeypatch.setattr(Handler, "do_HEAD", Handler.there_again)
    [third] = checked(f"{server.url}/404")
    assert (third.result, third.failing_since) == (Result.OK, None)


# The command


@pytest.fixture
def run(monkeypatch, capsys):
    patient = partial(check, wait=lambda _: False)
    monkeypatch.setattr("articles.management.commands.check_links.check", patient)

    def run(*arguments):
        call_command("check_links", *arguments)
        return capsys.readouterr().out

    return run


def test_links_and_references_are_checked_and_reported(server, make_article, run):
    article = make_article("Asthma", body=linking(f"{server.url}/404#x") + linking("/none/"))
    Reference.objects.create(article=article, text="A study", url=f"{server.url}/301")
    article.publish()
    report = run()
    assert f"Broken: {server.url}/404\n  404\n  in: Asthma" in report
    assert f"Moved for good: {server.url}/301\n  200 {server.url}/200\n  in: Asthma" in report
    assert re.search(r"1  Broken\n", report)
    n_asked = len(server.asked)
    assert run("--report") == report
    run()
    assert len(server.asked) == n_asked
    run("--max-age", "0", "--limit", "1")
    assert len(server.asked) > n_asked


def test_only_what_is_in_use_is_checked(server, make_article, run):
    withdrawn = make_article(body=linking(f"{server.url}/404"))
    withdrawn.unpublish()
    ExternalAddress.objects.create(url=f"{server.url}/410")
    run()
    assert server.asked == []
    assert [address.url for address in ExternalAddress.objects.all()] == [f"{server.url}/404"]


def test_old_results_are_checked_again(server, make_article, run):
    make_article(body=linking(f"{server.url}/200"))
    run()
    ExternalAddress.objects.update(checked_at=timezone.now() - timedelta(days=8))
    run()
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "address",
    ["http://", "http://[", "http://a:b/", "mailto:a@b.example", f"https://e/{'x' * 2000}"],
)
def test_what_cannot_be_asked_for_is_left_out(make_article, address):
    make_article(body=linking(address))
    assert not ExternalAddress.objects.exists()


def test_addresses_in_other_scripts_are_asked_for_as_servers_know_them(make_article):
    make_article(body=linking("https://müller.example/sueño?q=a b"))
    assert ExternalAddress.objects.get().url == "https://xn--mller-kva.example/sue%C3%B1o?q=a%20b"


# The desk


def test_the_desk_lists_what_was_found(server, make_article, run, client):
    article = make_article("Asthma", body=linking(f"{server.url}/404", "a study"))
    run()
    client.force_login(staff())
    report = client.get(reverse("admin:articles_externaladdress_changelist"), {"result": "broken"})
    assert f"{server.url}/404" in report.text
    assert "Broken · 404" in report.text
    assert change(article) in report.text
    form = client.get(change(article)).text
    assert "Links in this text that lead nowhere" in form
    assert f"{server.url}/404" in form
    make_article(body=linking("https://example.org/"))
    ExternalAddress.objects.filter(checked_at=None).get()
    assert (
        "Not checked yet" in client.get(reverse("admin:articles_externaladdress_changelist")).text
    )


def test_who_may_not_see_articles_does_not_see_the_report(client, db):
    client.force_login(staff("view_topic"))
    assert client.get(reverse("admin:articles_externaladdress_changelist")).status_code == 403
