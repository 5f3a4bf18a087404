"""The readers' pages. Each view chooses what to show; `published()` says what may be shown."""

from .a_to_z import AToZView
from .article import ArticleDetailView
from .home import HomeView
from .person import PersonDetailView
from .search import SearchView
from .topics import TopicDetailView, TopicListView

__all__ = [
    "AToZView",
    "ArticleDetailView",
    "HomeView",
    "PersonDetailView",
    "SearchView",
    "TopicDetailView",
    "TopicListView",
]
