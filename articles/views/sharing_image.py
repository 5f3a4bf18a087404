"""Pictures of shared links, drawn here where there is no other."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from ..models import Article
from .article import ArticleDetailView


class SharingImageView(View):
    """The picture of the site itself, for pages that have none of their own."""

    def get(self, request):
        return image_response()


class ArticleSharingImageView(ArticleDetailView):
    """The picture of an article: same visibility, same redirects."""

    def get(self, request, *args, **kwargs):
        return self.get_or_redirect(request, *args, **kwargs)

    def get_queryset(self):
        return Article.objects.published().in_language(self.language).only("title", "language")

    def path_of(self, article):
        return reverse("articles:article-sharing-image", args=[article.slug])

    def get_context_data(self, **kwargs):
        return {}

    def render_to_response(self, context):
        return image_response(self.object.title)


def image_response(*titles):
    """Return a picture with the first of `titles` that can be drawn, else with what we are."""
    from ..sharing.drawing import draw  # noqa: PLC0415  (Pillow is for who asks for pictures)

    picture = draw(*titles, _("Health information in plain words"), name=settings.SITE_NAME)
    return HttpResponse(picture, content_type="image/png")
