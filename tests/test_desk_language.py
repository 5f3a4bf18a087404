"""The desk speaks the language that its user's browser asks for."""

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from .test_admin import change

SPANISH = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.8"}


def test_the_desk_follows_the_browser(admin_client):
    response = admin_client.get(reverse("admin:index"), headers=SPANISH)
    assert '<html lang="es"' in response.text
    assert "Redacción" in response.text
    assert response.headers["Content-Language"] == "es"
    assert "Accept-Language" in response.headers["Vary"]
    assert "Desk" in admin_client.get(reverse("admin:index")).text


def test_readers_pages_do_not(client, db):
    response = client.get("/", headers=SPANISH)
    assert '<html lang="en"' in response.text
    assert "Accept-Language" not in response.headers.get("Vary", "")


def test_addresses_on_the_desk_are_those_of_their_articles(admin_client, make_article):
    article = make_article("Asthma")
    response = admin_client.get(change(article), headers=SPANISH)
    assert 'href="/articles/asthma/"' in response.text


@pytest.mark.browser
def test_the_form_is_in_spanish_throughout(desk_of, live_server, make_article):
    card = '<div class="care-card care-card-urgent"><p>Call a doctor.</p></div>'
    article = make_article("Asthma", body=card)
    page = desk_of("maya", locale="es-ES")
    page.goto(live_server.url + change(article))
    menu = page.locator(".field-body .prose-menubar")
    expect(menu.get_by_title("negrita")).to_be_visible()
    with (settings.BASE_DIR / "cms/locale/es/LC_MESSAGES/djangojs.po").open("rb") as file:
        words = read_po(file)
    titles = menu.locator("[title]").evaluate_all("all => all.map(one => one.title)")
    assert len(titles) > 20
    assert [title for title in titles if title in words and words[title].string != title] == []
    label = page.locator(".ProseMirror .care-card").evaluate(
        "card => getComputedStyle(card, '::before').content"
    )
    assert label == '"Consejo urgente"'
    page.get_by_role("button", name="Guardar borrador").first.click()
    expect(page.locator(".messagelist")).to_contain_text("Asthma")
    menu.get_by_title("Insertar una tabla").click()
    expect(page.get_by_role("dialog")).to_contain_text("Filas")
