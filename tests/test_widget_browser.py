"""Read More lists on other people's pages, in Chromium."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.models import Article, Picture
from recommendations.models import RelatedArticle
from recommendations.widget import snippets
from recommendations.widget.options import OptionsForm
from tests.hosts import nobody, serving

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOSTILE = """
* { color: red !important; background: yellow !important; font: 60px/3 cursive !important;
    text-transform: uppercase !important; letter-spacing: 1em !important; display: flex !important;
    opacity: 0.1 !important; float: right !important; visibility: hidden !important; }
related-articles { display: none !important; }
"""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>A clinic</title>
{head}</head><body><main><h1>A clinic</h1><p>Its own text.</p>{body}</main>
</body></html>"""
LINK_COLORS = {"light": "rgb(14, 95, 99)", "dark": "rgb(132, 211, 201)"}
SOURCE = "From Plain Health"
INSIDE = "Cramps \N{EN DASH} Plain Health"
# What WordPress does with a frame of a site that it does not know.
WORDPRESS = """
addEventListener("message", ({source, data}) => {
  const frame = document.querySelector("iframe");
  if (source !== frame.contentWindow || data.secret !== frame.dataset.secret) return;
  if (data.message === "height") frame.height = Math.max(200, Math.min(1000, data.value));
  if (data.message === "link" && document.activeElement === frame) top.location.href = data.value;
});
"""


@pytest.fixture
def source(make_article, settings, live_server):
    settings.SITE_URL = live_server.url
    source = make_article("Cramps", slug="cramps")
    targets = [
        make_article(f"Target {number}", slug=f"target-{number}", summary=f"About {number}.")
        for number in range(1, 5)
    ]
    store_list(source, targets)
    return source


def store_list(source, targets):
    """Let `targets` be the list of `source`, whatever was computed when they were published."""
    RelatedArticle.objects.filter(source=source).delete()
    for rank, target in enumerate(targets, start=1):
        RelatedArticle.objects.create(
            source=source, target=target, rank=rank, score=1 / rank, reasons=[]
        )


@pytest.fixture
def host(live_server):
    """A host that lets in nothing but our site, by its content security policy."""
    site = live_server.url
    policy = (
        f"default-src 'none'; script-src {site}; connect-src {site}; frame-src {site};"
        " style-src 'self'; base-uri 'none'; form-action 'none';"
        " require-trusted-types-for 'script'; trusted-types 'none'"
    )
    with serving() as host:
        host.policy = {"Content_Security_Policy": policy}
        host.serve("/hostile.css", HOSTILE, "text/css")
        yield host


def options(**chosen):
    form = OptionsForm(chosen)
    assert form.is_valid()
    return form


def element(article, **chosen):
    return snippets.element_snippet(article, options(**chosen))


def frame(article, **chosen):
    return snippets.frame_snippet(article, options(**chosen))


def script(live_server):
    return f'<script src="{live_server.url}/widget.js" defer></script>'


def links(page):
    return page.locator("related-articles").get_by_role("link")


def in_frame(page, title="Target 1"):
    return page.frame_locator("iframe").get_by_role("link", name=title)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_the_element_holds_out_against_a_strict_and_hostile_host(
    source, host, new_page, live_server, color_scheme
):
    style = '<link rel="stylesheet" href="/hostile.css">'
    url = host.serve("/", PAGE.format(head=style, body=element(source)), **host.policy)
    page = new_page(host=host.url, color_scheme=color_scheme)
    page.goto(url)

    expect(links(page)).to_have_text(["Target 1", "Target 2", "Target 3", "Target 4", SOURCE])
    first = links(page).first
    expect(first).to_have_attribute("href", f"{live_server.url}/articles/target-1/")
    expect(first).to_be_in_viewport()
    expect(first).to_have_css("color", LINK_COLORS[color_scheme])
    expect(first).to_have_css("font-size", "16px")
    expect(first).to_have_css("text-transform", "none")
    expect(first).to_have_css("letter-spacing", "normal")
    expect(page.locator("related-articles")).to_have_css("opacity", "1")


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_axe_finds_nothing_where_lists_are_embedded(source, host, new_page, color_scheme):
    body = frame(source) + element(source)
    url = host.serve("/", PAGE.format(head="", body=body), **host.policy)
    page = new_page(host=host.url, color_scheme=color_scheme)
    page.goto(url)
    expect(links(page)).to_have_count(5)
    expect(in_frame(page)).to_be_visible()

    results = Axe().run(page)

    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "color=ffee00", "theme=dark&color=111111", "theme=light"])
def test_axe_finds_nothing_in_a_frame_whatever_its_theme(source, new_page, color_scheme, query):
    page = new_page(color_scheme=color_scheme)
    for path in ("/widget/cramps/", "/widget/cramps/email/"):
        page.goto(f"{path}?{query}")

        results = Axe().run(page)

        assert results.violations_count == 0, f"{path}\n{results.generate_report()}"


def test_axe_finds_nothing_in_a_frame_without_a_list(new_page, live_server):
    page = new_page(unreachable=live_server.url)  # 404 is an error on the console
    page.goto("/widget/none/")

    results = Axe().run(page)

    assert results.violations_count == 0, results.generate_report()


def test_the_frame_is_styled_and_as_high_as_its_list(source, host, new_page, live_server):
    body = frame(source, color="9b0000", theme="light", size="20") + script(live_server)
    url = host.serve("/", PAGE.format(head="", body=body), **host.policy)
    page = new_page(host=host.url)
    page.goto(url)

    expect(in_frame(page)).to_have_css("color", "rgb(155, 0, 0)")
    expect(in_frame(page)).to_have_css("font-size", "20px")
    content = page.frame_locator("iframe").locator("html")
    height = content.evaluate("its => Math.ceil(its.getBoundingClientRect().height)")
    expect(page.locator("iframe")).to_have_css("height", f"{height}px")


def test_nothing_is_stored_by_the_browser(source, host, new_page):
    url = host.serve("/", PAGE.format(head="", body=frame(source) + element(source)))
    page = new_page(host=host.url)
    page.goto(url)
    expect(links(page)).to_have_count(5)
    expect(in_frame(page)).to_be_visible()

    assert page.context.storage_state(indexed_db=True) == {"cookies": [], "origins": []}
    assert page.evaluate("sessionStorage.length") == 0


def test_a_host_is_unharmed_when_our_site_does_not_answer(source, host, new_page, settings):
    with nobody() as unreachable:
        settings.SITE_URL = unreachable
        url = host.serve("/", PAGE.format(head="", body=frame(source) + element(source)))
        page = new_page(host=host.url, unreachable=unreachable)
        page.goto(url)

        expect(page.get_by_text("Its own text.")).to_be_visible()
        expect(links(page)).to_have_text([INSIDE])


def test_an_element_whose_article_is_gone_keeps_the_link_inside(
    source, host, new_page, live_server
):
    url = host.serve("/", PAGE.format(head="", body=element(source)))
    source.unpublish()
    # The answer 404 is an error on the console, of an address that is not the host's.
    page = new_page(host=host.url, unreachable=live_server.url)
    with page.expect_response("**/related?*") as response:
        page.goto(url)

    assert response.value.status == 404
    expect(links(page)).to_have_text([INSIDE])


def test_a_withdrawn_article_is_gone_from_element_and_frame_when_loaded_again(
    source, host, new_page
):
    url = host.serve("/", PAGE.format(head="", body=frame(source) + element(source)))
    page = new_page(host=host.url)
    page.goto(url)
    expect(links(page)).to_have_count(5)
    expect(in_frame(page)).to_be_visible()

    # Without a signal: no list is made anew.
    Article.objects.filter(title="Target 1").update(status=Article.Status.WITHDRAWN)
    page.reload()

    expect(links(page)).to_have_text(["Target 2", "Target 3", "Target 4", SOURCE])
    expect(in_frame(page, "Target 2")).to_be_visible()
    expect(in_frame(page)).to_have_count(0)


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_a_link_in_a_frame_leads_the_whole_page_there(
    source, host, new_page, live_server, has_script
):
    url = host.serve("/", PAGE.format(head="", body=frame(source)))
    page = new_page(host=host.url, java_script_enabled=has_script)
    page.goto(url)

    in_frame(page).click()

    expect(page).to_have_url(f"{live_server.url}/articles/target-1/")


def test_without_javascript_the_element_shows_the_link_inside(source, host, new_page, live_server):
    url = host.serve("/", PAGE.format(head="", body=element(source)))
    page = new_page(host=host.url, java_script_enabled=False)
    page.goto(url)

    links(page).click()

    expect(page).to_have_url(f"{live_server.url}/articles/cramps/")


def test_links_work_in_the_sandbox_of_wordpress(source, host, new_page, live_server):
    body = (
        f'<iframe src="{live_server.url}/widget/cramps/#?secret=a1B2c3D4e5" title="List"'
        ' sandbox="allow-scripts" security="restricted" data-secret="a1B2c3D4e5"></iframe>'
    )
    head = f"<script>{WORDPRESS}</script>"
    page = new_page(host=host.url)
    page.goto(host.serve("/", PAGE.format(head=head, body=body)))
    expect(page.locator("iframe")).not_to_have_css("height", "150px")

    in_frame(page).click()

    expect(page).to_have_url(f"{live_server.url}/articles/target-1/")


def test_links_work_in_the_tightest_sandbox_where_our_script_is_on_the_page(
    source, host, new_page, live_server
):
    body = (
        f'<iframe src="{live_server.url}/widget/cramps/" title="List" sandbox="allow-scripts">'
        f"</iframe>{script(live_server)}"
    )
    page = new_page(host=host.url)
    page.goto(host.serve("/", PAGE.format(head="", body=body), **host.policy))
    expect(page.locator("iframe")).not_to_have_css("height", "150px")

    in_frame(page).click()

    expect(page).to_have_url(f"{live_server.url}/articles/target-1/")


@pytest.mark.parametrize(
    ("attributes", "titles"),
    [
        ('slug="cramps" limit="2"', ["Target 1", "Target 2"]),
        ('url="/articles/cramps/" limit="1"', ["Target 1"]),
        ('url="{site}/es/articles/ni%C3%B1os/"', ["Sueño"]),
        ('slug="niños" language="es"', ["Sueño"]),
    ],
)
def test_the_element_finds_its_article_by_slug_or_address(
    source, host, new_page, live_server, make_article, attributes, titles
):
    make_article("Niños", slug="niños", language="es")
    make_article("Sueño", slug="sueno", language="es")
    attributes = attributes.format(site=live_server.url)
    body = f"<related-articles {attributes}></related-articles>{script(live_server)}"
    page = new_page(host=host.url)
    page.goto(host.serve("/", PAGE.format(head="", body=body), **host.policy))

    expect(links(page)).to_have_text([*titles, live_server.url.removeprefix("http://")])


@pytest.mark.parametrize("selector", ["", "#story"])
def test_the_element_finds_what_is_related_to_the_text_of_its_page(
    host, new_page, live_server, make_article, settings, selector
):
    settings.SITE_URL = live_server.url
    make_article("Cramps", body="<p>Cramps of the calf come at night; stretching helps.</p>")
    make_article("Acne", body="<p>Spots come when pores of the skin clog with oil.</p>")
    body = (
        '<p id="story">What helps with a cramp of the calf?</p>'
        f'<related-articles text="{selector}" limit="1"></related-articles>{script(live_server)}'
    )
    page = new_page(host=host.url)
    page.goto(host.serve("/", PAGE.format(head="", body=body), **host.policy))

    expect(links(page).first).to_have_text("Cramps")
    expect(links(page)).to_have_count(2)


def test_a_host_can_style_the_element_by_variables_and_parts(source, host, new_page):
    style = """related-articles { --related-link: rgb(1, 2, 3); --related-size: 20px; }
    related-articles::part(link) { text-transform: uppercase; }"""
    head = f"<style>{style}</style>"
    page = new_page(host=host.url)
    page.goto(host.serve("/", PAGE.format(head=head, body=element(source, summaries="no"))))

    expect(links(page).first).to_have_css("color", "rgb(1, 2, 3)")
    expect(links(page).first).to_have_css("font-size", "20px")
    expect(links(page).first).to_have_css("text-transform", "uppercase")
    expect(page.get_by_text("About 1.")).to_have_count(0)


@pytest.mark.parametrize("kind", [element, frame])
def test_pictures_come_from_our_site_where_they_are_asked_for(
    source, host, new_page, live_server, make_picture, kind
):
    Article.objects.filter(slug="target-2").update(picture=make_picture())
    policy = host.policy["Content_Security_Policy"] + f"; img-src {live_server.url}"
    body = kind(source, pictures="yes")
    page = new_page(host=host.url)
    page.goto(host.serve("/", PAGE.format(head="", body=body), Content_Security_Policy=policy))

    place = page.frame_locator("iframe") if kind is frame else page.locator("related-articles")
    image = place.get_by_role("listitem").filter(has_text="Target 2").locator("img")
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("image => image.naturalWidth") > 0
    expect(place.locator("img")).to_have_count(1)


def test_a_picture_that_does_not_come_leaves_no_gap(
    source, host, new_page, live_server, make_picture
):
    Article.objects.filter(slug="target-2").update(picture=make_picture())
    Picture.objects.update(key="0" * 32)  # where no file is
    page = new_page(host=host.url, unreachable=live_server.url)
    page.goto(host.serve("/", PAGE.format(head="", body=element(source, pictures="yes"))))

    expect(links(page)).to_have_count(5)
    expect(page.locator("related-articles").locator("img")).to_have_count(0)


def test_long_words_fit_in_the_narrowest_frame(source, new_page, make_article):
    store_list(source, [make_article("Rindfleisch" * 20)])
    page = new_page(viewport={"width": 320, "height": 600})
    page.goto("/widget/cramps/?size=24")

    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_page_for_partners(source, new_page, color_scheme):
    page = new_page(color_scheme=color_scheme, viewport={"width": 320, "height": 640})
    page.goto("/developers/?article=cramps&color=9b0000")
    expect(links(page)).to_have_count(5)

    results = Axe().run(page)

    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_partners_copy_a_snippet_by_a_button(source, new_page):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/developers/?article=cramps")
    snippet = page.get_by_role("region", name="As an element").locator("code")
    copy = page.get_by_role("button", name="Copy", description="As an element")
    copy.click()

    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == snippet.text_content()


def test_the_form_for_partners_makes_the_snippet_without_javascript(source, new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/developers/")

    page.get_by_label("Article").fill("cramps")
    page.get_by_role("spinbutton", name="Links").fill("2")
    page.get_by_label("Theme").select_option("dark")
    page.get_by_role("button", name="Show it").click()

    snippet = page.get_by_role("region", name="As a frame").locator("code")
    expect(snippet).to_contain_text("/widget/cramps/?links=2&amp;theme=dark")
