"""Articles and what belongs to them."""

from .article import Article
from .feature import Feature
from .feedback import FeedbackComment, FeedbackCount
from .parts import Authorship, Question, Reference
from .person import Person
from .picture import Picture
from .queries import PromotedResult, UnansweredQuery
from .review import Review
from .revision import Revision
from .search import SearchEntry, SearchName, SearchWord
from .slug_history import FormerSlug
from .token import APIToken
from .topic import ArticleTopic, Topic

__all__ = [
    "APIToken",
    "Article",
    "ArticleTopic",
    "Authorship",
    "Feature",
    "FeedbackComment",
    "FeedbackCount",
    "FormerSlug",
    "Person",
    "Picture",
    "PromotedResult",
    "Question",
    "Reference",
    "Review",
    "Revision",
    "SearchEntry",
    "SearchName",
    "SearchWord",
    "Topic",
    "UnansweredQuery",
]
