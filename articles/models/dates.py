from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class ArticleDates:
    """What readers and machines are told about an article's age, from one place."""

    published: datetime | None
    updated: datetime | None
    reviewed: date | None
    review_due: date | None

    @property
    def modified(self):
        """When the text last changed in a way that matters to a reader."""
        return self.updated or self.published
