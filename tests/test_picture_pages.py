"""Pictures on readers' pages, and in all that machines read."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from lxml import html as lxml_html

from articles.html import clean_html, html_to_text
from articles.models import APIToken, Article, Picture
from articles.rendering import render_answer
from articles.revisions import apply, content_of
from articles.revisions.comparison import compare

from .pictures import figure

KEY = "0123456789abcdef" * 2
BARE = f'<figure><img data-picture="{KEY}"></figure>'
FIGURE = f'<figure><img data-picture="{KEY}" alt="A calf"><figcaption>Stretch</figcaption></figure>'


@pytest.fixture
def picture(make_picture):
    return make_picture(
        "A calf", size=(1000, 600), alternative_text="A <b>hand</b> & a calf", credit="Ann <Okafor>"
    )


def images(client, address, selector="//main//img"):
    response = client.get(address)
    assert response.status_code == 200
    return lxml_html.document_fromstring(response.content.decode()).xpath(selector)


def address_of(picture, name):
    return f"/media/pictures/{picture.key}/{name}"


# What a text may hold


@pytest.mark.parametrize(
    "html",
    [
        FIGURE,
        BARE,
        f"<ul><li>One{FIGURE}</li></ul>",
        f'<div class="care-card care-card-urgent"><h2>Now</h2>{FIGURE}</div>',
        FIGURE.replace("Stretch", 'See <a href="/a/">this</a>'),
    ],
)
def test_a_picture_of_ours_with_its_caption_is_kept_in_a_text(html):
    assert clean_html(html) == html


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        (f'<figure class="x"> {FIGURE[8:]}', FIGURE),
        (FIGURE.replace("<img", '<img src="//evil.example/x.png" onerror="x" style="x"'), FIGURE),
        (FIGURE.replace("Stretch", "<p>Stretch</p>"), FIGURE),
        (FIGURE.replace("A calf", "  A  calf "), FIGURE),
        (FIGURE.replace("A calf", " ").replace("Stretch", " "), BARE),
        (FIGURE.replace("data-picture", "src"), "<p>Stretch</p>"),
        (f'<p>Before <img data-picture="{KEY}"> after</p>', "<p>Before  after</p>"),
        (FIGURE.replace(KEY, "12"), "<p>Stretch</p>"),
        (FIGURE.replace(KEY, KEY.upper()), "<p>Stretch</p>"),
        (FIGURE.replace("</figcaption>", "</figcaption>Text"), "<p>Stretch</p>Text"),
        ("<figcaption>Stretch</figcaption>", "<p>Stretch</p>"),
        (f"<figure>{FIGURE}</figure>", "<p>Stretch</p>"),
    ],
)
def test_of_any_other_figure_a_text_keeps_the_words(html, kept):
    assert clean_html(html) == kept


def test_a_caption_can_be_searched_and_a_key_can_not():
    assert html_to_text(f"<p>One</p>{FIGURE}") == "One\nStretch"


# What readers see


def test_an_article_shows_its_picture_at_once_and_in_the_size_that_fits(
    client, make_article, picture
):
    article = make_article(picture=picture)
    (image,) = images(client, article.get_absolute_url())
    assert image.get("src") == address_of(picture, "1000.jpg")
    assert image.get("srcset") == ", ".join(
        f"{address_of(picture, f'{width}.webp')} {width}w" for width in (320, 640, 960, 1000)
    )
    assert image.get("sizes") == "min(656px, 100vw - 2rem)"
    assert (image.get("width"), image.get("height")) == ("1000", "600")
    assert image.get("alt") == "A <b>hand</b> & a calf"
    assert image.get("fetchpriority") == "high"
    assert image.get("loading") is None
    assert "Picture: Ann &lt;Okafor&gt;" in client.get(article.get_absolute_url()).text


@pytest.mark.parametrize(
    ("size", "width"), [((300, 200), 300), ((900, 1800), 288), ((3, 3000), 1), ((3000, 3), 656)]
)
def test_a_picture_is_shown_no_larger_than_it_is_and_no_higher_than_a_screen(
    client, make_article, make_picture, size, width
):
    article = make_article(picture=make_picture(size=size))
    (image,) = images(client, article.get_absolute_url())
    assert image.get("sizes") == f"min({width}px, 100vw - 2rem)"


def test_what_an_article_says_of_its_picture_counts_more_than_the_library(
    client, make_article, picture
):
    article = make_article(picture=picture, picture_alternative_text="Stretching helps")
    (image,) = images(client, article.get_absolute_url())
    assert image.get("alt") == "Stretching helps"


def test_a_picture_in_the_text_comes_when_it_is_near(client, make_article, picture):
    article = make_article(
        body=f"<p>One</p>{figure(picture, words='Here', caption='How <em>to</em>')}"
    )
    (image,) = images(client, article.get_absolute_url())
    assert (image.get("alt"), image.get("loading")) == ("Here", "lazy")
    assert image.get("sizes")
    (caption,) = images(client, article.get_absolute_url(), "//main//figcaption")
    assert caption.text_content() == "How to Picture: Ann <Okafor>"


@pytest.mark.parametrize(("caption", "shown"), [("", ""), ("How", "How ")])
def test_a_picture_in_the_text_names_who_made_it(client, make_article, picture, caption, shown):
    article = make_article(body=figure(picture, caption=caption))
    (element,) = images(client, article.get_absolute_url(), "//main//figcaption")
    assert element.text_content() == f"{shown}Picture: Ann <Okafor>"


def test_a_picture_that_is_not_in_the_library_is_not_shown(client, make_article):
    article = make_article(body="<p>One</p>")
    Article.objects.update(body=f"<p>One</p>{FIGURE}")
    assert images(client, article.get_absolute_url(), "//main//figure") == []
    assert render_answer(FIGURE).html == ""


def test_lists_show_the_pictures_of_articles_without_repeating_words(client, make_article, picture):
    make_article("Cramps", picture=picture, topics=["Sleep"])
    other = make_article("Calves")
    for address in ("/", "/topics/sleep/", other.get_absolute_url()):
        (image,) = images(client, address)
        assert image.get("alt") == ""
        assert image.get("src") == address_of(picture, "card-50-50-1000.jpg")
        assert (image.get("width"), image.get("height")) == ("1000", "562")


def test_pictures_cost_an_article_page_one_query_in_the_text_and_none_elsewhere(
    client, make_article, make_picture, django_assert_num_queries, django_assert_max_num_queries
):
    plain = make_article("Plain")
    pictures = [make_picture(f"Picture {number}", size=(300 + number, 200)) for number in range(4)]
    for number in range(4):
        make_article(picture=pictures[number])
    rich = make_article("Rich", picture=pictures[0], body="".join(map(figure, pictures)))
    with django_assert_max_num_queries(8) as asked:
        client.get(plain.get_absolute_url())
    with django_assert_num_queries(len(asked) + 1):
        client.get(rich.get_absolute_url())
    for address in ("/", "/a-z/", "/feeds/articles.atom", "/api/v1/articles/"):
        with django_assert_max_num_queries(8):
            client.get(address)


# What machines read


def test_machines_are_told_of_the_picture(client, make_article, picture):
    article = make_article("Cramps", picture=picture)
    text = client.get(article.get_absolute_url()).text
    tree = lxml_html.document_fromstring(text)
    graph = json.loads(tree.xpath("//script[@type='application/ld+json']")[0].text)["@graph"]
    site = "http://127.0.0.1:8000"
    assert graph[0]["image"] == {
        "@type": "ImageObject",
        "url": f"{site}{address_of(picture, '1000.jpg')}",
        "width": 1000,
        "height": 600,
        "caption": "A <b>hand</b> & a calf",
        "creditText": "Ann <Okafor>",
    }
    shared = {
        name: tree.xpath(f"string(//meta[@property='og:{name}']/@content)")
        for name in ("image", "image:width", "image:height", "image:alt")
    }
    assert shared == {
        "image": f"{site}{address_of(picture, 'card-50-50-1000.jpg')}",
        "image:width": "1000",
        "image:height": "562",
        "image:alt": "A <b>hand</b> & a calf",
    }


def test_feeds_carry_pictures_that_any_program_shows(client, make_article, picture):
    make_article(picture=picture, body=figure(picture, words="Here"))
    item = client.get("/feeds/articles.json").json()["items"][0]
    address = f"http://127.0.0.1:8000{address_of(picture, '1000.jpg')}"
    assert item["image"] == address
    shown = lxml_html.fragment_fromstring(item["content_html"], create_parent=True).xpath("//img")
    assert [(image.get("src"), image.get("alt")) for image in shown] == [
        (address, "A <b>hand</b> & a calf"),
        (address, "Here"),
    ]
    assert not any(image.get("srcset") for image in shown)
    assert address in client.get("/feeds/articles.atom").text


def test_the_api_gives_pictures(client, make_article, picture):
    article = make_article(picture=picture, body=figure(picture))
    site = "http://127.0.0.1:8000"
    for address in ("/api/v1/articles/", f"/api/v1/articles/{article.slug}"):
        answer = client.get(address).json()
        assert answer.get("items", [answer])[0]["picture"] == {
            "url": f"{site}{address_of(picture, '1000.jpg')}",
            "width": 1000,
            "height": 600,
            "card_url": f"{site}{address_of(picture, 'card-50-50-640.webp')}",
            "alternative_text": "A <b>hand</b> & a calf",
            "credit": "Ann <Okafor>",
        }
    assert f'src="{site}{address_of(picture, "1000.jpg")}"' in answer["body_html"]
    plain = make_article()
    assert client.get(f"/api/v1/articles/{plain.slug}").json()["picture"] is None


def test_markdown_names_pictures(client, make_article, picture):
    body = figure(picture, words="A [calf]", caption="How <em>to</em>")
    article = make_article(picture=picture, body=body)
    text = client.get(f"{article.get_absolute_url()[:-1]}.md").text
    address = f"http://127.0.0.1:8000{address_of(picture, '1000.jpg')}"
    assert f"![A \\<b\\>hand\\</b\\> \\& a calf]({address})\n\nPicture: Ann" in text
    assert f"![A \\[calf\\]]({address})\n\nHow *to*" in text


def test_markdown_of_a_picture_without_credit_is_the_picture(client, make_article, make_picture):
    picture = make_picture(decorative=True)
    article = make_article(picture=picture, body=figure(picture))
    text = client.get(f"{article.get_absolute_url()[:-1]}.md").text
    assert text.count(f"![](http://127.0.0.1:8000{address_of(picture, '800.jpg')})") == 2


def test_pictures_of_hidden_articles_are_nowhere(client, make_article, picture):
    make_article("Seen")
    make_article("Draft", picture=picture, body=figure(picture), status=Article.Status.DRAFT)
    for address in ("/", "/a-z/", "/articles/seen/", "/search/?q=calf", "/sitemap-articles.xml"):
        assert picture.key not in client.get(address).text
    for address in ("/feeds/articles.json", "/api/v1/articles/", "/api/v1/search?q=calf"):
        assert picture.key not in client.get(address).text


# Before readers see it


def refusal(article):
    with pytest.raises(ValidationError) as refused:
        article.publish()
    return refused.value.message_dict


@pytest.mark.parametrize("place", ["picture", "body"])
def test_an_article_is_not_published_with_a_picture_without_words(
    make_article, make_picture, place
):
    picture = make_picture("A calf", alternative_text="")
    text = f"<p>One</p>{figure(picture) if place == 'body' else ''}"
    article = make_article(status=Article.Status.DRAFT, body=text)
    article.picture = picture if place == "picture" else None
    (message,) = refusal(article)[place]
    assert "“A calf” has no alternative text in this language (English)" in message
    article.picture_alternative_text = "Here" if place == "picture" else ""
    article.body = text.replace("></figure>", ' alt="Here"></figure>')
    article.publish()
    assert article.is_public


def test_a_picture_is_described_in_the_language_of_the_article_or_decorative(
    make_article, make_picture
):
    picture = make_picture("A calf")
    article = make_article(status=Article.Status.DRAFT, language="es", picture=picture)
    assert "(español)" in str(refusal(article)) or "(Spanish)" in str(refusal(article))
    Picture.objects.update(decorative=True, alternative_text="")
    article.refresh_from_db()
    article.publish()
    assert article.is_public


def test_an_article_is_not_published_with_a_picture_that_is_gone(make_article):
    article = make_article(status=Article.Status.DRAFT, body=FIGURE)
    assert "not in the library any more" in refusal(article)["body"][0]


# Revisions


def test_a_revision_without_its_picture_is_restored_without_it(make_article, make_picture):
    picture = make_picture()
    article = make_article(picture=picture)
    content = content_of(article)
    Article.objects.update(picture=None)
    picture.delete()
    apply(content, article)
    article.refresh_from_db()
    assert article.picture is None


def test_a_comparison_shows_the_pictures_and_what_is_said_of_them(make_article, make_picture):
    old, new = make_picture("Old"), make_picture("New", size=(300, 200))
    article = make_article(picture=old, body=f"<p>One</p>{figure(old, words='Before')}")
    before = content_of(article)
    body = f"<p>One</p>{figure(new, words='After')}{FIGURE}"
    after = {**before, "picture": new.pk, "body": body}
    texts = {one.key: (one.before, one.after) for one in compare(before, after)}
    for was, became in (texts["picture"], texts["body"]):
        assert address_of(old, "320.webp") in was
        assert address_of(new, "300.webp") in became
    assert "Before" in texts["body"][0]
    assert "After" in texts["body"][1]
    assert "deleted" in texts["body"][1]
    gone = compare(before, {**before, "picture": None})[0]
    assert "Old" in gone.before
    assert "Old" not in gone.after


# Imports, exports and programs


def test_an_export_names_pictures_and_an_import_keeps_them(make_article, make_picture, tmp_path):
    picture, other = make_picture("A"), make_picture("B", size=(300, 200))
    article = make_article(
        picture=picture, picture_alternative_text="Here", body=f"<p>One</p>{figure(picture)}"
    )
    call_command("export_articles", output=tmp_path / "all.jsonl", verbosity=0)
    line = json.loads((tmp_path / "all.jsonl").read_text())
    assert (line["picture"], line["picture_alternative_text"]) == (picture.key, "Here")
    assert line["body_html"] == article.body

    for given, expected, words in [
        ({}, picture, "Here"),
        ({"picture": other.key}, other, ""),
        ({"picture": "0" * 32, "picture_alternative_text": "Gone"}, other, ""),
        ({"picture": picture.key, "picture_alternative_text": "Again"}, picture, "Again"),
    ]:
        text = {key: line[key] for key in ("id", "title", "body_html", "published")}
        (tmp_path / "one.jsonl").write_text(json.dumps(text | given))
        call_command("import_articles", tmp_path / "one.jsonl", verbosity=0)
        article.refresh_from_db()
        assert (article.picture, article.picture_alternative_text) == (expected, words)


def test_a_program_is_told_that_a_picture_has_no_words(
    client, make_article, make_picture, django_user_model
):
    picture = make_picture("A calf", alternative_text="")
    article = make_article(status=Article.Status.DRAFT, picture=picture)
    token = APIToken(name="Import", owner=django_user_model.objects.create_superuser("Maya"))
    token.scopes = [APIToken.Scope.WRITE, APIToken.Scope.PUBLISH]
    headers = {"Authorization": f"Bearer {token.new_secret()}"}
    token.save()
    address = f"/api/v1/drafts/{article.identifier}"
    draft = client.get(address, headers=headers)
    assert draft.json()["article"]["picture"] == picture.key
    response = client.post(
        f"{address}/publish",
        {},
        content_type="application/json",
        headers={**headers, "If-Match": draft.headers["ETag"]},
    )
    assert response.status_code == 422
    assert "article.picture" in response.text
