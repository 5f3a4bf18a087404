"""The stored Read More lists, what they were made of, and the editors' word on them."""

from .lists import SHOWN, ArticleVector, Corpus, RelatedArticle
from .report import Report
from .rules import Exclusion, NeverRecommended, Pin

__all__ = [
    "SHOWN",
    "ArticleVector",
    "Corpus",
    "Exclusion",
    "NeverRecommended",
    "Pin",
    "RelatedArticle",
    "Report",
]
