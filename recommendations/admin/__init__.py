"""Read More on the editors' desk: a panel on each article's form, and two reports."""

from .article import ReadMoreArticleAdmin
from .report import ReportAdmin
from .what_helps import WhatHelpsAdmin

__all__ = ["ReadMoreArticleAdmin", "ReportAdmin", "WhatHelpsAdmin"]
