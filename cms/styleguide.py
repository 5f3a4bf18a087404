"""The living style page: every part of a reader's page, from the templates that readers get."""

import re
from pathlib import Path

from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from articles.html import CARE_LEVELS
from articles.models import Article, Question, Reference, Topic
from articles.rendering import render_body, render_questions
from articles.views.page import PageMixin

_TOKEN = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")

# In the language of the project, like the sample content: none of it is for readers.
SAMPLE_TEXT = """
<h2>A section</h2>
<p>A paragraph with a <a href="/">link of ours</a>, an <a href="https://example.org/">outside
link</a>, <strong>strong</strong> and <em>stressed</em> words, H<sub>2</sub>O and m<sup>2</sup>.</p>
<ul><li>A list</li><li>with a list<ol><li>first</li><li>second</li></ol></li></ul>
<h3>A section of the section</h3>
<blockquote><p>What somebody said.</p></blockquote>
<p lang="ar">فقرة باللغة العربية، من اليمين إلى اليسار.</p>
<h2>A table</h2>
<table><caption>Doses by weight</caption>
<thead><tr><th scope="col">Weight</th><th scope="col">Dose</th><th scope="col">How often</th></tr>
</thead><tbody><tr><th scope="row">Up to 20 kg</th><td>5 ml</td><td>Every six hours</td></tr>
<tr><th scope="row">More</th><td>10 ml</td><td>Every six hours</td></tr></tbody></table>
<h2>Care cards</h2>
""" + "".join(
    f'<div class="care-card care-card-{level}"><h3>Who should do what if:</h3>'
    '<ul><li>this</li><li><a href="/">or that</a> happens</li></ul></div>'
    for level in CARE_LEVELS
)


@method_decorator([never_cache, staff_member_required], name="dispatch")
class StyleGuideView(PageMixin, TemplateView):
    section = "styleguide"
    template_name = "cms/styleguide.html"

    def get_context_data(self, **kwargs):
        articles = list(self._articles())
        body = render_body(SAMPLE_TEXT)
        return super().get_context_data(
            tokens=tokens(),
            body=body,
            headings=body.headings,
            facts=[_("What to remember first."), _("What to remember next.")],
            articles=articles,
            related_articles=articles,
            topics=list(self._topics()),
            questions=render_questions(
                [Question(question=f"Question {n}?", answer="<p>An answer.</p>") for n in (1, 2)]
            ),
            references=[
                Reference(text="A book, 2026."),
                Reference(text="A study, 2026.", url="https://example.org/", pmid="1"),
            ],
            page_obj=Paginator(range(30), 10).page(2),
            **kwargs,
        )

    def _articles(self):
        for number in range(1, 5):
            title, summary = f"Article {number}", "What the page is about, in a sentence or two."
            yield Article(
                title=title, slug="a", language=self.language, summary=summary, words=400 * number
            )

    def _topics(self):
        for number in (1, 2, 3):
            topic = Topic(name=f"Topic {number}", slug="t", language=self.language)
            topic.article_count = number
            yield topic


def tokens():
    """Return the names and values that the style sheet's first rule sets, in groups by kind."""
    sheet = Path(finders.find("cms/site.css")).read_text(encoding="utf-8")
    root = sheet[sheet.index(":root {") : sheet.index("@media")]
    groups = re.split(r"/\* (\w+) \*/", root)[1:]
    return {
        kind.lower(): _TOKEN.findall(rules)
        for kind, rules in zip(groups[::2], groups[1::2], strict=True)
    }
