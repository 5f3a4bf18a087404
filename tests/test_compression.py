"""Pages and the API's answers, compressed as whoever asks likes best."""

import gzip
import json

import brotli
import pytest

API = "/api/v1/articles/cramps"
UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress}


@pytest.fixture(autouse=True)
def article(make_article, kept_pages):
    return make_article("Cramps", body=f"<p>{'A cramp at night. ' * 100}</p>")


@pytest.mark.parametrize("encoding", ["gzip", "br"])
@pytest.mark.parametrize("address", [API, "/api/v1/openapi.json", "/"])
def test_an_answer_is_the_same_compressed_or_not(client, address, encoding):
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": encoding})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == encoding
    assert len(packed.content) < len(plain.content)
    assert UNPACK[encoding](packed.content) == plain.content
    assert "accept-encoding" in packed.headers["Vary"].lower()


@pytest.mark.parametrize("address", [API, "/articles/cramps/"])
def test_who_has_the_compressed_answer_is_told_that_it_still_holds(client, article, address):
    wish = {"Accept-Encoding": "br, gzip"}
    known = client.get(address, headers=wish)
    assert known.headers["ETag"].startswith('W/"')  # another encoding has other bytes
    wish["If-None-Match"] = known.headers["ETag"]
    again = client.get(address, headers=wish)
    assert (again.status_code, again.content) == (304, b"")
    article.title = "Spasms"
    article.save()
    article.publish()
    assert client.get(address, headers=wish).status_code == 200


def test_a_program_that_asks_for_compression_may_read_from_any_page(client):
    headers = {"Accept-Encoding": "gzip", "Origin": "https://elsewhere.example"}
    answer = client.get(API, headers=headers)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert json.loads(gzip.decompress(answer.content))["title"] == "Cramps"


def test_a_picture_is_compressed_already(client):
    answer = client.get("/articles/cramps/card.png", headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in answer.headers
