from django.conf import settings
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from .. import jsonld
from ..models import Article
from ..topics import public_topics, top_level
from .page import PageMixin

NEWEST = 6


class HomeView(PageMixin, TemplateView):
    template_name = "articles/home.html"

    def get_breadcrumbs(self):
        return []

    def get_context_data(self, **kwargs):
        public = Article.objects.published().in_language(self.language).for_cards()
        featured = list(public.featured())
        newest = public.exclude(pk__in=[article.pk for article in featured]).newest_first()
        graph = jsonld.describe_home(url=self.get_canonical_url(), language=self.language)
        return super().get_context_data(
            title=settings.SITE_NAME,
            description=_(
                "Find clear, careful answers about symptoms, conditions and staying well,"
                " with their sources."
            ),
            topics=top_level(public_topics(self.language)),
            featured=featured,
            newest=newest[:NEWEST],
            json_ld=jsonld.script_text(graph),
            **kwargs,
        )
