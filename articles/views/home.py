from django.views.generic import TemplateView

from ..models import Article
from .page import PageMixin
from .topics import public_topics

NEWEST = 6


class HomeView(PageMixin, TemplateView):
    template_name = "articles/home.html"

    def get_breadcrumbs(self):
        return []

    def get_context_data(self, **kwargs):
        public = Article.objects.published().in_language(self.language)
        return super().get_context_data(
            topics=public_topics(self.language),
            newest=public.newest_first().for_cards()[:NEWEST],
            **kwargs,
        )
