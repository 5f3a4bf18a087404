"""Real processes on a database of their own, to be killed and to compete.

Processes come from a server that has everything loaded and forks: they start at once, so that a
random moment of a process's life is a random moment of its work.
"""

import logging
import multiprocessing
import random
import sys
from contextlib import contextmanager
from functools import partial
from unittest import mock
from uuid import uuid4

import django
from django.apps import apps

if not apps.ready:  # in the server that forks
    django.setup()

from django.core.management import call_command
from django.db import connections, transaction
from django.db.utils import load_backend

from articles.models import Article
from recommendations import services

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload([__name__])

SYLLABLES = "ba ce di fo gu la me ni po ru sa te".split()
WORDS = [first + second + third for first in SYLLABLES for second in SYLLABLES for third in "nst"]
WORDS_OF_A_SUBJECT = 30


@contextmanager
def own_database(folder):
    """Let this process's connection, and the processes it starts, use a new migrated database."""
    shared = connections["default"]
    name = f"site_{uuid4().hex}"
    if shared.vendor == "sqlite":
        database, drop = str(folder / name), None
    else:
        database, drop = name, f"DROP DATABASE {name} WITH (FORCE)"
        with shared._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
    settings = {**shared.settings_dict, "NAME": database}
    connections["default"] = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connections["default"].close()
        connections["default"] = shared
        if drop:
            with shared._nodb_cursor() as cursor:
                cursor.execute(drop)


def make_corpus(count):
    """Make articles on some subjects, and their lists."""
    chance = random.Random(count)  # noqa: S311  (the same articles each time)
    with mock.patch.object(services, "refresh"), transaction.atomic():
        articles = [publish_new(make_text(chance)) for _ in range(count)]
    services.build("en")
    return articles


def make_text(chance):
    subject = chance.randrange(0, len(WORDS), WORDS_OF_A_SUBJECT)
    of_subject = WORDS[subject : subject + WORDS_OF_A_SUBJECT]
    return " ".join([*chance.choices(of_subject, k=40), *chance.choices(WORDS, k=20)])


def publish_new(text):
    article = Article(title=text[:30], body=f"<p>{text}</p>")
    article.save()
    article.publish()
    return article


def publish_anew(pk, text):
    """Do what the desk does when an editor changes a public article: one transaction."""
    with transaction.atomic():
        article = Article.objects.get(pk=pk)
        article.title, article.slug, article.body = text[:30], "", f"<p>{text}</p>"
        article.save()
        article.publish()


def start(work, *arguments):
    """Call `work` in a process; its exit status is 1 where anything fails or logs an error."""
    name = connections["default"].settings_dict["NAME"]
    # A daemon ends with the tests, whatever became of the test that started it.
    process = CONTEXT.Process(target=_run, args=(name, partial(work, *arguments)), daemon=True)
    process.start()
    return process


def _run(database, work):
    connections.settings["default"]["NAME"] = database
    errors = []
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.ERROR)
    handler.addFilter(lambda record: errors.append(record) or True)
    logging.getLogger().addHandler(handler)
    work()
    if errors:
        sys.exit(1)
