"""The editors' desk, in Django's admin."""

from .article import ArticleAdmin
from .person import PersonAdmin
from .topic import TopicAdmin

__all__ = ["ArticleAdmin", "PersonAdmin", "TopicAdmin"]
