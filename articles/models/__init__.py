"""Articles and what belongs to them."""

from .article import Article
from .feature import Feature
from .feedback import FeedbackComment, FeedbackCount
from .parts import Authorship, Question, Reference
from .person import Person
from .review import Review
from .revision import Revision
from .search import SearchEntry
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
    "Question",
    "Reference",
    "Review",
    "Revision",
    "SearchEntry",
    "Topic",
]
