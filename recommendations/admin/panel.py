"""What the panel on an article's form shows."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import F, Q

from articles.models import Article

from ..models import (
    SHOWN,
    ArticleVector,
    Exclusion,
    NeverRecommended,
    Pin,
    RelatedArticle,
)
from ..wording import in_words

CANDIDATES = 10


@dataclass
class Entry:
    """An article in its place on the list; `pin` if that is an editor's choice."""

    article: Article
    place: int
    score: float = 0.0
    reasons: tuple | list = ()
    pin: Pin | None = None
    can_move_up: bool = False
    can_move_down: bool = False

    @property
    def sentences(self):
        return in_words([{"signal": "pin"}] if self.pin else self.reasons)


class Panel:
    """The list of `article` as the editors' rules make it, the last refresh done or not.

    `rows`, if given, are looked at instead of the stored ones.
    """

    def __init__(self, article, rows=None):
        self.article = article
        self._rows = rows

    @cached_property
    def entries(self):
        pins = list(self._pins.visible())
        pinned = {pin.target_id for pin in pins}
        rows = self._rows if self._rows is not None else self._stored_rows
        entries = [Entry(article=pin.target, place=0, pin=pin) for pin in pins]
        entries += [
            Entry(article=row.target, place=0, score=row.score, reasons=row.reasons)
            for row in rows
            # A row of a pin that was ended a moment ago has no place of its own.
            if row.target_id not in pinned and row.reasons[:1] != [{"signal": "pin"}]
        ]
        for place, entry in enumerate(entries, start=1):
            entry.place = place
            entry.can_move_up = entry.pin is not None and place > 1
            entry.can_move_down = entry.pin is not None and place < len(pins)
        return entries

    @property
    def shown(self):
        return self.entries[:SHOWN]

    @property
    def candidates(self):
        return self.entries[SHOWN : SHOWN + CANDIDATES]

    @cached_property
    def idle_pins(self):
        """Pins to articles that readers cannot see now."""
        in_use = [entry.pin.pk for entry in self.entries if entry.pin]
        return list(self._pins.exclude(pk__in=in_use))

    @cached_property
    def exclusions(self):
        rules = Exclusion.objects.filter(
            Q(source=self.article) | Q(target=self.article, both_ways=True)
        ).select_related("source", "target", "made_by")
        return [
            (rule, rule.target if rule.source_id == self.article.pk else rule.source)
            for rule in rules.order_by("pk")
        ]

    @cached_property
    def never_recommended(self):
        rules = NeverRecommended.objects.filter(article=self.article)
        return rules.select_related("made_by").first()

    @cached_property
    def is_stale(self):
        """Whether a change is still to be worked into the lists."""
        stale = ArticleVector.objects.filter(article=self.article, requested__gt=F("built"))
        return stale.exists()

    @property
    def _pins(self):
        return Pin.objects.filter(source=self.article).select_related("target", "made_by")

    @property
    def _stored_rows(self):
        rows = RelatedArticle.objects.visible().filter(source=self.article)
        return rows.select_related("target").order_by("rank")
