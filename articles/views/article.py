from django.db.models import Prefetch, Q
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.encoding import uri_to_iri
from django.views.generic import DetailView

from .. import jsonld
from ..html import html_to_text
from ..markdown import article_to_markdown
from ..models import Article, Authorship
from ..models.topic import ancestors
from ..rendering import render_body, render_questions
from ..scheduling import catch_up_for_reader, is_behind, something_is_due
from ..sharing import sharing_image
from .page import PageMixin, as_description
from .topics import topic_crumbs

HTML, MARKDOWN = TYPES = ("text/html", "text/markdown")


class ArticleDetailView(PageMixin, DetailView):
    context_object_name = "article"

    def get_articles(self):
        articles = Article.objects.published().in_language(self.language)
        return articles.annotate(something_is_due=something_is_due())

    def get_queryset(self):
        people = Authorship.objects.select_related("person")
        return (
            self.get_articles()
            .select_related("current_review__reviewer", "picture")
            .prefetch_related("topics", "questions", "references", Prefetch("authorships", people))
        )

    def get_object(self, queryset=None):
        """Return the article as it is when what is due is done: asked in one query with it."""
        try:
            article = super().get_object()
        except Http404:
            if not is_behind():
                raise
        else:
            # Where a view asks for less, the middleware has asked already.
            if not getattr(article, "something_is_due", False):
                return article
        catch_up_for_reader()
        return super().get_object()

    def get(self, request, *args, **kwargs):
        if request.get_preferred_type(TYPES) == MARKDOWN:
            response = ArticleMarkdownView.as_view()(request, *args, **kwargs)
        else:
            response = self.get_or_redirect(request, *args, **kwargs)
        patch_vary_headers(response, ["Accept"])
        return response

    def get_or_redirect(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            moved = self._find_moved()
            if moved is None:
                raise
            query = request.META["QUERY_STRING"]
            path = self.path_of(moved)
            return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)

    def path_of(self, article):
        return article.get_absolute_url()

    def _find_moved(self):
        """Return the public article that was once at this address."""
        return Article.objects.published().formerly_at(self.language, self.kwargs["slug"]).first()

    def get_translations(self):
        original = self.object.translation_of_id or self.object.pk
        others = Article.objects.published().exclude(language=self.language)
        same = others.filter(Q(pk=original) | Q(translation_of=original))
        return {article.language: article.get_absolute_url() for article in same.for_cards()}

    def get_breadcrumbs(self):
        crumbs = super().get_breadcrumbs()
        for topic in self._topics()[:1]:
            crumbs += topic_crumbs([topic, *ancestors(topic)])
        return crumbs

    def get_sharing_image(self):
        return sharing_image(self.object)

    def _topics(self):
        topics = self.object.topics.all()
        return [topic for topic in topics if topic.language == self.language]

    def get_context_data(self, **kwargs):
        article = self.object
        facts = {
            "authors": [authorship.person for authorship in article.authorships.all()],
            "topics": self._topics(),
            "description": as_description(article.summary or html_to_text(article.body)),
        }
        context = super().get_context_data(
            body=render_body(article.body, article.headings),
            questions=render_questions(article.questions.all()),
            references=article.references.all(),
            markdown_path=markdown_path(article),
            title=article.title,
            dates=article.dates,
            **facts,
            **kwargs,
        )
        graph = jsonld.describe_article(
            article, url=context["canonical_url"], breadcrumbs=context["breadcrumbs"], **facts
        )
        return {
            **context,
            "written_address": uri_to_iri(context["canonical_url"]),
            "json_ld": jsonld.script_text(graph),
        }


class ArticleMarkdownView(ArticleDetailView):
    """The same article for programs that read text: same visibility, same redirects."""

    def get(self, request, *args, **kwargs):
        return self.get_or_redirect(request, *args, **kwargs)

    def path_of(self, article):
        return markdown_path(article)

    def get_context_data(self, **kwargs):
        return {"article": self.object}

    def render_to_response(self, context):
        canonical = jsonld.absolute(self.object.get_absolute_url())
        return HttpResponse(
            article_to_markdown(self.object),
            content_type=f"{MARKDOWN}; charset=utf-8",
            headers={"Link": f'<{canonical}>; rel="canonical"'},
        )


def markdown_path(article):
    """Return the path of the Markdown of an article in the language of this page."""
    return reverse("articles:article-markdown", args=[article.slug])
