"""The site as it runs in production, in processes of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "DJANGO_SECRET_KEY": "a-key-for-this-test-only-" + "x" * 40,
    "DJANGO_ALLOWED_HOSTS": "health.example.org",
    "SITE_URL": "https://health.example.org",
}
ASK = """
from django.test import Client
from cms.wsgi import application

client = Client(headers={"host": "health.example.org", "x-forwarded-proto": "https"})
response = client.get(%r)
print(response.status_code)
for name, value in response.items():
    print(f"{name}: {value}")
print(response.text if hasattr(response, "text") else "")
"""
# The application itself: Django's test client leaves connections alone.
ASK_TWICE = """
from wsgiref.util import setup_testing_defaults
from django.db import connection
from cms.wsgi import application

def ask():
    environ = {"HTTP_HOST": "health.example.org", "HTTP_X_FORWARDED_PROTO": "https"}
    setup_testing_defaults(environ)
    application(environ, lambda *answer: None).close()
    return connection.connection

first = ask()
print(first is not None and ask() is first)
"""


def python(*arguments, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(  # noqa: S603  (our own interpreter)
        [sys.executable, *arguments],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    """The environment of a production site that is migrated and has its static files."""
    var = tmp_path_factory.mktemp("var")
    environment = PRODUCTION | {
        "DATABASE_URL": f"sqlite:///{var / 'db.sqlite3'}",
        "DJANGO_VAR_DIR": str(var),
    }
    for command in (["migrate"], ["collectstatic", "--no-input"]):
        done = python("manage.py", *command, "--verbosity", "0", **environment)
        assert done.returncode == 0, done.stderr
    return environment


def ask(address, environment):
    done = python("-W", "error", "-c", ASK % address, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("command", [["-c", "import cms.wsgi"], ["manage.py", "check"]])
def test_a_half_configured_site_refuses_to_start_and_names_all_that_is_missing(command):
    done = python(*command, SITE_URL="https://health.example.org")
    assert done.returncode != 0
    for name in ("DATABASE_URL", "DJANGO_SECRET_KEY", "DJANGO_ALLOWED_HOSTS"):
        assert name in done.stderr
    assert "SITE_URL (" not in done.stderr


def test_without_any_variable_the_server_refuses_and_the_command_line_develops():
    assert "DATABASE_URL" in python("-c", "import cms.wsgi").stderr
    assert python("manage.py", "check").returncode == 0


@pytest.mark.parametrize(("seconds", "is_kept"), [(None, True), ("0", False)])
def test_a_connection_to_the_database_is_kept_for_the_next_request(production, seconds, is_kept):
    environment = production | ({"CONN_MAX_AGE": seconds} if seconds else {})
    done = python("-W", "error", "-c", ASK_TWICE, **environment)
    assert done.stdout.strip() == str(is_kept), done.stderr


def test_pages_come_with_safe_headers_and_static_files_that_never_change(production):
    answer = ask("/", production)
    assert answer.startswith("200")
    assert re.search(r'href="/static/cms/site\.[0-9a-f]{12}\.css"', answer)
    assert "Strict-Transport-Security: max-age=31536000" in answer
    assert "object-src 'none'" in answer
    assert "Set-Cookie" not in answer


def test_the_desk_finds_its_scripts_under_their_hashed_names(production):
    assert ask("/admin/login/", production).startswith("200")
    names = {path.name for path in Path(production["DJANGO_VAR_DIR"], "static/articles").iterdir()}
    assert any(re.fullmatch(r"editor\.[0-9a-f]{12}\.js", name) for name in names)


def test_an_unknown_address_gets_the_page_for_it(production):
    answer = ask("/articles/none-such/", production)
    assert answer.startswith("404")
    assert "<h1" in answer


def test_search_engines_are_told_of_changes_only_with_a_fit_key_and_not_in_development(production):
    program = "from cms.wsgi import application; from django.conf import settings;"
    program += "print([settings.INDEXNOW_KEY])"
    assert python("-c", program, **production).stdout == "['']\n"
    production = production | {"INDEXNOW_KEY": "0123456789"}
    assert python("-c", program, **production).stdout == "['0123456789']\n"
    development = {"DJANGO_DEBUG": "1", "INDEXNOW_KEY": "0123456789"}
    assert python("-c", program, **development).stdout == "['']\n"
    refused = python("-c", program, **production | {"INDEXNOW_KEY": "short"})
    assert "INDEXNOW_KEY has 8 to 128" in refused.stderr


def test_pages_are_compressed_as_the_browser_likes_best(production):
    assert "content-encoding" not in ask("/", production).lower()
    script = ASK.replace("get(%r)", 'get(%r, headers={"accept-encoding": "gzip, br"})')
    script = script.partition("print(response.text")[0]  # bytes, that is
    done = python("-W", "error", "-c", script % "/", **production)
    assert "content-encoding: br\n" in done.stdout
    assert "accept-encoding" in done.stdout.lower().partition("\nvary: ")[2].partition("\n")[0]


def test_weights_of_read_more_come_from_the_environment_and_are_checked(production):
    sound = '{"WEIGHTS": {"link": 0.08}, "CHALLENGER_WEIGHTS": {"topic": 0.3}}'
    done = python("manage.py", "check", **production, RECOMMENDATIONS=sound)
    assert done.returncode == 0, done.stderr
    done = python("manage.py", "check", **production, RECOMMENDATIONS='{"WEIGHTS": {"lnk": 1}}')
    assert "recommendations.E004" in done.stderr
