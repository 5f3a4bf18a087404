"""Articles written by programs with a token, by the rules of the token's owner."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.utils import timezone

from articles.models import APIToken, Article, Person, Question, Review, Topic
from articles.revisions import content_of, save_draft
from tests.test_admin import staff

DRAFTS = "/api/v1/drafts/"
CRAMPS = {
    "id": "clinic:leg-cramps",
    "title": "Leg cramps",
    "body_html": "<p>Stretch the calf.</p>",
    "language": "en",
    "topics": ["Muscles"],
    "authors": [{"name": "Ann", "credentials": "MD"}],
    "questions": [{"question": "Why?", "answer_html": "<p>So.</p>"}],
    "references": [{"text": "A book"}],
}


class Program:
    """Speaks to the API with a token, and remembers the last entity tag."""

    def __init__(self, client, *scopes, permissions=()):
        self.owner = staff(*permissions)
        self.token = APIToken(name="Import", owner=self.owner, scopes=list(scopes))
        self.secret = self.token.new_secret()
        self.token.save()
        self.client = client
        self.tag = None

    def send(self, method, address, body=None, *, status=200, **headers):
        response = self.client.generic(
            method,
            DRAFTS + address,
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.secret}", **headers},
        )
        assert response.status_code == status, response.text
        self.tag = response.headers.get("ETag", self.tag)
        self.response = response
        return response.json()

    def create(self, form=CRAMPS, **options):
        return self.send("POST", "", form, **{"status": 201, **options})

    def change(self, form, **options):
        return self.send("PUT", form["id"], form, **{"If-Match": self.tag}, **options)

    def publish(self, body=None, identifier=CRAMPS["id"], **options):
        address = f"{identifier}/publish"
        return self.send("POST", address, body or {}, **{"If-Match": self.tag}, **options)


@pytest.fixture
def program(client, db):
    return Program(client, *APIToken.Scope.values)


def read(client, slug="leg-cramps"):
    return client.get(f"/api/v1/articles/{slug}")


def faults(problem):
    return [(error["where"], error["detail"]) for error in problem["errors"]]


def test_a_draft_is_made_changed_and_published(client, program):
    made = program.create()
    assert program.response.headers["Location"] == DRAFTS + CRAMPS["id"]
    assert (made["status"], made["has_unpublished_changes"]) == ("draft", False)
    assert made["article"] == {**CRAMPS, "slug": "leg-cramps"}
    assert read(client).status_code == 404

    program.change({**CRAMPS, "title": "Cramps in the leg"})
    assert program.publish()["status"] == "published"
    found = read(client).json()
    assert (found["title"], [topic["name"] for topic in found["topics"]]) == (
        "Cramps in the leg",
        ["Muscles"],
    )
    article = Article.objects.get()
    assert [revision.event for revision in article.revisions.all()] == [
        "published",
        "saved",
        "saved",
    ]
    assert {revision.made_by for revision in article.revisions.all()} == {program.owner}


def test_changes_of_a_published_article_wait_to_be_published(client, program, make_article):
    article = make_article("Sleep", slug="sleep", topics=["Rest"])
    Question.objects.create(article=article, question="Old?", answer="<p>Yes</p>")
    form = program.send("GET", article.identifier)["article"]
    new = {**form, "title": "Good sleep", "topics": ["Beds"], "questions": []}
    new["authors"] = [{"name": "Eve"}]

    changed = program.change(new)
    assert (changed["status"], changed["has_unpublished_changes"]) == ("published", True)
    assert changed["article"] == {key: value for key, value in new.items() if value != []}
    seen = read(client, "sleep").json()
    assert (seen["title"], seen["topics"][0]["name"]) == ("Sleep", "Rest")
    assert len(seen["questions"]) == 1
    assert article.revisions.last().event == "found"

    program.publish({"significance": "minor", "change_note": "Beds."}, article.identifier)
    seen = read(client, "sleep").json()
    assert (seen["title"], seen["topics"][0]["name"]) == ("Good sleep", "Beds")
    assert seen["questions"] == []
    assert seen["updated"]
    article.refresh_from_db()
    assert (article.change_note, article.draft) == ("Beds.", None)


def test_changes_build_on_the_unpublished_changes_there_are(program, make_article):
    article = make_article("Sleep")
    save_draft(article, {**content_of(article), "title": "Of an editor"})
    form = program.send("GET", article.identifier)["article"]
    assert form["title"] == "Of an editor"
    program.change({**form, "summary": "Rest."})
    article.refresh_from_db()
    assert article.draft.content["title"] == "Of an editor"
    assert article.draft.content["summary"] == "Rest."


def test_publication_can_wait_for_a_time(client, program):
    program.create({**CRAMPS, "expires": "2099-01-01"})
    tomorrow = timezone.now() + timedelta(days=1)
    assert program.publish({"at": tomorrow.isoformat()})["status"] == "published"
    assert read(client).status_code == 404
    late = datetime(2099, 1, 1, tzinfo=UTC).isoformat()
    problem = program.publish({"at": late}, status=422)
    assert faults(problem) == [("body.at", "must be before the article expires")]


def test_a_review_of_the_draft_stands_once_that_is_published(client, program, make_article):
    article = make_article("Sleep")
    form = program.send("GET", article.identifier)["article"]
    program.change({**form, "summary": "Rest."})
    article.refresh_from_db()
    eve = Person.objects.create(name="Eve")
    Review.objects.create(
        article=article, reviewer=eve, reviewed_on="2026-03-01", revision=article.draft
    )
    program.publish(identifier=article.identifier)
    assert read(client, "sleep").json()["reviewer"]["name"] == "Eve"


def test_who_did_not_read_the_last_change_loses_nobody_theirs(program, make_article):
    program.create()
    mine = program.tag
    program.change({**CRAMPS, "title": "Theirs"})
    program.tag = mine
    problem = program.change({**CRAMPS, "title": "Mine"}, status=412)
    assert problem["title"] == "Precondition Failed"
    assert program.publish(status=412)["status"] == 412
    program.send("PUT", CRAMPS["id"], CRAMPS, status=428)
    assert Article.objects.get().title == "Theirs"


@pytest.mark.parametrize(
    ("change", "where", "fault"),
    [
        ({"title": ""}, "body.title", "is empty"),
        ({"title": 7}, "body.title", "Input should be a valid string"),
        ({"colour": "red"}, "body.colour", "Extra inputs are not permitted"),
        ({"status": "published"}, "body.status", "Extra inputs are not permitted"),
        ({"language": "xx"}, "body.language", "Input should be 'en' or 'es'"),
        ({"body_html": "<script>1</script>"}, "body.body_html", "is empty once cleaned"),
        ({"published": "soon"}, "body.published", "is not an ISO date or time: soon"),
        ({"translation_of": "none"}, "body.translation_of", "names no article that is here"),
        (
            {"questions": [{"question": "Why?", "answer_html": ""}]},
            "body.questions[0].answer_html",
            "is empty",
        ),
        ({"source_url": "nowhere"}, "body.source_url", "Enter a valid URL."),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(program, change, where, fault):
    problem = program.create({**CRAMPS, **change}, status=422)
    assert faults(problem) == [(where, fault)]
    assert not Article.objects.exists()
    assert not Topic.objects.exists()


def test_identifiers_and_slugs_are_one_articles(program, make_article):
    make_article("Sleep", slug="sleep")
    program.create()
    assert program.create(status=409)["title"] == "Conflict"
    problem = program.change({**CRAMPS, "slug": "sleep"}, status=422)
    assert [where for where, _fault in faults(problem)] == ["body.slug"]
    address = CRAMPS["id"]
    headers = {"If-Match": program.tag}
    problem = program.send("PUT", address, {**CRAMPS, "id": "other"}, status=422, **headers)
    assert [where for where, _fault in faults(problem)] == ["body.id"]
    program.send("GET", "none", status=404)


def test_a_draft_without_a_text_is_not_published(program):
    program.create({**CRAMPS, "body_html": ""})
    problem = program.publish(status=422)
    assert [where for where, _fault in faults(problem)] == ["body.article.body_html"]


def test_without_a_valid_token_nothing_is_shown_or_written(client, program):
    program.create()
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic YTpi"}):
        response = client.get(DRAFTS + CRAMPS["id"], headers=headers)
        assert (response.status_code, response.json()["title"]) == (401, "Unauthorized")
        assert response.headers["WWW-Authenticate"] == "Bearer"
    program.token.revoke()
    program.send("GET", CRAMPS["id"], status=401)
    program.create({**CRAMPS, "id": "other"}, status=401)
    client.force_login(program.owner)
    assert client.get(DRAFTS + CRAMPS["id"]).status_code == 401


def test_a_token_does_what_its_scopes_say(client, db):
    writer = Program(client, "articles:write")
    writer.create()
    assert "articles:publish" in writer.publish(status=403)["detail"]
    writer.token.scopes = ["articles:publish"]
    writer.token.save()
    assert "articles:write" in writer.create({**CRAMPS, "id": "b"}, status=403)["detail"]
    writer.publish()


@pytest.mark.parametrize(
    ("missing", "step"),
    [
        ("add_article", "create"),
        ("change_article", "change"),
        ("publish_article", "publish"),
        ("add_topic", "create"),
        ("add_person", "create"),
    ],
)
def test_a_token_does_not_do_what_its_owner_may_not(client, db, missing, step):
    program = Program(client, *APIToken.Scope.values)
    if step != "create":
        program.create()
    program.owner.user_permissions.remove(Permission.objects.get(codename=missing))
    steps = {
        "create": lambda: program.create(status=403),
        "change": lambda: program.change(CRAMPS, status=403),
        "publish": lambda: program.publish(status=403),
    }
    assert missing in steps[step]()["detail"]
    assert Article.objects.filter(status="published").count() == 0
    assert Article.objects.count() == (step != "create")


def test_topics_and_people_that_are_here_need_no_further_right(client, make_article):
    make_article(topics=["Muscles"])
    Person.objects.create(name="Ann", credentials="MD")
    Program(client, "articles:write", permissions=["add_article"]).create()


def test_the_desk_shows_what_a_token_did(client, program):
    program.create()
    program.change({**CRAMPS, "title": "Cramps"})
    program.publish()
    entries = LogEntry.objects.filter(object_id=str(Article.objects.get().pk)).order_by("pk")
    assert [(entry.user, entry.get_change_message()) for entry in entries] == [
        (program.owner, "Saved as a draft. (API token “Import”)"),
        (program.owner, "Saved as a draft. (API token “Import”)"),
        (program.owner, "Published. (API token “Import”)"),
    ]
    assert APIToken.objects.get().last_used_on == timezone.localdate()


def test_drafts_are_kept_by_no_cache(program):
    program.create()
    assert program.response.headers["Cache-Control"] == "private, no-store"


def test_links_to_a_source_lead_to_the_article_here(client, program, make_article):
    make_article("Calf", slug="calf", source_url="https://old.example/calf")
    program.create({**CRAMPS, "body_html": '<p><a href="https://old.example/calf">It</a></p>'})
    assert 'href="/articles/calf/"' in Article.objects.get(slug="leg-cramps").body
