"""The readers' addresses, the same in every language after its prefix."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import views
from .feeds import JSONFeed


class UnicodeSlugConverter(StringConverter):
    """Matches what `SlugField(allow_unicode=True)` allows."""

    regex = r"[-\w]+"


register_converter(UnicodeSlugConverter, "uslug")

app_name = "articles"
urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("card.png", views.SharingImageView.as_view(), name="sharing-image"),
    path("articles/<uslug:slug>/", views.ArticleDetailView.as_view(), name="article-detail"),
    path("articles/<uslug:slug>.md", views.ArticleMarkdownView.as_view(), name="article-markdown"),
    path(
        "articles/<uslug:slug>/card.png",
        views.ArticleSharingImageView.as_view(),
        name="article-sharing-image",
    ),
    path("articles/<uslug:slug>/feedback/", views.FeedbackView.as_view(), name="feedback"),
    path(
        "articles/<uslug:slug>/feedback/thanks/",
        views.FeedbackThanksView.as_view(),
        name="feedback-thanks",
    ),
    path("topics/", views.TopicListView.as_view(), name="topic-list"),
    path("topics/<uslug:slug>/", views.TopicDetailView.as_view(), name="topic-detail"),
    path("topics/<uslug:slug>/feed.atom", views.TopicFeedView.as_view(), name="topic-feed"),
    path(
        "topics/<uslug:slug>/feed.json",
        views.TopicFeedView.as_view(feed_class=JSONFeed),
        name="topic-json-feed",
    ),
    path("a-z/", views.AToZView.as_view(), name="a-to-z"),
    path("people/<uslug:slug>/", views.PersonDetailView.as_view(), name="person-detail"),
    path("search/", views.SearchView.as_view(), name="search"),
    path("search/suggest", views.SuggestionsView.as_view(), name="suggestions"),
    path("feeds/articles.atom", views.FeedView.as_view(), name="atom-feed"),
    path("feeds/articles.json", views.FeedView.as_view(feed_class=JSONFeed), name="json-feed"),
]
