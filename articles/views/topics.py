from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import ListView

from .. import jsonld
from ..models import Article, Topic
from ..models.topic import ancestors
from ..topics import (
    count_articles,
    is_public,
    public_topics,
    top_level,
    topic_tree,
    with_descendants,
)
from .page import Crumb, PageMixin, as_description

ARTICLES_ON_A_PAGE = 24
# So many of a page's links are named in its description.
NAMED = 5


class TopicListView(PageMixin, ListView):
    section = "articles:topic-list"
    context_object_name = "topics"
    template_name = "articles/topic_list.html"

    def get_queryset(self):
        return top_level(public_topics(self.language))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Topics"),
            description=as_description(self._description()),
            **kwargs,
        )

    def _description(self):
        names = ", ".join(topic.name for topic in self.object_list[:NAMED])
        return _("Health articles by topic: %(topics)s.") % {"topics": names} if names else ""


class TopicDetailView(PageMixin, ListView):
    """A topic: what is part of it, what editors put first, and all else by date."""

    section = "articles:topic-list"
    canonical_parameters = ("page",)
    context_object_name = "articles"
    template_name = "articles/topic_detail.html"
    paginate_by = ARTICLES_ON_A_PAGE

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            topic = Topic.objects.filter(
                former_slugs__language=self.language, former_slugs__slug=kwargs["slug"]
            ).first()
            if topic is None:
                raise
            query = request.META["QUERY_STRING"]
            path = topic.get_absolute_url()
            return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)

    def get_queryset(self):
        self.topic = self.get_topic()
        public = Article.objects.published().in_language(self.language).for_cards()
        self.featured = list(public.featured(self.topic))
        others = public.filter(topic_items__tag=self.topic).newest_first()
        return others.exclude(pk__in=[article.pk for article in self.featured])

    def get_topic(self):
        slug = self.kwargs["slug"]
        for topic in topic_tree(self.language):
            if topic.slug == slug:
                counts = count_articles(self.language, with_descendants(topic))
                if is_public(topic, counts):
                    return topic
        raise Http404

    def get_breadcrumbs(self):
        return [
            *super().get_breadcrumbs(),
            Crumb(_("Topics"), reverse("articles:topic-list")),
            *topic_crumbs(ancestors(self.topic)),
        ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            title=self.topic.name, topic=self.topic, featured=self.featured, **kwargs
        )
        graph = jsonld.describe_topic(
            self.topic, url=context["canonical_url"], breadcrumbs=context["breadcrumbs"]
        )
        description = self.topic.description or self._contents(context["articles"])
        return {
            **context,
            "description": as_description(description),
            "json_ld": jsonld.script_text(graph),
        }

    def _contents(self, articles):
        """Return what the page leads to, for search engines to show where no editor said more."""
        titles = [article.title for article in [*self.featured, *articles]]
        return ", ".join([*titles, *(topic.name for topic in self.topic.subtopics)][:NAMED])


def topic_crumbs(above):
    """Return the crumbs of topics that are given the nearest first."""
    return [Crumb(topic.name, topic.get_absolute_url()) for topic in reversed(above)]
