"""The pages about the site: about, privacy, accessibility, contact, editorial policy."""

import re

import pytest
from django.conf import settings as project_settings
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.core.management import call_command
from lxml import html as lxml_html

from articles.html import clean_html, html_to_text
from cms.models import STANDARD_SLUGS, Page
from cms.pages import make_default_pages, read_default_pages

TEXTS = list(read_default_pages())
ADDRESSES = [f"{prefix}{slug}/" for prefix in ("/", "/es/") for slug in STANDARD_SLUGS]


def load(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return lxml_html.document_fromstring(response.content.decode())


def text_of(element):
    return " ".join(element.text_content().split())


# The texts


def test_each_standard_page_has_a_text_in_each_language():
    assert {(slug, language) for slug, language, *_ in TEXTS} == {
        (slug, language) for slug in STANDARD_SLUGS for language in ("en", "es")
    }


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text[1]}-{text[0]}")
def test_the_texts_are_stored_as_they_are(text):
    *_, title, body = text
    assert clean_html(body) == body
    assert clean_html(f"<p>{title}</p>") == f"<p>{title}</p>"
    known = {"{site_name}", "{publisher}", "{feedback_days}", "{read_more_counts}"}
    assert set(re.findall("{.*?}", body)) <= known


def test_both_languages_say_the_same_in_as_many_parts():
    shapes = {}
    for slug, language, _title, body in TEXTS:
        shapes.setdefault(slug, {})[language] = re.findall(r"<(\w+)|{(\w+)}", body)
    for slug, shape in shapes.items():
        assert sorted(shape["en"]) == sorted(shape["es"]), slug


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text[1]}-{text[0]}")
def test_sentences_are_short(text):
    sentences = re.split(r"(?<=[.!?:])\s|\n", html_to_text(text[3]))
    words = [len(sentence.split()) for sentence in sentences]
    assert max(words) <= 36
    assert sum(words) / len(words) <= 18


# For readers


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_pages_are_there_from_the_start(client, db, address):
    tree = load(client, address)
    language = "es" if address.startswith("/es/") else "en"
    page = Page.objects.get(slug=address.strip("/").removeprefix("es/"), language=language)
    assert text_of(tree.xpath("//h1")[0]) == page.title
    assert tree.xpath("string(//link[@rel='canonical']/@href)").endswith(f":8000{address}")
    assert tree.xpath("//link[@hreflang='en']")
    assert tree.xpath("//link[@hreflang='es']")
    assert "{" not in text_of(tree.xpath("//main")[0])


@pytest.mark.parametrize("address", ADDRESSES)
def test_links_between_the_pages_lead_somewhere(client, db, address):
    tree = load(client, address)
    tree.make_links_absolute(f"http://testserver{address}")
    for link in tree.xpath("//main//a/@href"):
        path = link.removeprefix("http://testserver").partition("#")[0]
        load(client, path)
        assert path.startswith("/es/") == address.startswith("/es/")


@pytest.mark.parametrize("prefix", ["/", "/es/"])
def test_every_page_links_to_them(client, db, prefix, django_assert_num_queries):
    links = load(client, prefix).xpath("//footer//nav[@class='site-footer-pages']//a/@href")
    assert links == [f"{prefix}{slug}/" for slug in (*STANDARD_SLUGS, "developers")]
    for link in links:
        with django_assert_num_queries(1 + 1):  # one asks what is due by the clock
            load(client, link)


def test_the_language_switch_leads_to_the_same_page(client, db):
    tree = load(client, "/es/privacy/")
    assert tree.xpath("//nav[@class='languages']//a/@href") == ["/privacy/", "/es/privacy/"]


def test_the_texts_say_what_the_settings_say(client, db, settings):
    settings.FEEDBACK_KEPT_DAYS = 17
    settings.SITE_NAME = "Health & <Care>"
    settings.SITE_PUBLISHER = "A Society"
    text = text_of(load(client, "/privacy/"))
    assert "After 17 days" in text
    assert "Health & <Care> is built so that" in text
    assert "Responsible for this site: A Society" in text


def test_the_contact_page_gives_the_operators_address(client, db, settings):
    settings.SITE_CONTACT = ["1 Main Street", "desk@health.example <b>"]
    (address,) = load(client, "/contact/").xpath("//main//address")
    assert [line.text_content() for line in address.iter("bdi")] == settings.SITE_CONTACT
    assert address.xpath(".//a/@href") == ["mailto:desk@health.example"]
    assert not load(client, "/about/").xpath("//address")


def test_a_contact_page_without_an_address_says_so(client, db):
    assert project_settings.SITE_CONTACT == []
    assert "Those who run this site have given no address here yet." in text_of(
        load(client, "/contact/")
    )


def test_a_standard_page_that_is_not_translated_is_shown_in_the_sites_language(client, db):
    Page.objects.filter(slug="about", language="es").delete()
    tree = load(client, "/es/about/")
    (text,) = tree.xpath("//main//*[@lang='en']")
    assert text.get("dir") == "ltr"
    assert text_of(text.find("h1")) == "About this site"
    assert tree.xpath("string(//link[@rel='canonical']/@href)").endswith(":8000/about/")
    assert not tree.xpath("//link[@hreflang]")


def test_any_other_page_is_only_in_its_own_languages(client, db):
    Page.objects.create(slug="imprint", title="Imprint", body="<p>Who.</p>")
    assert text_of(load(client, "/imprint/").find(".//h1")) == "Imprint"
    assert client.get("/es/imprint/").status_code == 404
    assert client.get("/nothing/").status_code == 404


def test_the_sitemap_has_the_pages_with_their_translations(client, db):
    assert "/sitemap-pages.xml" in client.get("/sitemap.xml").text
    xml = client.get("/sitemap-pages.xml").text
    for address in ADDRESSES:
        assert f"<loc>http://127.0.0.1:8000{address}</loc>" in xml
    assert xml.count('hreflang="es"') == len(ADDRESSES)


# Over time


def test_what_editors_wrote_stays(db):
    Page.objects.filter(slug="about", language="en").update(body="<p>Ours.</p>", is_default=False)
    call_command("migrate", verbosity=0)
    assert Page.objects.get(slug="about", language="en").body == "<p>Ours.</p>"
    assert Page.objects.count() == len(TEXTS)


def test_what_nobody_edited_follows_the_software(db):
    Page.objects.filter(slug="about", language="en").update(body="<p>Of an old version.</p>")
    Page.objects.filter(slug="privacy", language="es").delete()
    call_command("migrate", verbosity=0)
    assert "explains health" in Page.objects.get(slug="about", language="en").body
    assert Page.objects.get(slug="privacy", language="es").is_default


def test_a_database_from_before_there_were_pages_is_left_alone():
    from django.apps.registry import Apps

    make_default_pages(using="default", apps=Apps())


# On the desk


ADD = "/admin/cms/page/add/"


def change(slug, language="en"):
    page = Page.objects.get(slug=slug, language=language)
    return f"/admin/cms/page/{page.pk}/change/"


def test_editors_change_a_page(admin_client, client):
    data = {"title": "About us", "body": "<p>We.</p><script>x</script>"}
    response = admin_client.post(change("about"), data)
    assert response.status_code == 302
    page = Page.objects.get(slug="about", language="en")
    assert (page.title, page.body, page.is_default) == ("About us", "<p>We.</p>", False)
    assert "We." in text_of(load(client, "/about/"))


def test_the_address_of_a_standard_page_cannot_be_changed_nor_the_page_deleted(admin_client):
    address = change("about")
    data = {"title": "T", "body": "<p>B</p>", "slug": "other", "language": "es"}
    admin_client.post(address, data)
    assert Page.objects.filter(slug="about", language="en", title="T").exists()
    assert admin_client.get(address.replace("change", "delete")).status_code == 403
    chosen = [Page.objects.get(slug="about", language="en").pk]
    data = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    admin_client.post("/admin/cms/page/", data)
    assert Page.objects.filter(pk__in=chosen).exists()


def test_editors_add_and_delete_pages_of_their_own(admin_client, client):
    data = {"title": "Aviso legal", "body": "<p>B</p>", "slug": "imprint", "language": "es"}
    admin_client.post(ADD, data)
    assert text_of(load(client, "/es/imprint/").find(".//h1")) == "Aviso legal"
    admin_client.post(change("imprint", "es").replace("change", "delete"), {"post": "yes"})
    assert client.get("/es/imprint/").status_code == 404


@pytest.mark.parametrize("slug", ["topics", "search", "es", "admin", "a-z"])
def test_no_page_takes_the_address_of_something_else(db, slug):
    with pytest.raises(ValidationError) as caught:
        Page(slug=slug, title="T", body="<p>B</p>").full_clean()
    assert list(caught.value.message_dict) == ["slug"]


@pytest.mark.parametrize("slug", ["topics", "a-z"])
def test_nor_in_another_language(db, slug):
    with pytest.raises(ValidationError, match="at this address"):
        Page(slug=slug, title="T", body="<p>B</p>", language="es").full_clean()
    Page(slug="imprint", title="T", body="<p>B</p>", language="es").full_clean()


def test_pages_are_for_those_who_may_change_them(client, db):
    user = User.objects.create_user("ed", is_staff=True)
    client.force_login(user)
    assert client.get(change("about")).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_page"))
    assert client.post(change("about"), {"title": "T", "body": "<p>B</p>"}).status_code == 403
