"""The library of pictures on the desk: upload, description, focal point, uses, deletion."""

from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.urls import reverse

from articles.models import Article, Picture
from articles.pictures.renditions import card
from articles.revisions import content_of, save_draft

from .pictures import drawing, encoded, figure, upload
from .test_admin import staff

LIST = reverse("admin:articles_picture_changelist")
ADD = reverse("admin:articles_picture_add")


@pytest.fixture
def editor(client, db):
    client.force_login(staff())
    return client


def page(name, picture):
    return reverse(f"admin:{name}", args=[picture.pk])


def sent(editor, **fields):
    data = {"language": "en", "file": upload(encoded(drawing(color="green"))), **fields}
    return editor.post(ADD, data, follow=True)


def saved(editor, picture, **fields):
    names = ("title", "alternative_text", "language", "credit", "focus_x", "focus_y")
    data = {name: getattr(picture, name) for name in names}
    if picture.decorative:
        data["decorative"] = "on"
    return editor.post(page("articles_picture_change", picture), {**data, **fields}, follow=True)


def names_of_files(picture):
    return default_storage.listdir(f"pictures/{picture.key}")[1]


# Upload


def test_an_upload_is_named_by_its_file_if_nobody_says_otherwise(editor):
    sent(editor)
    picture = Picture.objects.get()
    assert (picture.title, picture.width, picture.height) == ("cramp", 800, 500)
    assert picture.made_by.username == "staff"
    assert "320.webp" in names_of_files(picture)


def test_what_is_refused_keeps_what_was_typed(editor):
    text = sent(editor, file=upload(b"<svg></svg>", "plan.svg"), title="The plan").text
    assert "“plan.svg” is a drawing in SVG" in text
    assert 'value="The plan"' in text
    assert not Picture.objects.exists()


def test_the_same_file_is_not_taken_twice(editor):
    sent(editor, title="The <first>")
    known = Picture.objects.get()
    text = sent(editor).text
    assert "in the library already" in text
    assert f'<a href="{page("articles_picture_change", known)}">The &lt;first&gt;</a>' in text
    assert Picture.objects.count() == 1


def test_a_picture_is_described_or_decorative_and_not_both(editor):
    text = sent(editor, alternative_text="A calf", decorative="on").text
    assert "keep one of the two" in text


def test_who_may_not_add_pictures_may_not_upload(client, db):
    client.force_login(staff("view_picture"))
    assert client.get(ADD).status_code == 403
    assert sent(client).status_code == 403


# The list


def test_the_library_shows_and_finds_pictures(editor, make_picture):
    calf, _other = make_picture("A calf", credit="Ann"), make_picture("A hand")
    text = editor.get(LIST, {"q": "ann"}).text
    assert f"pictures/{calf.key}/320.webp" in text
    assert "A hand" not in text


@pytest.mark.parametrize(
    ("words", "expected"), [("missing", "A"), ("there", "B"), ("decorative", "C"), ("", "CBA")]
)
def test_the_library_tells_what_has_no_words_yet(editor, make_picture, words, expected):
    make_picture("A", alternative_text="")
    make_picture("B")
    make_picture("C", decorative=True)
    found = editor.get(LIST, {"words": words}).context["cl"].result_list
    assert "".join(picture.title for picture in found) == expected


def test_scripts_of_the_desk_learn_what_a_picture_is(editor, make_picture):
    picture = make_picture("A calf")
    facts = editor.get(page("picture-facts", picture)).json()
    assert (facts["key"], facts["title"]) == (picture.key, "A calf")
    shown = editor.get(reverse("admin:picture-shown", args=[picture.key]))
    assert shown.url == f"/media/pictures/{picture.key}/640.webp"


@pytest.mark.parametrize("name", ["picture-facts", "articles_picture_change"])
def test_only_the_desk_may_look_into_the_library(client, make_picture, name):
    picture = make_picture()
    assert "/login/" in client.get(page(name, picture)).url
    assert "/login/" in client.get(reverse("admin:picture-shown", args=[picture.key])).url
    client.force_login(staff("view_article"))
    assert client.get(page(name, picture)).status_code == 403


# The focal point


def test_a_new_focal_point_makes_new_files_and_leaves_the_old_ones(editor, make_picture):
    picture = make_picture(size=(400, 800))
    before = names_of_files(picture)
    saved(editor, picture, focus_y="10")
    assert set(before) < set(names_of_files(picture))
    assert "card-50-10-320.webp" in names_of_files(picture)


@pytest.mark.parametrize(("focus", "top"), [(0, 0), (10, 0), (50, 288), (100, 575)])
def test_a_card_is_cut_around_the_focal_point_and_inside_of_the_picture(make_picture, focus, top):
    picture = make_picture(size=(400, 800))
    picture.focus_y = focus
    assert card(picture).fallback.box == (0, top, 400, top + 225)


def test_a_focal_point_lies_inside_of_the_picture(editor, make_picture):
    picture = make_picture()
    assert "less than or equal to 100" in saved(editor, picture, focus_x="101").text


# Uses


@pytest.fixture(params=["picture", "body", "draft picture", "draft body"])
def use(request, make_article, make_picture):
    """A picture, and an article that uses it in one of the ways there are."""
    picture, article = make_picture("A calf"), make_article("Cramps")
    fields = {"picture": picture.pk} if "picture" in request.param else {"body": figure(picture)}
    if "draft" in request.param:
        save_draft(article, {**content_of(article), **fields})
    elif "picture" in fields:
        Article.objects.update(picture=picture)
    else:
        Article.objects.update(**fields)
    return picture, article


def test_a_picture_tells_where_it_is_used(editor, make_article, use):
    picture, article = use
    make_article("Sleep")
    text = editor.get(page("articles_picture_change", picture)).text
    assert f'<a href="/admin/articles/article/{article.pk}/change/">Cramps</a>' in text
    assert "Sleep" not in text


def test_a_picture_that_is_used_cannot_be_deleted(editor, use):
    picture, _article = use
    delete = page("articles_picture_delete", picture)
    assert "Cramps" in editor.post(delete, {"post": "yes"}, follow=True).text
    chosen = {"action": "delete_selected", "_selected_action": picture.pk, "post": "yes"}
    assert "Cramps" in editor.post(LIST, chosen, follow=True).text
    assert Picture.objects.get() == picture


def test_a_deleted_picture_takes_its_files_along(editor, make_picture, commit):
    picture = make_picture()
    with commit():
        editor.post(page("articles_picture_delete", picture), {"post": "yes"})
    assert not Picture.objects.exists()
    assert not default_storage.exists(f"pictures/{picture.key}")


def test_words_that_readers_need_cannot_be_taken_away(editor, make_article, make_picture):
    picture = make_picture("A calf")
    make_article("Cramps", picture=picture)
    make_article("Muscles", body=figure(picture))
    make_article("Legs", body=figure(picture, words="A leg"))
    make_article("Draft", picture=picture, status=Article.Status.DRAFT)
    text = saved(editor, picture, alternative_text="").text
    assert "Readers see it without other words for it on: Cramps, Muscles." in text
    saved(editor, picture, alternative_text="", decorative="on")
    picture.refresh_from_db()
    assert picture.decorative


# The files


def test_missing_files_are_made_again(make_picture):
    picture = make_picture()
    default_storage.delete(f"pictures/{picture.key}/640.webp")
    for expected in ("1 file", "0 files"):
        out = StringIO()
        call_command("make_pictures", stdout=out)
        assert expected in out.getvalue()
    assert "640.webp" in names_of_files(picture)


def test_a_picture_without_its_original_is_named_and_does_not_stop_the_rest(make_picture):
    lost, other = make_picture("Lost"), make_picture("Other", size=(300, 200))
    for name in ("original.jpg", "640.webp"):
        default_storage.delete(f"pictures/{lost.key}/{name}")
    default_storage.delete(f"pictures/{other.key}/300.webp")
    with pytest.raises(CommandError, match="Lost"):
        call_command("make_pictures", stdout=StringIO())
    assert "300.webp" in names_of_files(other)


def test_a_file_of_a_picture_may_be_kept_for_good(client, make_picture):
    picture = make_picture()
    response = client.get(f"/media/pictures/{picture.key}/320.webp")
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"
    assert "Vary" not in response.headers
    assert b"".join(response.streaming_content)[8:12] == b"WEBP"


@pytest.mark.parametrize(
    "name",
    [
        *("", "pictures/", "pictures/{key}/", "pictures/{key}/321.webp", "../db.sqlite3"),
        *("pictures/{key}/../../../db.sqlite3", "pictures/%2e%2e/320.webp"),
    ],
)
def test_nothing_else_is_served_from_there(client, make_picture, name):
    assert client.get("/media/" + name.format(key=make_picture().key)).status_code == 404
