"""What `POST /api/v1/related` takes on a large site: processor time, memory, and what it misses.

The articles are mixed from the real ones by ../shared/bench/make_corpus.py, and the texts asked
about are further ones. Of a full build only the part is made that texts are compared by: vectors
and statistics, and no lists. A worker of gunicorn answers, as in production, one request after the
other; processor time is its own, so that a busy machine makes it no longer.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

from api import ROOT, get, serving, site_environment
from run import DATA, set_up

MAKE_CORPUS = DATA.parent / "bench" / "make_corpus.py"
PATH = "/api/v1/related"
TEXTS = 100
SHORT, LONG = 4_000, 200_000
SHOWN = 4
BATCH = 1_000


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--prepare", help=argparse.SUPPRESS)  # the part that takes much memory
    options = parser.parse_args()
    if options.prepare:
        prepare(options.articles, Path(options.prepare))
        return
    with tempfile.TemporaryDirectory() as var:
        os.environ |= site_environment(var) | {"API_REQUESTS_A_MINUTE": "0"}
        os.environ |= {"API_TEXTS_A_MINUTE": "0"}
        for command in (
            ["manage.py", "migrate", "--verbosity", "0"],
            [__file__, "--articles", str(options.articles), "--prepare", f"{var}/texts.json"],
        ):
            subprocess.run([sys.executable, *command], cwd=ROOT, check=True)  # noqa: S603  (ours)
        asked = json.loads(Path(f"{var}/texts.json").read_text(encoding="utf-8"))
        with serving("cms.wsgi") as server:
            for name, figure in measure(server, asked):
                print(f"{name:<52}  {figure}")  # noqa: T201  (the output of a script)


def prepare(count, path):
    """Store articles and their vectors; write texts, and what comparing with all finds for them."""
    set_up()
    from articles.html import html_to_text
    from articles.models import Article
    from recommendations import services
    from recommendations.index import Document

    command = [sys.executable, str(MAKE_CORPUS), str(count + TEXTS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as corpus:  # noqa: S603  (ours)
        further = store_articles(map(json.loads, corpus.stdout), count)
    if corpus.returncode:
        sys.exit("There are no articles to measure with.")
    index, translations = services.fit("en")
    store_vectors(index, translations)
    texts = [html_to_text(article["body_html"])[:SHORT] for article in further]
    rows = index.transform(Document(body=text) for text in texts)
    whole = index.replaced([], [-1 - number for number in range(TEXTS)], rows)
    identifiers = dict(Article.objects.values_list("pk", "identifier"))
    found = [[identifiers[pk] for pk in its] for its in best_of_all(whole, count)]
    path.write_text(json.dumps({"texts": texts, "found": found}), encoding="utf-8")


def best_of_all(index, count):
    """Return the ids of the best for each of the texts, which are last in the index."""
    import numpy as np

    from recommendations.lists import LIST_SIZE, floor_of, with_repeats_behind

    neighbors, scores = index.neighbors(
        LIST_SIZE, rows=range(count, count + TEXTS), groups=[*range(count), *[count] * TEXTS]
    )
    places = (scores > 0) & (scores >= floor_of(index.statistics_))
    order = with_repeats_behind(index, neighbors, places)[:, :SHOWN]
    listed = np.take_along_axis(places, order, axis=1)
    best = index.ids_[np.take_along_axis(neighbors, order, axis=1)]
    return [its[its_listed].tolist() for its, its_listed in zip(best, listed, strict=True)]


def store_articles(given, count):
    """Store the first `count` articles; return the others."""
    from itertools import batched, islice

    from articles.models import Article

    published = datetime(2026, 1, 1, tzinfo=UTC)
    for some in batched(islice(given, count), BATCH):
        Article.objects.bulk_create(
            Article(
                identifier=its["id"],
                title=its["title"],
                slug=f"a-{its['id'].replace(':', '-')}",
                summary=its.get("summary", ""),
                body=its["body_html"],
                also_known_as=its.get("also_known_as", []),
                status=Article.Status.PUBLISHED,
                published_at=published,
            )
            for its in some
        )
    return list(given)


def store_vectors(index, translations):
    from django.utils import timezone

    from recommendations import storage
    from recommendations.models import Corpus

    storage.save_vectors(
        index,
        range(len(translations)),
        tag=1,
        built={},
        fitted=translations.keys(),
        entry_scores=dict.fromkeys(translations, 0.0),
    )
    corpus = Corpus(language="en", tag=1, built_at=timezone.now())
    corpus.parameters = storage.parameters_of(index)
    storage.save_statistics(corpus, index.statistics_)


def measure(server, asked):
    port, worker = server.port, worker_of(server)
    get(port, "/healthz")  # it has loaded what it serves pages with
    before, _ = memory_of(worker)
    yield "memory of the process before", f"{before:.0f} MB"
    _, seconds = ask(port, worker, asked["texts"][0])
    yield "processor time of its first answer, with loading", f"{seconds:.1f} s"
    answers = [ask(port, worker, text) for text in asked["texts"]]
    yield f"of one for {SHORT:,} characters", milliseconds([its for _, its in answers])
    long = "\n".join(asked["texts"])[:LONG]
    times = [ask(port, worker, long)[1] for _ in range(20)]
    yield f"of one for {len(long):,} characters", milliseconds(times)
    now, most = memory_of(worker)
    yield "memory once it answered; the most it ever took", f"{now:.0f} MB; {most:.0f} MB"
    same = sum(
        len(set(found) & ids) for found, (ids, _) in zip(asked["found"], answers, strict=True)
    )
    share = same / sum(map(len, asked["found"]))
    yield "of the four that comparing with all finds", f"{share:.1%}"


def milliseconds(times):
    times = sorted(1000 * its for its in times)
    nearly_all = times[int(0.95 * len(times))]
    return f"{statistics.median(times):.0f} ms, 95 % within {nearly_all:.0f} ms"


def ask(port, worker, text):
    """Return the ids of the articles found, and the seconds of processor time that it took."""
    before = processor_time_of(worker)
    connection = HTTPConnection("127.0.0.1", port)
    headers = {"Content-Type": "application/json"}
    connection.request("POST", PATH, json.dumps({"text": text, "limit": SHOWN}), headers)
    response = connection.getresponse()
    answer = json.loads(response.read())
    connection.close()
    if response.status != 200:
        sys.exit(f"{PATH}: {response.status} {answer}")
    return {its["id"] for its in answer["items"]}, processor_time_of(worker) - before


def worker_of(server):
    """Return the folder of the one worker in /proc."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
    [worker] = children.split()
    return Path("/proc") / worker


def processor_time_of(worker):
    nanoseconds = [int(path.read_text().split()[0]) for path in worker.glob("task/*/schedstat")]
    return sum(nanoseconds) / 1e9


def memory_of(worker):
    """Return what the process has in memory now, and the most it ever had, in MB."""
    lines = (worker / "status").read_text().splitlines()
    status = dict(line.split(":\t", 1) for line in lines)
    return [int(status[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM")]


if __name__ == "__main__":
    main()
