"""The editors' desk, in Django's admin."""

from .article import ArticleAdmin
from .external import ExternalAddressAdmin
from .feature import FeatureAdmin
from .feedback import FeedbackCommentAdmin
from .links import BrokenLinkAdmin
from .person import PersonAdmin
from .picture import PictureAdmin
from .search import PromotedResultAdmin, UnansweredQueryAdmin
from .token import APITokenAdmin
from .topic import TopicAdmin

__all__ = [
    "APITokenAdmin",
    "ArticleAdmin",
    "BrokenLinkAdmin",
    "ExternalAddressAdmin",
    "FeatureAdmin",
    "FeedbackCommentAdmin",
    "PersonAdmin",
    "PictureAdmin",
    "PromotedResultAdmin",
    "TopicAdmin",
    "UnansweredQueryAdmin",
]
