"""Which revisions stay, and that history does not lie about imports."""

import json
from datetime import date, timedelta

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article, Autosave, Person, Revision
from articles.revisions import content_of, record, save_draft, schedule, set_aside
from articles.revisions.retention import prune_revisions
from articles.revisions.tasks import prune

Event = Revision.Event


@pytest.fixture(autouse=True)
def keep_few(settings):
    settings.REVISIONS_KEPT_DAYS, settings.REVISIONS_KEPT = 30, 1


@pytest.fixture
def article(make_article):
    return make_article("Asthma")


def save(article, event=Event.SAVED, **fields):
    return save_draft(article, content_of(article), event=event, **fields)


def left(article, *, age=timedelta(days=31)):
    """The events of the revisions that stay, the first ones first, when all have this age."""
    Revision.objects.update(made_at=timezone.now() - age)
    prune_revisions()
    return [revision.event for revision in article.revisions.order_by("number")]


def test_old_drafts_go_and_what_readers_saw_stays(article):
    for event in (Event.FOUND, Event.SAVED, Event.IMPORTED, Event.MERGED, Event.PUBLISHED):
        record(article, event)
    save(article)
    record(article, Event.UNPUBLISHED)
    assert left(article) == ["found", "imported", "published", "unpublished"]


def test_what_is_young_stays(article):
    record(article, Event.SAVED)
    record(article, Event.PUBLISHED)
    assert left(article, age=timedelta(days=29)) == ["saved", "published"]


def test_the_newest_of_each_article_stay(article, make_article, settings):
    settings.REVISIONS_KEPT = 3
    other = make_article()
    for _number in range(5):
        record(article, Event.SAVED)
    record(other, Event.SAVED)
    assert left(article) == ["saved"] * 3
    assert other.revisions.count() == 1


def test_with_a_setting_of_nought_all_stay(article, settings):
    settings.REVISIONS_KEPT_DAYS = 0
    for _number in range(3):
        record(article, Event.SAVED)
    assert left(article) == ["saved"] * 3


def test_unpublished_changes_scheduled_and_reviewed_ones_stay(article):
    reviewed, scheduled, _draft = save(article), save(article, Event.SCHEDULED), save(article)
    article.reviews.create(
        reviewer=Person.objects.create(name="Dr. Reyes"),
        reviewed_on=date(2026, 3, 1),
        revision=reviewed,
    )
    schedule(article, scheduled, at=timezone.now(), significance="minor")
    draft = save(article)
    for _number in range(3):
        Revision.objects.add(article, {}, event=Event.RESTORED)
    assert left(article) == ["saved", "scheduled", "saved", "restored"]
    assert Article.objects.get().draft == draft


def test_what_was_set_aside_stays_with_its_base_until_it_is_merged(article):
    maya = User.objects.create_user("maya")
    base = save(article)
    set_aside(article, content_of(article), based_on=base.number, by=maya)
    record(article, Event.PUBLISHED)
    assert left(article) == ["saved", "aside", "published"]
    save(article, Event.MERGED, by=maya)
    record(article, Event.PUBLISHED)
    assert left(article) == ["published", "published"]


def test_the_command_and_the_nightly_task_say_and_do_it(article, capsys, settings):
    record(article, Event.SAVED)
    record(article, Event.PUBLISHED)
    user = User.objects.create_user("maya")
    Autosave.objects.keep(user=user, article=article, key="k", data="")
    settings.AUTOSAVE_KEPT_DAYS = 0
    Revision.objects.update(made_at=timezone.now() - timedelta(days=31))
    call_command("prune_revisions")
    assert capsys.readouterr().out == "Deleted: 1 revisions, 1 unsaved texts.\n"
    prune.call()
    assert capsys.readouterr().out == ""


def test_the_settings_are_those_that_the_guide_names():
    names = (site_settings.BASE_DIR / "docs" / "operating.md").read_text()
    for name in ("REVISIONS_KEPT_DAYS", "REVISIONS_KEPT", "AUTOSAVE_KEPT_DAYS", "PRUNE_CRON"):
        assert f"`{name}`" in names


# Imports


def import_again(tmp_path, article, **fields):
    path = tmp_path / "articles.jsonl"
    given = {"id": article.identifier, "title": article.title, "body_html": article.body}
    path.write_text(json.dumps({**given, **fields}))
    call_command("import_articles", str(path), "--verbosity", "0")


def test_an_import_over_an_article_with_revisions_makes_one(tmp_path, article):
    record(article, Event.PUBLISHED)
    import_again(tmp_path, article, title="Imported", questions=[])
    newest = article.revisions.first()
    assert (newest.event, newest.content["title"]) == ("imported", "Imported")
    article.refresh_from_db()
    assert newest.content == content_of(article)
    import_again(tmp_path, article, title="Imported")
    assert article.revisions.count() == 2


def test_an_import_leaves_unpublished_changes(tmp_path, article):
    draft = save_draft(article, content_of(article) | {"title": "Draft"})
    import_again(tmp_path, article, title="Imported")
    article.refresh_from_db()
    assert (article.title, article.draft) == ("Imported", draft)


def test_an_import_makes_no_first_revision(tmp_path, article):
    import_again(tmp_path, article, title="Imported")
    assert not Revision.objects.exists()
