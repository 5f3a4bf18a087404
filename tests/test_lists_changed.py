"""Whoever keeps pages hears of every change to the stored lists."""

import pytest

from recommendations import services
from recommendations.signals import lists_changed


@pytest.fixture
def heard():
    languages = []

    def listen(*, language, **kwargs):
        languages.append(language)

    lists_changed.connect(listen)
    yield languages
    lists_changed.disconnect(listen)


def test_a_build_says_that_the_lists_changed(make_article, heard):
    make_article()
    make_article(language="es")
    services.build("en")
    assert heard == ["en"]


def test_a_refresh_says_so_where_it_changed_any(make_article, commit, heard):
    for number in range(30):
        make_article(f"Cramps {number}")
    services.build("en")
    heard.clear()
    services.refresh("en")
    assert heard == []
    with commit():
        make_article("Cramps at night")
    assert heard == ["en"]
