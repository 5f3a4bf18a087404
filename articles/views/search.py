from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.generic import ListView, View

from ..models import Topic
from ..search import add_passages, count_unanswered, promoted, search, suggest
from ..topics import public_topics
from .page import PageMixin, path_in
from .topics import ARTICLES_ON_A_PAGE

LONGEST_QUERY = 200
# So long a browser may keep what it was told for the same letters.
SUGGESTIONS_KEPT_SECONDS = 60
# What is under each result of a page.
ROWS = ("topics", "questions")


class SearchView(PageMixin, ListView):
    """What is found for `q`; `topic` leaves only its articles; `exact` corrects nothing."""

    section = "articles:search"
    context_object_name = "articles"
    template_name = "articles/search.html"
    paginate_by = ARTICLES_ON_A_PAGE

    def get_queryset(self):
        self.query = self.request.GET.get("q", "").strip()[:LONGEST_QUERY]
        self.results = search(self.query, self.language, as_typed="exact" in self.request.GET)
        self.topic = self._chosen_topic()
        found = self.results.articles
        if self.topic:
            found = found.filter(topic_items__tag=self.topic)
        return found.defer("headings").prefetch_related(*ROWS)

    def _chosen_topic(self):
        slug = self.request.GET.get("topic")
        return slug and get_object_or_404(Topic, language=self.language, slug=slug)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            title=self._title(),
            description=_(
                "Search our health articles: symptoms, conditions, medicines and staying well."
            ),
            query=self.query,
            results=self.results,
            **kwargs,
        )
        add_passages(context["articles"], self.results.query, self.language)
        if self.query:
            context["found_elsewhere"] = list(self._found_elsewhere())
        if context["articles"]:
            return {**context, **self._ways_to_less()}
        if self.query and not self.topic:
            count_unanswered(self.query, self.language)
        return {**context, "topics": public_topics(self.language)}

    def _title(self):
        return _("Search for “%(query)s”") % {"query": self.query} if self.query else _("Search")

    def _ways_to_less(self):
        first_page = not self.topic and self.request.GET.get("page", "1") == "1"
        return {
            "promoted": promoted(self.query, self.language).for_cards() if first_page else (),
            "found_topics": self.results.topics,
            "chosen_topic": self.topic,
        }

    def _found_elsewhere(self):
        """Yield the other languages in which there are articles with these very words."""
        for code, _name in settings.LANGUAGES:
            if code == self.language:
                continue
            if count := search(self.query, code, as_typed=True).count_with_all():
                path = f"{path_in(code, self.section)}?{urlencode({'q': self.query})}"
                name = get_language_info(code)["name_local"]
                yield {"code": code, "name": name, "count": count, "path": path}


@method_decorator(cache_control(public=True, max_age=SUGGESTIONS_KEPT_SECONDS), "dispatch")
class SuggestionsView(View):
    """Names of articles for what is typed so far, for the search form's script."""

    def get(self, request):
        text = request.GET.get("q", "")[:LONGEST_QUERY]
        suggestions = [
            {
                "name": suggestion.name,
                "title": suggestion.article.title,
                "url": suggestion.article.get_absolute_url(),
            }
            for suggestion in suggest(text, request.LANGUAGE_CODE)
        ]
        return JsonResponse({"suggestions": suggestions})
