"""The style page for people with an account."""

import re

import pytest

from cms.styleguide import tokens


def test_only_staff_sees_the_style_guide(client, admin_client):
    response = client.get("/styleguide/")
    assert (response.status_code, response.url) == (302, "/admin/login/?next=/styleguide/")
    response = admin_client.get("/styleguide/")
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.text


@pytest.mark.parametrize("path", ["/styleguide/", "/es/styleguide/"])
def test_the_style_guide_shows_each_part_of_a_page(admin_client, path):
    text = admin_client.get(path).text
    for name in "key-facts help-link contents prose table-scroll disclosure references".split():
        assert re.search(rf'class="[^"]*\b{name}\b', text), name
    for name in "cards topics pagination related-list field button notice disclaimer".split():
        assert re.search(rf'class="[^"]*\b{name}\b', text), name
    for level in ("non-urgent", "urgent", "emergency"):
        assert f"care-card-{level}" in text


def test_tokens_are_read_from_the_style_sheet():
    kinds = tokens()
    assert set(kinds) == {"color", "type", "space"}
    assert ("paper", "#faf6ee") in kinds["color"]
    assert "space-4" in dict(kinds["space"])
