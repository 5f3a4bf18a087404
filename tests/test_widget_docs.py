"""Every snippet of docs/widgets.md, run."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from playwright.sync_api import expect

from recommendations.shown import related_to
from recommendations.widget.options import WidgetForm
from recommendations.widget.script import NEWEST, integrity
from tests.hosts import serving

DOCS = (Path(__file__).parent.parent / "docs" / "widgets.md").read_text(encoding="utf-8")
SITE = "https://health.example.org"
SLUG = "leg-cramps-at-night"


def snippets(kind):
    return re.findall(rf"```{kind}\n(.*?)```", DOCS, re.DOTALL)


@pytest.fixture
def article(make_article):
    make_article("Calf", body="<p>Cramps of the calf come at night; stretching helps.</p>")
    make_article("Acne", body="<p>Spots come when pores of the skin clog with oil.</p>")
    return make_article("Leg cramps at night", slug=SLUG, body="<p>A cramp of the calf.</p>")


def test_the_documented_hash_is_that_of_the_newest_version():
    assert f'/widget-{NEWEST}.js" integrity="{integrity(NEWEST)}"' in DOCS


def test_every_parameter_is_documented():
    table = DOCS.partition("| parameter |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == set(WidgetForm.base_fields)


@pytest.mark.parametrize("address", snippets("text"), ids=lambda address: address[len(SITE) :][:20])
def test_each_documented_address_answers(client, article, settings, address):
    settings.SITE_URL = SITE
    assert client.get(address.strip().removeprefix(SITE)).status_code == 200


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", range(len(snippets("html"))))
def test_each_documented_snippet_shows_related_articles(
    article, settings, live_server, new_page, number
):
    settings.SITE_URL = live_server.url
    snippet = snippets("html")[number].replace(SITE, live_server.url)
    (style,) = snippets("css")
    with serving() as host:
        url = host.serve("/", f'<!doctype html><html lang="en"><style>{style}</style>{snippet}')
        page = new_page(host=host.url)
        page.goto(url)
        place = page if "<related-articles" in snippet else page.frame_locator("iframe")

        expect(place.get_by_role("link", name="Calf")).to_be_visible()


@pytest.mark.parametrize("number", range(len(snippets("django"))))
def test_each_documented_template_shows_related_articles(article, number):
    template = Template(snippets("django")[number])
    context = Context({"article": article, "related_articles": related_to(article)})

    assert "Acne" in template.render(context)
