"""Two people changed one article: what each changed, and one content out of both."""

from .comparison import changed_keys, compare, label_of
from .content import all_keys

THEIRS, MINE = "theirs", "mine"


class Merge:
    """Three contents: `base`, which both began with, `theirs`, saved first, and `mine`."""

    def __init__(self, base, theirs, mine):
        self.base = base
        self.sides = {THEIRS: theirs, MINE: mine}

    @property
    def is_needed(self):
        """Whether saving mine as it is would undo a change of theirs."""
        return bool(self._changed(THEIRS) & set(changed_keys(**self._as_pair())))

    @property
    def clashing(self):
        """The keys that both changed, each in another way."""
        changed = self._changed(THEIRS) & self._changed(MINE)
        return [key for key in changed_keys(**self._as_pair()) if key in changed]

    def differences(self):
        """Return what is to be decided: theirs and mine of what both changed."""
        return [one for one in compare(**self._as_pair()) if one.key in self.clashing]

    def settled(self, side):
        """Return the labels of what only `side` changed."""
        other = MINE if side == THEIRS else THEIRS
        alone = self._changed(side) - self._changed(other)
        return [label_of(key) for key in all_keys() if key in alone]

    def content(self, choices):
        """Return the content with the side that `choices` names for each key that clashes.

        Raises:
            ValueError: A key that clashes has no choice, or none of the two.
        """
        for key in self.clashing:
            if choices.get(key) not in self.sides:
                raise ValueError(f"No side is chosen for {key}")
        chosen = {
            key: self.sides[choices.get(key) or self._side_that_changed(key)] for key in all_keys()
        }
        # The ids of its headings go with the text.
        chosen["headings"] = chosen["body"]
        return {key: content[key] for key, content in chosen.items() if key in content}

    def _side_that_changed(self, key):
        return MINE if key in self._changed(MINE) else THEIRS

    def _changed(self, side):
        return set(changed_keys(self.base, self.sides[side]))

    def _as_pair(self):
        return {"before": self.sides[THEIRS], "after": self.sides[MINE]}
