from django.views.generic import ListView

from ..search import search
from .page import PageMixin
from .topics import ARTICLES_ON_A_PAGE, public_topics

LONGEST_QUERY = 200


class SearchView(PageMixin, ListView):
    section = "articles:search"
    context_object_name = "articles"
    template_name = "articles/search.html"
    paginate_by = ARTICLES_ON_A_PAGE

    def get_queryset(self):
        self.query = self.request.GET.get("q", "").strip()[:LONGEST_QUERY]
        return search(self.query, self.language).for_cards()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(query=self.query, **kwargs)
        if not context["articles"]:
            context["topics"] = public_topics(self.language)
        return context
