from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import ListView

from ..models import Article, Topic
from .page import Crumb, PageMixin

ARTICLES_ON_A_PAGE = 24


def public_topics(language):
    """Return the topics that have public articles, each with its `article_count`."""
    public = Article.objects.published().in_language(language)
    # Counted from the articles' side: from the topics', SQLite takes ten times as long.
    counts = dict(public.values_list("topic_items__tag").annotate(Count("pk")).order_by())
    topics = list(Topic.objects.filter(language=language, pk__in=counts))
    for topic in topics:
        topic.article_count = counts[topic.pk]
    return topics


class TopicListView(PageMixin, ListView):
    section = "articles:topic-list"
    context_object_name = "topics"
    template_name = "articles/topic_list.html"

    def get_queryset(self):
        return public_topics(self.language)


class TopicDetailView(PageMixin, ListView):
    section = "articles:topic-list"
    canonical_parameters = ("page",)
    context_object_name = "articles"
    template_name = "articles/topic_detail.html"
    paginate_by = ARTICLES_ON_A_PAGE
    allow_empty = False  # a topic whose articles are all hidden is not there

    def get_queryset(self):
        self.topic = get_object_or_404(Topic, language=self.language, slug=self.kwargs["slug"])
        public = Article.objects.published().in_language(self.language)
        return public.filter(topic_items__tag=self.topic).newest_first().for_cards()

    def get_breadcrumbs(self):
        return [*super().get_breadcrumbs(), Crumb(_("Topics"), reverse("articles:topic-list"))]

    def get_context_data(self, **kwargs):
        return super().get_context_data(topic=self.topic, **kwargs)
