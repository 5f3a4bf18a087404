"""`manage.py demo`: a site with sample content, ready to be looked at."""

import secrets

from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from articles.models import Article

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
    call_command("build_recommendations", verbosity=verbosity)


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
