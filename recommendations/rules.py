"""The editors' rules for the lists, as they stand now."""

from collections import defaultdict
from dataclasses import dataclass

from .models import Exclusion, NeverRecommended, Pin


@dataclass(frozen=True)
class Rules:
    # By source the targets, in the editors' order.
    pins: dict[int, list[int]]
    # By source the targets that are kept off its list.
    exclusions: dict[int, set[int]]
    # What is kept off every list.
    never: frozenset[int]

    @classmethod
    def load(cls):
        # Of all languages: they are few, and to leave some out takes longer than to read them.
        pins, exclusions = defaultdict(list), defaultdict(set)
        in_order = Pin.objects.order_by("source", "position", "pk")
        for source_id, target_id in in_order.values_list("source", "target"):
            pins[source_id].append(target_id)
        for source_id, target_id, both_ways in Exclusion.objects.values_list(
            "source", "target", "both_ways"
        ):
            exclusions[source_id].add(target_id)
            if both_ways:
                exclusions[target_id].add(source_id)
        never = NeverRecommended.objects.values_list("article", flat=True)
        return cls(dict(pins), dict(exclusions), frozenset(never))

    def barred(self, source_id):
        """Return the articles that may not be on the list of `source_id`, pinned or not."""
        return self.never | self.exclusions.get(source_id, set())

    def pinned(self, source_id):
        """Return the articles that come first on the list of `source_id`, in order."""
        barred = self.barred(source_id)
        return [target for target in self.pins.get(source_id, ()) if target not in barred]
