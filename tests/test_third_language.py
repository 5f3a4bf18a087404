"""A third language is a setting; here it is Arabic, which is written from right to left."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as project_settings
from django.core.management import call_command
from lxml import html as lxml_html

from articles.models import Authorship, Feature, Person, Question, Topic

PATHS = ["", "articles/الماء/", "topics/", "topics/الصحة/", "a-z/", "people/leila/", "search/"]
PATHS += ["search/?q=الماء", "articles/الماء/feedback/", "articles/الماء/feedback/thanks/"]
PATHS += ["about/", "contact/"]
BODY = """
<h2>ما هو الماء؟</h2><p>الماء ضروري لكل خلية. <em lang="en">Water</em> (H<sub>2</sub>O).</p>
<h2>كم نشرب؟</h2><ul><li>ثمانية أكواب</li></ul>
<div class="care-card care-card-emergency"><h3>اتصل الآن</h3><p>عند فقدان الوعي.</p></div>
<h2>جدول</h2><table><tbody><tr><th>العمر</th><th>لتر</th></tr><tr><td>5</td><td>1.5</td></tr></tbody></table>
"""


@pytest.fixture
def arabic(settings, make_article):
    """A site in three languages, with an article in Arabic and its English original."""
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "Arabic")]
    original = make_article("Water", topics=["Health"])
    article = make_article(
        "الماء", language="ar", body=BODY, summary="لماذا نشرب؟", translation_of=original
    )
    article.topics.add(Topic.objects.create(name="الصحة", slug="الصحة", language="ar"))
    leila = Person.objects.create(name="Leila", credentials="ممرضة")
    Authorship.objects.create(article=article, person=leila)
    Question.objects.create(article=article, question="هل يكفي؟", answer="<p>نعم.</p>")
    for number in range(6):
        other = make_article(f"مقال {number}", language="ar", summary="نص", topics=["الصحة"])
        Feature.objects.create(article=other)
    return article


def load(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return lxml_html.document_fromstring(response.content.decode())


@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_there_and_runs_from_right_to_left(client, arabic, path):
    tree = load(client, f"/ar/{path}")
    assert (tree.get("lang"), tree.get("dir")) == ("ar", "rtl")
    switch = tree.xpath("//nav[@class='languages']//a")
    assert [link.get("lang") for link in switch] == ["en", "es", "ar"]
    assert [link.get("dir") for link in switch] == ["ltr", "ltr", "rtl"]
    assert all(link.startswith(("/ar/", "#")) for link in tree.xpath("//main//nav//a/@href"))


def test_an_article_and_its_original_lead_to_each_other(client, arabic):
    for address in ("/articles/water/", arabic.get_absolute_url()):
        alternates = load(client, address).xpath("//link[@hreflang]")
        assert sorted(link.get("hreflang") for link in alternates) == ["ar", "en"]


def test_a_foreign_passage_runs_its_own_way(client, arabic):
    (passage,) = load(client, arabic.get_absolute_url()).xpath("//main//em[@lang]")
    assert (passage.get("lang"), passage.get("dir")) == ("en", "ltr")


def test_the_standard_pages_are_shown_in_the_sites_language_from_left_to_right(client, arabic):
    (text,) = load(client, "/ar/privacy/").xpath("//main//*[@lang='en']")
    assert text.get("dir") == "ltr"


def test_search_feeds_sitemap_and_read_more_know_the_language(client, arabic):
    call_command("build_recommendations", verbosity=0)
    assert "الماء" in client.get("/ar/feeds/articles.atom").text
    assert client.get("/ar/feeds/articles.json").json()["language"] == "ar"
    assert "/ar/topics/" in client.get("/sitemap-topics.xml").text
    assert "/ar/a-z/" in client.get("/sitemap-lists.xml").text
    assert client.get("/ar/search/?q=ضروري").context["paginator"].count == 1
    related = load(client, arabic.get_absolute_url()).xpath("//section[@class='related']//a/@href")
    assert len(related) == 4
    assert all(address.startswith("/ar/articles/") for address in related)


def test_editors_can_choose_the_language(admin_client, arabic):
    form = lxml_html.document_fromstring(admin_client.get("/admin/articles/article/add/").text)
    assert form.xpath("//select[@name='language']/option/@value") == ["en", "es", "ar"]
    data = {"title": "About", "slug": "about", "language": "ar", "body": "<p>عن الموقع</p>"}
    admin_client.post("/admin/cms/page/add/", data)
    tree = load(admin_client, "/ar/about/")
    assert "عن الموقع" in tree.text_content()
    assert not tree.xpath("//main//*[@lang]")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(arabic, new_page):
    from axe_playwright_python.sync_playwright import Axe

    page = new_page(viewport={"width": 320, "height": 640})
    for path in PATHS:
        page.goto(f"/ar/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path
        results = Axe().run(page)
        assert results.violations_count == 0, f"{path}\n{results.generate_report()}"
    logo = page.locator(".site-name").bounding_box()
    assert logo["x"] + logo["width"] > 300  # it begins the line, on the right


def run_with(languages, *command):
    return subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "manage.py", *command],
        cwd=project_settings.BASE_DIR,
        env={**os.environ, "DJANGO_DEBUG": "1", "LANGUAGES": languages},
        capture_output=True,
        text=True,
        check=False,
    )


def test_migrations_are_the_same_whatever_the_languages():
    done = run_with("es,en,ar,pt-br", "makemigrations", "--check", "--dry-run")
    assert (done.returncode, done.stdout) == (0, "No changes detected\n"), done.stderr


@pytest.mark.parametrize("languages", ["en,klingon", "en,EN", ","])
def test_a_language_that_django_does_not_know_is_refused(languages):
    done = run_with(languages, "check")
    assert done.returncode == 1
    assert "LANGUAGES" in done.stderr
