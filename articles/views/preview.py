"""The page of an article that is not public: for editors, and for whoever was sent a link to it."""

from django.db import transaction
from django.shortcuts import render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from django.views.generic import View

from ..models import Article, PreviewLink
from ..revisions import apply
from .article import ArticleDetailView


class ArticlePreviewView(ArticleDetailView):
    """The readers' own page of one article, which need not be public."""

    template_name = "articles/article_preview.html"

    @property
    def language(self):
        return self.article.language

    @property
    def path(self):
        return self.article.get_absolute_url()

    def get_articles(self):
        return Article.objects.filter(pk=self.article.pk)

    def show(self, article, publication, context):
        """Return the page of `article`, as the database has it, as if it were published now."""
        self.article = article
        self.object = self.get_queryset().get()
        self.object.set_publication(**publication)
        response = self.render_to_response(self.get_context_data(**context))
        # While the article is as it is to be shown: the caller undoes that.
        return response.render()


def show_preview(request, article, *, publication=None, **context):
    """Return the page that `article`, as it is in this transaction, would have if it were public.

    `publication` is what an editor says of the change, as `Article.publish()` takes it.
    """
    view = ArticlePreviewView()
    view.setup(request)
    with translation.override(article.language):
        response = view.show(article, publication or {}, context)
    response.headers["Content-Language"] = article.language
    return keep_private(response)


def show_saved(request, article, **context):
    """Return the page of `article` as it was last saved, its unpublished changes included."""
    with transaction.atomic():
        if article.draft:
            apply(article.draft.content, article)
        response = show_preview(request, article, **context)
        transaction.set_rollback(True)
    return response


def keep_private(response):
    """Let nobody keep the page, find it by a search, or learn its address from where it leads."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@method_decorator(require_safe, name="dispatch")
class PreviewLinkView(View):
    """What somebody sees who was sent a link. No other answer tells why there is nothing."""

    def get(self, request, token):
        link = PreviewLink.objects.find(token)
        if link is None:
            return keep_private(render(request, "articles/no_preview.html", status=404))
        return show_saved(request, link.article, expires_at=link.expires_at)
