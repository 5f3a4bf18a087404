"""The figures of docs/benchmarks: `make bench`, in a database of its own that goes away again.

The real articles are read from ../shared/data; without them there is nothing to measure.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
REPEATS = 5


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--listed", type=int, default=100_000, help="articles in the admin's list")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as var:
        os.environ |= {"DJANGO_DEBUG": "1", "DJANGO_VAR_DIR": var, "DATABASE_URL": ""}
        del os.environ["DATABASE_URL"]
        figures = [
            *commands(),
            *pages(),
            *article_form(),
            *admin_list(options.listed),
        ]
    width = max(len(name) for name, _ in figures)
    for name, figure in figures:
        print(f"{name:<{width}}  {figure}")  # noqa: T201  (the output of a script)


def manage(*arguments):
    """Run a command; return its wall time in seconds, its peak memory in MB and its output."""
    start = time.perf_counter()
    command = [sys.executable, "manage.py", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  (our own commands)
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)  # it alone says what this one process took
    seconds = time.perf_counter() - start
    if status:
        sys.exit(f"{' '.join(arguments)} failed")
    return seconds, usage.ru_maxrss / 1024, output


def commands():
    """The issue's commands on the 1,016 real articles, each in a process of its own."""
    manage("migrate", "--verbosity", "0")
    articles, labels = DATA / "medlineplus.en.jsonl.gz", DATA / "medlineplus.en.related.tsv"
    seconds, memory, _ = manage("import_articles", str(articles))
    yield "import_articles, 1,016 real articles", f"{seconds:.1f} s, {memory:.0f} MB"
    seconds, _, _ = manage("import_articles", str(articles))
    yield "import_articles, the same again", f"{seconds:.1f} s"
    times = [manage("build_recommendations")[0] for _ in range(REPEATS)]
    yield "build_recommendations, 1,016 articles", f"{statistics.median(times):.1f} s"
    _, _, output = manage("evaluate_recommendations", str(labels), "--json")
    scores = json.loads(output)
    measures = ("ndcg@4", "recall@10", "mrr", "coverage")
    yield "evaluate_recommendations", ", ".join(f"{name} {scores[name]:.3f}" for name in measures)


def set_up():
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    import django

    django.setup()


def median_ms(act):
    act()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def queries_of(act):
    """Return how many queries `act` takes, those that begin and end transactions left out."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        act()
    of_transactions = ("BEGIN", "ROLLBACK", "SAVEPOINT", "RELEASE")
    return sum(not one["sql"].startswith(of_transactions) for one in captured)


def pages():
    """Server time of the reader's pages, with 1,016 articles, without a cache."""
    set_up()
    from django.test import Client

    from articles.models import Article

    client = Client(headers={"host": "127.0.0.1"})
    longest = max(Article.objects.published(), key=lambda article: len(article.body))
    addresses = [longest.get_absolute_url(), "/", "/topics/", "/a-z/", "/search/?q=blood+pressure"]
    for address in addresses:
        yield f"GET {address}", f"{median_ms(lambda at=address: client.get(at)):.0f} ms"


def article_form():
    """Server time of the form of an article of 5,000 words and 30 questions, with a draft."""
    from django.contrib.auth.models import User
    from django.test import Client

    from articles.models import Article, Question
    from articles.revisions import content_of, save_draft

    text = "".join(f"<h2>Part {number}</h2><p>{'word ' * 250}</p>" for number in range(20))
    article = Article.objects.create(title="Long", body=text)
    Question.objects.bulk_create(
        Question(
            article=article,
            position=number,
            question=f"Question {number}?",
            answer=f"<p>{'answer ' * 50}</p>",
        )
        for number in range(30)
    )
    article.publish()
    save_draft(article, content_of(article) | {"title": "Longer"})
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.create_superuser("form"))
    address = f"/admin/articles/article/{article.pk}/change/"
    yield "article form, 5,000 words, 30 questions, with a draft", cost_of(client, address)
    article.delete()


def admin_list(count):
    """Server time of the admin's list of articles."""
    from django.contrib.auth.models import User
    from django.test import Client

    from articles.models import Article, ArticleTopic, Topic

    fill(count - Article.objects.count(), Article, ArticleTopic, Topic)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.create_superuser("bench"))
    for name, query in [
        ("", ""),
        (" searched", "?q=diabetes"),
        (" filtered", "?status__exact=draft"),
    ]:
        address = f"/admin/articles/article/{query}"
        yield f"admin list{name}, {Article.objects.count():,} articles", cost_of(client, address)


def cost_of(client, address):
    if client.get(address).status_code != 200:
        sys.exit(f"{address} cannot be had")
    milliseconds = median_ms(lambda: client.get(address))
    return f"{milliseconds:.0f} ms, {queries_of(lambda: client.get(address))} queries"


def fill(count, article_model, through, topic_model):
    """Add articles of about 4 kB, made of the real ones' sentences."""
    from datetime import UTC, datetime, timedelta

    rng = random.Random(1)  # noqa: S311  (a repeatable corpus, no secret)
    bodies = list(article_model.objects.values_list("title", "body"))
    topics = list(topic_model.objects.all())
    start = datetime(2010, 1, 1, tzinfo=UTC)
    for first in range(0, count, 2000):
        batch = []
        for number in range(first, min(first + 2000, count)):
            title, body = rng.choice(bodies)
            published = start + timedelta(hours=rng.randrange(15 * 365 * 24))
            batch.append(
                article_model(
                    title=f"{title} ({number})",
                    slug=f"filled-{number}",
                    body=body + rng.choice(bodies)[1],
                    status=rng.choice(["published", "published", "draft"]),
                    published_at=published,
                )
            )
        article_model.objects.bulk_create(batch)
        through.objects.bulk_create(
            through(content_object=article, tag=topic)
            for article in batch
            for topic in rng.sample(topics, 2)
        )


if __name__ == "__main__":
    main()
