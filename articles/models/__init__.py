"""Articles and what belongs to them."""

from .article import Article, article_path
from .autosave import Autosave
from .external import ExternalAddress, ExternalLink
from .feature import Feature
from .feedback import FeedbackComment, FeedbackCount
from .former_topic import FormerTopicSlug, MergedTopic
from .link import BrokenLink, InternalLink
from .parts import Authorship, Question, Reference
from .person import Person
from .picture import Picture
from .presence import Presence
from .preview import PreviewLink
from .queries import PromotedResult, UnansweredQuery
from .review import Review
from .revision import Revision
from .saved_filter import SavedFilter
from .schedule import Clock, ScheduledChange
from .search import SearchEntry, SearchName, SearchWord
from .slug_history import FormerSlug
from .token import APIToken
from .topic import ArticleTopic, Topic

__all__ = [
    "APIToken",
    "Article",
    "ArticleTopic",
    "Authorship",
    "Autosave",
    "BrokenLink",
    "Clock",
    "ExternalAddress",
    "ExternalLink",
    "Feature",
    "FeedbackComment",
    "FeedbackCount",
    "FormerSlug",
    "FormerTopicSlug",
    "InternalLink",
    "MergedTopic",
    "Person",
    "Picture",
    "Presence",
    "PreviewLink",
    "PromotedResult",
    "Question",
    "Reference",
    "Review",
    "Revision",
    "SavedFilter",
    "ScheduledChange",
    "SearchEntry",
    "SearchName",
    "SearchWord",
    "Topic",
    "UnansweredQuery",
    "article_path",
]
