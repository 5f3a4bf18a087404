"""Read More on the editors' desk: a panel on each article's form, and the report."""

from .article import ReadMoreArticleAdmin
from .report import ReportAdmin

__all__ = ["ReadMoreArticleAdmin", "ReportAdmin"]
