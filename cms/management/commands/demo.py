"""`manage.py demo`: a site with sample content, ready to be looked at."""

import json
import secrets

from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.utils.text import slugify

from articles.models import Article, Feature, Topic

DEMO_CONTENT = settings.BASE_DIR / "articles" / "demo"
PASSWORD_FILE = settings.VAR_DIR / "demo-password.txt"
EDITOR = "editor"


class Command(BaseCommand):
    help = "Fill the development site with sample content, make an editor's login, and serve it."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="Stop before serving.")

    def handle(self, *, port, no_serve, verbosity, **options):
        if not settings.DEBUG:
            raise CommandError("The demo is for a development machine: set DJANGO_DEBUG=1.")
        call_command("migrate", verbosity=0)
        if not Article.objects.exists():
            # Only once: importing again would undo what was changed since.
            load_content(verbosity)
        password = make_editor()
        self.stdout.write(
            f"\n  The site     http://127.0.0.1:{port}/"
            f"\n  The desk     http://127.0.0.1:{port}/admin/"
            f"\n  Name         {EDITOR}"
            f"\n  Password     {password}\n\n"
        )
        if not no_serve:
            # Without the reloader: one process, which Ctrl-C ends.
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)


def load_content(verbosity):
    call_command("import_articles", *sorted(DEMO_CONTENT.glob("*.jsonl")), verbosity=verbosity)
    arrangement = json.loads((DEMO_CONTENT / "arrangement.json").read_text(encoding="utf-8"))
    for language, parts in arrangement.items():
        arrange(language, parts["home"], parts["topics"])
    call_command("build_recommendations", verbosity=verbosity)


def arrange(language, home, topics):
    """Do what editors do besides writing: describe and order topics, and put articles first."""
    feature(language, home)
    for name, about in topics.items():
        topic, _ = Topic.objects.get_or_create(
            name=name, language=language, defaults={"slug": slugify(name)}
        )
        topic.description = about["description"]
        if "parent" in about:
            topic.parent = Topic.objects.get(name=about["parent"], language=language)
        topic.save()
        feature(language, about.get("featured", []), topic)


def feature(language, slugs, topic=None):
    for position, slug in enumerate(slugs, start=1):
        article = Article.objects.get(language=language, slug=slug)
        Feature.objects.create(article=article, topic=topic, position=position)


def make_editor():
    """Return the password of the demo's editor, who is made where there is none."""
    if User.objects.filter(username=EDITOR).exists() and PASSWORD_FILE.exists():
        return PASSWORD_FILE.read_text().strip()
    password = secrets.token_urlsafe(9)
    editor, _ = User.objects.get_or_create(username=EDITOR, defaults={"is_staff": True})
    editor.set_password(password)
    editor.save()
    editor.groups.add(editors())
    PASSWORD_FILE.touch(mode=0o600)
    PASSWORD_FILE.write_text(f"{password}\n")
    return password


def editors():
    """Return the group of those who may do everything with content, and nothing else."""
    group, _ = Group.objects.get_or_create(name="Editors")
    apps = ["articles", "cms", "recommendations"]
    group.permissions.set(Permission.objects.filter(content_type__app_label__in=apps))
    return group
