"""How many requests a second a kept Read More list takes, beside a bare Django view of that size.

Both are served by gunicorn with one worker, one after the other in rounds, to four clients that
keep their connections. `--path` names what to compare instead of the API's list and the frame.
"""

import argparse
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "articles" / "demo"
PATHS = ("/api/v1/articles/leg-cramps-at-night/related", "/widget/leg-cramps-at-night/")
CLIENTS = 4
ROUNDS = 9
SECONDS = 2


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--path", action="append")
    paths = parser.parse_args().path or PATHS
    with tempfile.TemporaryDirectory() as var:
        make_site(var)
        with serving("cms.wsgi") as site:
            for path in paths:
                compare(site, path)


def compare(site, path):
    size = len(get(site.port, path))
    os.environ["BARE_SIZE"] = str(size)
    with serving("api:bare()", "--chdir", str(Path(__file__).parent)) as bare:
        rates = [(rate(site.port, path), rate(bare.port, "/")) for _ in range(ROUNDS)]
    ratio = statistics.median(kept / least for kept, least in rates)
    kept, least = (statistics.median(its) for its in zip(*rates, strict=True))
    print(  # noqa: T201  (the output of a script)
        f"{path}, {size} bytes: kept {kept:.0f}/s, bare {least:.0f}/s, ratio {ratio:.2f}"
    )


def make_site(var):
    """Set the environment up for a site in production with the sample articles."""
    os.environ |= site_environment(var)
    samples = sorted(map(str, DEMO.glob("*.jsonl")))
    for command in (
        ["migrate", "--verbosity", "0"],
        ["collectstatic", "--no-input", "--verbosity", "0"],
        ["import_articles", *samples],
        ["build_recommendations", "--verbosity", "0"],
    ):
        subprocess.run(  # noqa: S603  (our own commands)
            [sys.executable, "manage.py", *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )


def site_environment(var):
    return {
        "DJANGO_VAR_DIR": var,
        "DATABASE_URL": f"sqlite:///{var}/db.sqlite3",
        "DJANGO_SECRET_KEY": "x" * 50,
        "DJANGO_ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1",
        "DJANGO_SSL_REDIRECT": "0",
    }


class Server(NamedTuple):
    port: int
    # Of the process that looks after the worker.
    pid: int


@contextmanager
def serving(application, *options):
    """Serve `application`; yield where."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--threads", str(CLIENTS), "--log-level", "error"]
    server = subprocess.Popen([*command, *options], cwd=ROOT)  # noqa: S603  (our own server)
    try:
        wait_for(port)
        yield Server(port, server.pid)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def wait_for(port):
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    sys.exit("The server does not start.")


def get(port, path):
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200:
        sys.exit(f"{path}: {response.status}")
    return body


def rate(port, path):
    """Return how many requests for `path` are answered in a second."""
    counts = []
    end = time.perf_counter() + SECONDS

    def ask():
        connection, count = HTTPConnection("127.0.0.1", port), 0
        while time.perf_counter() < end:
            connection.request("GET", path)
            connection.getresponse().read()
            count += 1
        connection.close()
        counts.append(count)

    clients = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return sum(counts) / SECONDS


def bare():
    """Return a Django application of one view and no middleware."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpResponse
    from django.urls import path

    body = b"x" * int(os.environ["BARE_SIZE"])
    urls = [path("", lambda _request: HttpResponse(body, content_type="application/json"))]
    settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=tuple(urls), SECRET_KEY="x" * 50)
    return get_wsgi_application()


if __name__ == "__main__":
    main()
