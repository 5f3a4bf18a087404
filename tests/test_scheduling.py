"""What editors schedule happens: by the task, by the command, or before the next reader's page."""

import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core.cache import caches
from django.core.management import call_command
from django.core.signals import request_finished
from django.db import OperationalError, connection, transaction
from django.db.models import RestrictedError
from django.tasks import task
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import in_place
from articles.models import Article, Clock, Person, Revision, ScheduledChange
from articles.revisions import content_of, discard_draft, record, save_draft, schedule
from articles.scheduling import catch_up, is_behind
from articles.scheduling.tasks import publish_due
from articles.signals import clock_passed
from recommendations import services
from recommendations.models import RelatedArticle

from .processes import CONTEXT, own_database, publish_new, start

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.fixture
def clock(db):
    """The clock of these tests: it goes on when a test says so."""
    with time_machine.travel(MONDAY, tick=False) as clock:
        Clock.objects.update(caught_up_to=MONDAY)
        yield clock


@pytest.fixture
def schedule_change(make_article, clock, django_user_model):
    """Make a live article, and a change of it that is scheduled for Tuesday."""

    def make(article=None, title="Asthma in adults", **details):
        article = article or make_article("Asthma", slug="asthma", at=MONDAY - timedelta(days=9))
        revision = save_draft(article, content_of(article) | {"title": title})
        details = {"at": TUESDAY, "significance": Article.Significance.MINOR, **details}
        schedule(article, revision, **details)
        return article

    return make


DONE = []


@task()
def remember(what):
    DONE.append(what)


@pytest.fixture
def done():
    yield DONE
    DONE.clear()


def title_of(article):
    return Article.objects.get(pk=article.pk).title


# When it happens


def test_a_change_goes_live_at_its_time_for_the_next_reader(client, schedule_change, clock):
    article = schedule_change()
    address = article.get_absolute_url()
    clock.move_to(TUESDAY - timedelta(seconds=1))
    assert "Asthma in adults" not in client.get(address).text
    clock.move_to(TUESDAY)
    assert "Asthma in adults" in client.get(address).text
    assert not ScheduledChange.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["/", "/a-z/", "/search/?q=adults", "/feeds/articles.atom", "/api/v1/articles/asthma"],
)
def test_any_page_that_shows_it_comes_after_the_change(client, schedule_change, clock, address):
    schedule_change()
    clock.move_to(TUESDAY)
    assert "Asthma in adults" in client.get(address).text


def test_a_new_address_is_there_for_whoever_asks_for_it_first(client, make_article, clock):
    article = make_article("Asthma", slug="asthma", at=MONDAY)
    revision = save_draft(article, content_of(article) | {"slug": "asthma-in-adults"})
    schedule(article, revision, at=TUESDAY, significance="minor")
    assert client.get("/articles/asthma-in-adults/").status_code == 404
    clock.move_to(TUESDAY)
    assert client.get("/articles/asthma-in-adults/").status_code == 200


def test_kept_pages_hold_until_the_change_and_no_longer(client, schedule_change, clock, settings):
    settings.PAGE_CACHE, settings.PAGE_MAX_AGE = True, 600
    caches["pages"].clear()
    address = schedule_change().get_absolute_url()
    clock.move_to(TUESDAY - timedelta(seconds=90))
    assert "max-age=90" in client.get(address).headers["Cache-Control"]
    clock.move_to(TUESDAY - timedelta(seconds=1))
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) == 1
    clock.move_to(TUESDAY)
    assert "Asthma in adults" in client.get(address).text
    assert "Asthma in adults" in client.get(address).text
    caches["pages"].clear()


def test_the_task_of_each_minute_does_what_is_due(schedule_change, clock):
    article = schedule_change()
    publish_due.enqueue()
    assert title_of(article) == "Asthma"
    clock.move_to(TUESDAY)
    publish_due.enqueue()
    assert title_of(article) == "Asthma in adults"


def test_the_command_does_it_for_those_with_cron(schedule_change, clock, capsys):
    schedule_change()
    clock.move_to(TUESDAY)
    call_command("publish_due")
    call_command("publish_due", verbosity=0)
    assert capsys.readouterr().out == "1 change published.\n"


def test_workers_have_the_task_in_their_timetable(monkeypatch):
    import subprocess
    import sys

    program = "from django.conf import settings; print(settings.TASKS['default']['OPTIONS'])"
    monkeypatch.setenv("TASKS_BACKEND", "django_ox.backend.OxBackend")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "cms.settings")
    monkeypatch.setenv("DJANGO_DEBUG", "1")
    told = subprocess.run(  # noqa: S603  (the program is the one above)
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "'articles.scheduling.tasks.publish_due', 'cron': '* * * * *'" in told.stdout


# What is published


def test_it_is_published_by_who_scheduled_it_as_they_said(schedule_change, clock, admin_user):
    article = schedule_change(
        significance=Article.Significance.MAJOR, change_note="New advice.", by=admin_user
    )
    reviewer = Person.objects.create(name="Dr. Reyes")
    article.record_review(reviewer=reviewer, reviewed_on="2026-01-01")
    clock.move_to(TUESDAY)
    assert catch_up() == 1
    article.refresh_from_db()
    assert (article.change_note, article.updated_at) == ("New advice.", TUESDAY)
    assert (article.current_review, article.draft) == (None, None)
    revision = article.revisions.first()
    assert (revision.event, revision.made_by) == (Revision.Event.PUBLISHED, admin_user)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.get_change_message()) == (admin_user, "Published as scheduled.")


def test_what_was_saved_after_scheduling_stays_unpublished(schedule_change, clock):
    article = schedule_change()
    newer = save_draft(article, content_of(article) | {"title": "Not approved"})
    clock.move_to(TUESDAY)
    catch_up()
    article.refresh_from_db()
    assert (article.title, article.draft) == ("Asthma in adults", newer)


def test_a_withdrawn_article_can_come_back_at_a_time(make_article, clock, client):
    article = make_article("Asthma", status=Article.Status.WITHDRAWN)
    article.unpublish()
    schedule(
        article,
        record(article, Revision.Event.SCHEDULED),
        at=TUESDAY,
        significance=Article.Significance.MINOR,
    )
    assert client.get(article.get_absolute_url()).status_code == 404
    clock.move_to(TUESDAY)
    assert client.get(article.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("event", [Revision.Event.PUBLISHED, Revision.Event.UNPUBLISHED])
def test_publishing_or_unpublishing_before_cancels_it(schedule_change, clock, event):
    article = schedule_change()
    record(article, event)
    assert not ScheduledChange.objects.exists()


def test_discarding_the_changes_cancels_it(schedule_change):
    discard_draft(schedule_change())
    assert not ScheduledChange.objects.exists()


def test_scheduling_again_replaces_what_was_scheduled(schedule_change, clock):
    article = schedule_change()
    schedule_change(article, title="Asthma, the whole of it")
    clock.move_to(TUESDAY)
    assert catch_up() == 1
    assert title_of(article) == "Asthma, the whole of it"


def test_a_scheduled_revision_is_not_forgotten_but_with_its_article(schedule_change):
    article = schedule_change()
    with pytest.raises(RestrictedError):
        article.revisions.all().delete()
    article.delete()
    assert not Revision.objects.exists()


# What fails


@pytest.fixture
def failing(schedule_change):
    article = schedule_change(title="Without a text")
    change = ScheduledChange.objects.get()
    Revision.objects.filter(pk=change.revision_id).update(
        content=change.revision.content | {"body": ""}
    )
    return article


def test_one_that_fails_breaks_no_page_and_is_reported(
    client, failing, clock, make_article, caplog
):
    clock.move_to(TUESDAY)
    response = client.get(failing.get_absolute_url())
    assert response.status_code == 200
    assert "Without a text" not in response.text
    change = ScheduledChange.objects.get()
    assert "needs a text" in change.problem
    assert "Could not publish a scheduled change" in caplog.text
    assert not is_behind()  # the next readers do not try again


def test_the_task_tries_again_what_failed(failing, clock, caplog):
    clock.move_to(TUESDAY)
    assert catch_up() == 0
    change = ScheduledChange.objects.select_related("revision").get()
    content = change.revision.content | {"body": "<p>Text.</p>"}
    Revision.objects.filter(pk=change.revision_id).update(content=content)
    assert catch_up(limit=5) == 0
    assert catch_up() == 1
    assert title_of(failing) == "Without a text"


def test_one_that_fails_keeps_no_other_from_its_time(
    failing, schedule_change, make_article, clock, caplog
):
    other = schedule_change(make_article("Sleep", at=MONDAY), title="Sleep well")
    clock.move_to(TUESDAY)
    call_command("publish_due", verbosity=0)
    assert title_of(other) == "Sleep well"


def test_the_command_says_what_failed(failing, clock, capsys, caplog):
    clock.move_to(TUESDAY)
    call_command("publish_due", verbosity=0)
    assert "Asthma: An article needs a text" in capsys.readouterr().err


def test_what_is_no_fault_of_the_editors_is_told_as_it_is(
    schedule_change, clock, monkeypatch, caplog
):
    def explode(*args):
        raise RuntimeError("boom")

    monkeypatch.setattr("articles.scheduling.catching_up.publish_scheduled", explode)
    schedule_change()
    clock.move_to(TUESDAY)
    catch_up()
    assert ScheduledChange.objects.get().problem == "RuntimeError('boom')"


def test_a_database_that_is_busy_breaks_no_page(
    client, schedule_change, clock, monkeypatch, caplog
):
    def refuse(**kwargs):
        raise OperationalError("database is locked")

    article = schedule_change()
    clock.move_to(TUESDAY)
    monkeypatch.setattr("articles.scheduling.catching_up.catch_up", refuse)
    assert client.get(article.get_absolute_url()).status_code == 200
    assert "Could not publish what is due" in caplog.text


def test_a_reader_waits_for_a_few_changes_and_the_next_one_for_the_others(
    client, schedule_change, make_article, clock
):
    for number in range(7):
        schedule_change(make_article(f"Article {number}", at=MONDAY), title=f"New {number}")
    clock.move_to(TUESDAY)
    client.get("/")
    assert Article.objects.filter(title__startswith="New").count() == 5
    client.get("/")
    assert Article.objects.filter(title__startswith="New").count() == 7


# First publication and expiry


@pytest.fixture
def told(clock):
    ids = []

    def listen(*, ids_told=ids, **kwargs):
        ids_told.extend(kwargs["ids"])

    clock_passed.connect(listen)
    yield ids
    clock_passed.disconnect(listen)


def test_what_comes_and_goes_by_the_clock_is_told_once(make_article, clock, told):
    coming = make_article(at=TUESDAY)
    going = make_article(at=MONDAY, expires_at=TUESDAY)
    make_article(at=MONDAY)
    make_article(at=TUESDAY, status=Article.Status.WITHDRAWN)
    catch_up()
    assert told == []
    clock.move_to(TUESDAY)
    assert is_behind()
    catch_up()
    assert told == [coming.pk, going.pk]
    assert not is_behind()
    catch_up()
    assert told == [coming.pk, going.pk]


def test_what_editors_publish_now_is_nothing_that_the_clock_did(make_article, clock):
    clock.move_to(TUESDAY)
    make_article()
    assert not is_behind()


def test_read_more_follows_the_clock_with_the_next_reader(client, make_article, clock, commit):
    body = "<p>Leg cramps of the calf muscle at night, and how stretching helps.</p>"
    source = make_article("Leg cramps", body=body, at=MONDAY)
    leaving = make_article("Night cramps", body=body, at=MONDAY, expires_at=TUESDAY)
    coming = make_article("Calf cramps", body=body, at=TUESDAY)
    for number in range(20):
        make_article(f"Word{number}", body=f"<p>Other{number} text{number}.</p>", at=MONDAY)
    services.build("en")

    def targets():
        rows = RelatedArticle.objects.filter(source=source)
        return set(rows.values_list("target", flat=True))

    assert leaving.pk in targets()
    assert coming.pk not in targets()
    clock.move_to(TUESDAY)
    with commit():
        client.get("/")
    assert coming.pk in targets()
    assert leaving.pk not in targets()


def test_tasks_of_a_readers_request_run_after_the_answer(db, done):
    with in_place.after_the_answer():
        remember.enqueue("first")
        assert done == []
    remember.enqueue("at once")
    assert done == ["at once"]
    request_finished.send(sender=None)
    assert done == ["at once", "first"]
    request_finished.send(sender=None)
    assert done == ["at once", "first"]


def test_search_finds_what_the_clock_made_public(client, make_article, clock):
    make_article("Eczema", at=TUESDAY)
    assert "/articles/eczema/" not in client.get("/search/?q=eczema").text
    clock.move_to(TUESDAY)
    assert "/articles/eczema/" in client.get("/search/?q=eczema").text


def test_a_site_that_goes_back_to_before_there_was_a_clock_needs_none():
    from django.apps.registry import Apps

    from articles.scheduling import make_clock

    make_clock(using="default", apps=Apps())


# Many at once, and hard ends


def catch_up_together(everybody_is_ready):
    everybody_is_ready.wait(60)
    catch_up(limit=5)


@transaction.atomic
def _begin(title):
    article = publish_new("What is known.")
    revision = save_draft(article, content_of(article) | {"title": title})
    ago = timezone.now() - timedelta(minutes=1)
    schedule(article, revision, at=ago, significance=Article.Significance.MINOR)
    return article


def test_of_many_readers_at_once_one_publishes(tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), own_database(tmp_path):
        article = _begin("New")
        together = CONTEXT.Barrier(4)
        processes = [start(catch_up_together, together) for _ in range(4)]
        for process in processes:
            process.join(120)
            assert process.exitcode == 0
        published = article.revisions.filter(event=Revision.Event.PUBLISHED, content__title="New")
        assert published.count() == 1
        assert title_of(article) == "New"


def publish_slowly(has_begun):
    from articles import revisions
    from articles.scheduling import catching_up

    def slowly(article, change):
        revisions.publish_scheduled(article, change)
        has_begun.set()
        time.sleep(60)

    catching_up.publish_scheduled = slowly
    catch_up()


def test_a_process_killed_in_the_middle_leaves_all_or_nothing(tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), own_database(tmp_path):
        article = _begin("New")
        has_begun = CONTEXT.Event()
        process = start(publish_slowly, has_begun)
        assert has_begun.wait(60)
        process.kill()
        process.join(60)
        assert title_of(article) != "New"
        assert article.revisions.count() == 1
        assert catch_up() == 1
        assert title_of(article) == "New"
