"""What docs/api.md shows is what happens."""

import json
import re
import shlex
from pathlib import Path

import pytest

from articles.models import APIToken, Article
from recommendations import services
from tests.read_more import make_subjects
from tests.test_admin import staff

PAGE = (Path(__file__).resolve().parent.parent / "docs/api.md").read_text(encoding="utf-8")
OURS = "http://127.0.0.1:8000"


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def sleep(make_article):
    return make_article("Sleep", identifier="demo:sleep", topics=["Rest"])


def test_each_address_shown_answers_and_the_first_as_shown(client, sleep, make_article):
    shown = [line for block in blocks("console") for line in block.split("\n")]
    commands = [shlex.split(line[2:]) for line in shown if line.startswith("$ curl")]
    answers = [client.get(command[1].removeprefix(OURS)) for command in commands]
    assert len(answers) == 2
    assert {answer.status_code for answer in answers} == {200}
    assert answers[0].json() == json.loads(shown[1])


def run(code, live_server, **names):
    exec(compile(code.replace(OURS, live_server.url), "docs/api.md", "exec"), names)  # noqa: S102


def test_the_example_with_a_text_prints_our_articles(live_server, make_article, capsys):
    make_subjects(make_article, 2)
    services.build("en")
    run(blocks("python")[0], live_server)
    first, *_others = capsys.readouterr().out.splitlines()
    assert first.startswith("sleep")


def test_the_example_of_writing_publishes_an_article(live_server, db, capsys):
    token = APIToken(name="Docs", owner=staff(), scopes=APIToken.Scope.values)
    secret = token.new_secret()
    token.save()
    run(blocks("python")[1], live_server, TOKEN=secret)
    assert capsys.readouterr().out == "published\n"
    assert Article.objects.published().get().summary == "Why calves cramp at night."


def test_the_problem_shown_is_the_one_that_comes(client, db):
    (shown,) = blocks("json")
    assert client.get("/api/v1/articles/?limit=0").json() == json.loads(shown)


def test_every_address_of_the_document_is_named(client, db):
    for path in client.get("/api/v1/openapi.json").json()["paths"]:
        address = re.sub(r"{slug}", "SLUG", re.sub(r"{id}", "ID", path))
        assert address.removeprefix("/api/v1") in PAGE, address
