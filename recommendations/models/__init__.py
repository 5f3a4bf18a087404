"""The stored Read More lists, what they were made of, and the editors' word on them."""

from .counts import LinkCount
from .lists import SHOWN, ArticleVector, Corpus, CorpusTerms, PackedPlace, RelatedArticle
from .report import Report
from .rules import Exclusion, NeverRecommended, Pin

__all__ = [
    "SHOWN",
    "ArticleVector",
    "Corpus",
    "CorpusTerms",
    "Exclusion",
    "LinkCount",
    "NeverRecommended",
    "PackedPlace",
    "Pin",
    "RelatedArticle",
    "Report",
]
