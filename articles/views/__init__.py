"""The readers' pages. Each view chooses what to show; `published()` says what may be shown."""

from .a_to_z import AToZView
from .article import ArticleDetailView, ArticleMarkdownView
from .feed import FeedView, TopicFeedView
from .feedback import FeedbackThanksView, FeedbackView
from .home import HomeView
from .person import PersonDetailView
from .preview import PreviewLinkView
from .search import SearchView, SuggestionsView
from .sharing_image import ArticleSharingImageView, SharingImageView
from .sitemap import sitemap_index
from .topics import TopicDetailView, TopicListView

__all__ = [
    "AToZView",
    "ArticleDetailView",
    "ArticleMarkdownView",
    "ArticleSharingImageView",
    "FeedView",
    "FeedbackThanksView",
    "FeedbackView",
    "HomeView",
    "PersonDetailView",
    "PreviewLinkView",
    "SearchView",
    "SharingImageView",
    "SuggestionsView",
    "TopicDetailView",
    "TopicFeedView",
    "TopicListView",
    "sitemap_index",
]
