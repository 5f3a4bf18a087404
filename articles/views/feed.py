"""Feeds: the newest articles in full, for readers who follow the site with a program."""

from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db.models import Prefetch
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.encoding import escape_uri_path
from django.views.decorators.http import conditional_page
from django.views.generic import View

from ..feeds import ADDED_BELOW, AtomFeed
from ..figures import fit_for_programs, pictures_in
from ..html import NOT_TEXT, parse_fragment, serialize_fragment
from ..jsonld import absolute
from ..models import Article, Authorship, FormerTopicSlug, Topic
from ..pictures.renditions import whole
from ..rendering import render_answer, render_body

NEWEST = 30


# By ETag alone: no date moves when an article is withdrawn or a typing error corrected.
@method_decorator(conditional_page, name="dispatch")
class FeedView(View):
    """The newest articles in the language of the address."""

    feed_class = AtomFeed
    allow_empty = True

    def get(self, request, **kwargs):
        articles = self.get_articles()[:NEWEST]
        if not articles and not self.allow_empty:
            raise Http404
        url = absolute(escape_uri_path(request.path))
        feed = self.feed_class(
            feed_url=url,
            feed_guid=url,
            language=request.LANGUAGE_CODE,
            author_name=settings.SITE_PUBLISHER,
            description=None,
            **self.get_about(),
        )
        pictures = pictures_in(*(article.body for article in articles))
        added = [add(articles) for add in ADDED_BELOW]
        for article in articles:
            below = [its[article.pk] for its in added if article.pk in its]
            feed.add_item(**describe(article, pictures, below))
        return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)

    def get_about(self):
        return {"title": settings.SITE_NAME, "link": absolute(reverse("articles:home"))}

    def get_articles(self):
        people = Authorship.objects.select_related("person")
        return (
            Article.objects.published()
            .in_language(self.request.LANGUAGE_CODE)
            .newest_first()
            .select_related("current_review", "picture")  # `dates` asks for the review
            .prefetch_related("topics", "questions", Prefetch("authorships", people))
        )


class TopicFeedView(FeedView):
    """The newest articles of one topic."""

    allow_empty = False  # a topic whose articles are all hidden is not there

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        address = {"language": request.LANGUAGE_CODE, "slug": kwargs["slug"]}
        self.topic = Topic.objects.filter(**address).first()
        if self.topic is None:
            self.moved = get_object_or_404(FormerTopicSlug, **address).topic

    def get(self, request, **kwargs):
        if self.topic is None:
            with translation.override(self.moved.language):
                feed = reverse(request.resolver_match.view_name, args=[self.moved.slug])
            return HttpResponsePermanentRedirect(feed)
        return super().get(request, **kwargs)

    def get_about(self):
        return {
            "title": plain(f"{settings.SITE_NAME}: {self.topic.name}"),
            "link": absolute(self.topic.get_absolute_url()),
        }

    def get_articles(self):
        return super().get_articles().filter(topic_items__tag=self.topic)


def describe(article, pictures, below):
    """Return what a feed says of `article`; `pictures` has those of its text.

    `below` is what other apps add to that, as HTML.
    """
    url = absolute(article.get_absolute_url())
    return {
        "unique_id": permanent_id(article),
        "title": plain(article.title),
        "link": url,
        "description": None,  # Django's Atom takes it for HTML
        "summary": plain(article.summary),
        "content": content_of(article, url, pictures, below),
        "image": article.picture and absolute(whole(article.picture).fallback.url),
        "pubdate": article.dates.published,
        "updateddate": article.dates.modified,
        "authors": [
            {
                "name": plain(authorship.person.name),
                "url": absolute(authorship.person.get_absolute_url()),
            }
            for authorship in article.authorships.all()
        ],
        "categories": [
            plain(topic.name)
            for topic in article.topics.all()
            if topic.language == article.language
        ],
    }


def permanent_id(article):
    """Return an id that stays when the article's title, address or text changes."""
    return uuid5(NAMESPACE_URL, f"{settings.SITE_URL}/#{article.identifier}").urn


def content_of(article, url, pictures, below):
    """Return the article's text and questions as HTML that reads right wherever it is shown."""
    html = render_to_string(
        "articles/feed_content.html",
        {
            "article": article,
            "body": render_body(article.body, pictures=pictures),
            "questions": [
                (question.question, render_answer(question.answer))
                for question in article.questions.all()
            ],
            "below": below,
        },
    )
    tree = parse_fragment(NOT_TEXT.sub("", html))
    fit_for_programs(tree, url)
    return serialize_fragment(tree)


def plain(text):
    """Return `text` without the characters that XML has no way to write."""
    return NOT_TEXT.sub("", text)
