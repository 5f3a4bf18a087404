"""The stored Read More lists, what they were made of, and the editors' word on them."""

from .lists import ArticleVector, Corpus, RelatedArticle
from .rules import Exclusion, NeverRecommended, Pin

__all__ = [
    "ArticleVector",
    "Corpus",
    "Exclusion",
    "NeverRecommended",
    "Pin",
    "RelatedArticle",
]
