"""Fixtures that drive Chromium; a page that complains or asks another origin fails its test."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import expect, sync_playwright

# A busy machine takes its time; what does not come fails all the same.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser():
    executable = shutil.which("chromium")
    if executable is None:
        message = "Chromium is missing (apt install chromium): the browser tests are left out."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    # Playwright's loop runs in this thread to the end of the session. Django takes tests that use
    # the database for coroutines then, and would refuse.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]  # tests may run as root, in a container
        yield playwright.chromium.launch(executable_path=executable, args=arguments)


@pytest.fixture(scope="session")
def live_server(django_db_setup, live_server):
    """pytest-django's, started when the test database is there: its threads share a connection."""
    return live_server


@pytest.fixture
def new_page(browser, live_server):
    """Open a page with options of a Playwright context, such as `color_scheme="dark"`.

    `host` is the one other origin that may be asked: that of a page which embeds something of ours.
    Of what is asked of `unreachable`, where nobody answers, it does not matter that it failed.
    """
    contexts, complaints = [], []

    def new(*, host=None, unreachable=None, **options):
        known = [f"{origin}/" for origin in (live_server.url, host, unreachable) if origin]

        def note_console(message):
            # Breaches of the content security policy come this way too.
            is_failure = unreachable and message.location["url"].startswith(f"{unreachable}/")
            if message.type == "error" and not is_failure:
                complaints.append(message.text)

        def note_request(request):
            if not request.url.startswith((*known, "data:", "blob:")):
                complaints.append(f"request to another origin: {request.url}")

        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        context.on("console", note_console)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("request", note_request)
        return context.new_page()

    yield new
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page):
    return new_page()


@pytest.fixture
def desk_of(new_page, live_server):
    """Open the desk of an editor of this name, in a browser of their own."""

    def desk_of(name, **options):
        from django.contrib.auth.models import User

        page, client = new_page(**options), Client()
        client.force_login(User.objects.create_superuser(name))
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return desk_of


def serious(page, part="#content-main"):
    """Return what axe has against the desk's part of the page, or another."""
    results = Axe().run(page, context=part)
    return [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in results.response["violations"]
    ]


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()
