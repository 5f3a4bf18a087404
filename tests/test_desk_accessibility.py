"""Every screen of the desk that is ours: for all eyes, and with titles of any kind."""

from datetime import timedelta
from pprint import pformat

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from playwright.sync_api import expect

from articles.models import (
    Autosave,
    BrokenLink,
    ExternalAddress,
    ExternalLink,
    FeedbackComment,
    Presence,
    Question,
    Revision,
    Topic,
    UnansweredQuery,
)
from articles.revisions import content_of, record, save_draft, schedule, set_aside

from .test_admin import change, form_data

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 5
HOSTILE = '<b>"Quotes"</b> & <script>alert(1)</script> ' + LONG
# Chosen topics are a list with a field for the next one in it, made by the script of the admin.
DJANGOS = "list"
# What sticks out of the screen, by its box or by its text, and what is in it does not.
BEYOND = """() => {
    const sticksOut = (one) => {
        const { left, right } = one.getBoundingClientRect()
        return right > innerWidth || (right > left && left + one.scrollWidth > innerWidth)
    }
    const all = [...document.body.querySelectorAll(":not(.visually-hidden)")].filter(sticksOut)
    return all.filter((one) => ![...one.children].some(sticksOut)).map((one) => one.outerHTML)
}"""
UNREADY = "textarea[data-django-prose-editor-configurable]:not(.prose-editor *, .empty-form *)"
BODY = (
    '<h2>See</h2><p>See <a href="/articles/nowhere/">there</a>.</p>'
    '<div class="care-card care-card-urgent"><p>Go at once.</p></div>'
    "<table><tbody><tr><th>Dose</th><td>5 mg</td></tr></tbody></table>"
)


@pytest.fixture
def article(make_article, make_picture, topics):
    """A live article with all that can be said of one on the desk."""
    maya = User.objects.create_superuser("Maya")
    tom = User.objects.create_superuser("Tom")
    article = make_article(HOSTILE, body=BODY, owner=maya, picture=make_picture())
    article.topics.add(*topics)
    Question.objects.create(article=article, question=f"{LONG}?", answer="<p>Yes.</p>")
    make_article("Linking", body=f'<p><a href="{article.get_absolute_url()}">{LONG}</a></p>')
    record(article, Revision.Event.PUBLISHED, by=maya)
    content = content_of(article) | {"summary": LONG, "body": BODY.replace("urgent", "emergency")}
    draft = save_draft(article, content, by=tom)
    mine = content_of(article) | {"summary": "Mine", "title": "Mine"}
    set_aside(article, mine, based_on=1, by=maya)
    soon = timezone.now() + timedelta(hours=1)
    schedule(article, draft, at=soon, significance="minor", by=maya)
    Presence.objects.note(user=tom, article=article)
    typed = form_data(article, summary=f"Typed {LONG}")
    for key in ("first", "second"):
        Autosave.objects.keep(user=maya, article=article, key=key, data=urlencode(typed))
    for number in range(6):
        make_article(f"{LONG} {number}", at=soon)
    return article


@pytest.fixture
def topics(db):
    names = ("Lungs", LONG[:90])
    return [Topic.objects.create(name=name, slug=f"topic-{len(name)}") for name in names]


def screens(article, topics):
    """Yield the address of each screen."""
    pictures = reverse("admin:articles_picture_change", args=[article.picture_id])
    merging = urlencode({"topics": topics[0].pk, "into": topics[1].pk})
    names = "brokenlink externaladdress feature feedbackcomment picture promotedresult"
    yield reverse("admin:index")
    yield reverse("admin:articles_article_changelist")
    yield reverse("admin:articles_article_add")
    yield change(article)
    yield reverse("admin:articles_article_delete", args=[article.pk])
    yield reverse("admin:article-calendar")
    yield reverse("admin:article-revisions", args=[article.pk])
    yield reverse("admin:article-compare", args=[article.pk]) + "?before=1&after=2"
    yield reverse("admin:article-merge", args=[article.pk, 3])
    yield reverse("admin:article-autosave-compare", args=[article.pk, "first"])
    yield reverse("admin:article-links", args=[article.pk])
    yield reverse("admin:article-preview-links", args=[article.pk])
    yield f"{reverse('admin:topic-merge')}?{merging}"
    yield reverse("admin:articles_topic_change", args=[topics[1].pk])
    yield pictures
    yield reverse("admin:articles_picture_add")
    yield reverse("admin:articles_feature_add")
    yield reverse("admin:articles_promotedresult_add")
    yield from (reverse(f"admin:articles_{name}_changelist") for name in names.split())


def serious(page):
    """Return what axe has against the page that keeps somebody from using it."""
    # The rich-text editor comes after the page.
    for unready in (UNREADY, ".ProseMirror[contenteditable]:not([aria-label])"):
        expect(page.locator(unready)).to_have_count(0)
    violations = Axe().run(page, context="#content").response["violations"]
    return [
        (one["id"], [node["html"][:200] for node in one["nodes"]])
        for one in violations
        if one["impact"] in ("serious", "critical") and one["id"] != DJANGOS
    ]


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_no_screen_keeps_anybody_out(article, topics, new_page, client, color_scheme, width):
    external = ExternalAddress.objects.create(url=f"https://example.org/{LONG}", result="broken")
    ExternalLink.objects.create(source=article, address=external, text=LONG)
    FeedbackComment.objects.create(article=article, language="en", helpful=False, text=LONG)
    UnansweredQuery.objects.create(
        words=LONG[:90], language="en", count=3, day=timezone.localdate()
    )
    assert BrokenLink.objects.exists()
    page = new_page(color_scheme=color_scheme, viewport={"width": width, "height": 800})
    client.force_login(User.objects.get(username="Maya"))
    session = client.cookies["sessionid"].value
    page.goto("/healthz")
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": page.url}])
    found, wide = {}, {}
    for address in screens(article, topics):
        assert page.goto(address).status == 200, address
        if violations := serious(page):
            found[address] = violations
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide[address] = page.evaluate(BEYOND)
    assert not found, pformat(found)
    assert not wide, pformat(wide)
