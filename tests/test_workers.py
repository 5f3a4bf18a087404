"""Tasks in the hands of workers, real processes: killed, lost, repeated, failing."""

import os
import random
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Article
from recommendations.changes import Changes
from recommendations.models import Corpus, CorpusTerms, RelatedArticle

from .processes import make_corpus, make_text, own_database
from .read_more import full_build_under_present_statistics, stored_lists

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = 150
KILLS = 3
PATIENCE = 120
# A worker that gives no sign for so long is taken for dead; a busy machine must not look like it.
LOCK_TIMEOUT = 5

PUBLISH = """
from tests.processes import publish_anew
publish_anew({}, {!r})
"""
REBUILD = """
from recommendations.tasks import rebuild
rebuild.enqueue()
"""


class Site:
    """A site whose tasks are kept for workers, on the database of the test's connection."""

    def __init__(self, folder):
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "cms.settings",
            "DJANGO_DEBUG": "1",
            "DJANGO_VAR_DIR": str(folder),
            "DATABASE_URL": database_url(),
            "TASKS_BACKEND": "django_ox.backend.OxBackend",
            "PUBLISH_CRON": "0 0 1 1 *",  # not while these tests count tasks
        }
        self.processes = []

    def start(self, *command):
        process = subprocess.Popen(  # noqa: S603  (our own commands)
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.environment
        )
        self.processes.append(process)
        return process

    def run(self, *command):
        assert self.start(*command).wait(PATIENCE) == 0

    def shell(self, code):
        return self.start("shell", "--verbosity", "0", "--command", code)

    def publish(self, article, text):
        """Publish as a web process does; what it leaves to workers waits for one."""
        assert self.shell(PUBLISH.format(article.pk, text)).wait(PATIENCE) == 0

    def start_worker(self):
        return self.start(
            "ox_worker", "--interval", "0.02", "--lock-timeout", str(LOCK_TIMEOUT), "-v0"
        )

    def work(self):
        """Let a worker do all that waits."""
        self.run("ox_worker", "--batch", "-v0")


@pytest.fixture
def site(tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), own_database(tmp_path):
        site = Site(tmp_path)
        site.run("migrate", "--verbosity", "0")
        site.articles = make_corpus(ARTICLES)
        yield site
        for process in site.processes:
            process.kill()
            process.wait()


@pytest.fixture
def chance():
    return random.Random()  # noqa: S311  (moments, not secrets)


def database_url():
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    shared = urlsplit(os.environ["TEST_DATABASE_URL"])
    folder = shared.path.rpartition("/")[0]
    return shared._replace(path=f"{folder}/{name}").geturl()


def sql(statement, *values):
    """Run SQL on the worker's tables: its app is installed in its processes alone."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else None


def statuses():
    return [status for (status,) in sql("SELECT status FROM django_ox_oxtask")]


def wait_until(happens):
    end = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < end, statuses()
        time.sleep(0.002)


def all_is_done():
    return set(statuses()) == {"SUCCESSFUL"}


def begin(site, code):
    """Run what leaves a task to workers, until one has begun it."""
    known = len(statuses())
    site.shell(code)
    wait_until(lambda: len(statuses()) > known and "READY" not in statuses())


def seconds_of(site, code):
    begin(site, code)
    begun = time.monotonic()
    wait_until(all_is_done)
    return time.monotonic() - begun


def lists_are_those_of_a_full_build():
    return not Changes.find("en") and stored_lists() == full_build_under_present_statistics()


@pytest.mark.parametrize("killed_in", ["a build", "a refresh"])
def test_what_a_killed_worker_had_begun_is_done_by_the_next(site, chance, killed_in):
    def next_task():
        if killed_in == "a build":
            Article.objects.filter(pk=chance.choice(site.articles).pk).update(
                body=f"<p>{make_text(chance)}</p>"
            )
            return REBUILD
        return PUBLISH.format(chance.choice(site.articles).pk, make_text(chance))

    worker, kills = site.start_worker(), 0
    for _ in range(2):  # the first loads everything, which is not what is to be disturbed
        longest = seconds_of(site, next_task())
    while kills < KILLS:
        before = stored_lists()
        begin(site, next_task())
        time.sleep(chance.uniform(0, longest))
        worker.kill()
        worker.wait()
        seen = stored_lists()
        if all_is_done():
            longest *= 0.8
        else:
            kills += 1
        worker = site.start_worker()
        wait_until(all_is_done)
        assert seen in (before, stored_lists())
        assert lists_are_those_of_a_full_build()


def lose_all_tasks():
    sql("DELETE FROM django_ox_oxtask")


def by_the_next_publish(site):
    site.publish(site.articles[1], "another text altogether")
    site.work()


def by_the_command(site):
    site.run("build_recommendations", "--verbosity", "0")


def by_the_nightly_rebuild(site):
    site.work()  # the first worker notes that the schedule is new
    yesterday = timezone.now() - timedelta(days=1)
    sql("UPDATE django_ox_oxscheduletick SET scheduled_for = %s", yesterday)
    built_at = Corpus.objects.get(language="en").built_at
    site.work()
    assert Corpus.objects.get(language="en").built_at > built_at


@pytest.mark.parametrize(
    "mend", [by_the_next_publish, by_the_command, by_the_nightly_rebuild], ids=lambda f: f.__name__
)
def test_a_lost_task_is_mended(site, mend):
    site.publish(site.articles[0], "a text that no task tells of")
    assert statuses() == ["READY"]
    lose_all_tasks()
    assert Changes.find("en").changed == [site.articles[0].pk]

    mend(site)

    assert lists_are_those_of_a_full_build()


def test_a_task_that_is_repeated_changes_nothing(site):
    site.publish(site.articles[0], "a new text")
    site.work()
    rows = list(RelatedArticle.objects.order_by("pk").values())

    sql("UPDATE django_ox_oxtask SET status = 'READY', finished_at = NULL, attempts = 0")
    site.work()

    assert statuses() == ["SUCCESSFUL"]
    assert list(RelatedArticle.objects.order_by("pk").values()) == rows
    assert lists_are_those_of_a_full_build()


def test_a_task_that_fails_is_tried_again(site):
    terms = CorpusTerms.objects.get()
    CorpusTerms.objects.update(vocabulary=b"not what it was")
    site.publish(site.articles[0], "a new text")

    site.work()

    assert sql("SELECT status, attempts FROM django_ox_oxtask") == [("READY", 1)]
    terms.save()
    sql("UPDATE django_ox_oxtask SET run_after = %s", timezone.now())  # it is in no hurry
    site.work()
    assert all_is_done()
    assert lists_are_those_of_a_full_build()


def test_workers_are_checked_with_the_settings(site):
    site.run("check")
    site.environment["REBUILD_CRON"] = "99 * * * *"
    assert site.start("check").wait(PATIENCE) == 1
