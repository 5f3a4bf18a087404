"""Two people changed one article: what each changed, and one content out of both."""

import json
from difflib import SequenceMatcher

from .comparison import changed_keys, compare, label_of
from .content import all_keys

THEIRS, MINE = "theirs", "mine"


class Merge:
    """Three contents: `base`, which both began with, `theirs`, saved first, and `mine`.

    Of lists, rows and topics, both changes count as long as they are not of the same rows.
    """

    def __init__(self, base, theirs, mine):
        self.base = base
        self.sides = {THEIRS: theirs, MINE: mine}

    @property
    def is_needed(self):
        """Whether saving mine as it is would undo a change of theirs."""
        return bool(self._changed(THEIRS) & set(changed_keys(**self._as_pair())))

    @property
    def clashing(self):
        """The keys that both changed, each in another way, so that only one can count."""
        return [key for key in self._changed_by_both() if self._of_both(key) is None]

    def differences(self):
        """Return what is to be decided: theirs and mine of what both changed."""
        return [one for one in compare(**self._as_pair()) if one.key in self.clashing]

    def settled(self, side):
        """Return the labels of what only `side` changed."""
        other = MINE if side == THEIRS else THEIRS
        alone = self._changed(side) - self._changed(other)
        return [label_of(key) for key in all_keys() if key in alone]

    def settled_together(self):
        """Return the labels of the lists in which each changed other rows."""
        return [label_of(key) for key in self._changed_by_both() if key not in self.clashing]

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
        chosen |= {
            key: {key: self._of_both(key)}
            for key in self._changed_by_both()
            if key not in self.clashing
        }
        # The ids of its headings go with the text.
        chosen["headings"] = chosen["body"]
        return {key: content[key] for key, content in chosen.items() if key in content}

    def _changed_by_both(self):
        changed = self._changed(THEIRS) & self._changed(MINE)
        return [key for key in changed_keys(**self._as_pair()) if key in changed]

    def _of_both(self, key):
        """Return a list with what both changed in it, None where that cannot be."""
        contents = (self.base, self.sides[THEIRS], self.sides[MINE])
        values = [content.get(key) for content in contents]
        if not all(isinstance(value, list) for value in values):
            return None
        merged = merge_lists(*values)
        return sorted(merged) if merged and key == "topics" else merged

    def _side_that_changed(self, key):
        return MINE if key in self._changed(MINE) else THEIRS

    def _changed(self, side):
        return set(changed_keys(self.base, self.sides[side]))

    def _as_pair(self):
        return {"before": self.sides[THEIRS], "after": self.sides[MINE]}


def merge_lists(base, theirs, mine):
    """Return `base` with the changes of both, or None where they changed the same rows."""
    edits = _edits(base, theirs)
    edits += [edit for edit in _edits(base, mine) if edit not in edits]
    merged, at = [], 0
    for start, end, rows in sorted(edits, key=lambda edit: edit[:2]):
        if start < at:
            return None
        merged += base[at:start]
        merged += [row for row in rows if row not in merged]  # both may have added it
        at = end
    merged += base[at:]
    return merged if len(set(_as_keys(merged))) == len(merged) else None


def _edits(base, changed):
    """Return which rows of `base` were replaced, from where to where, and by which."""
    opcodes = SequenceMatcher(None, _as_keys(base), _as_keys(changed)).get_opcodes()
    return [
        (start, end, changed[first:last])
        for tag, start, end, first, last in opcodes
        if tag != "equal"
    ]


def _as_keys(rows):
    return [json.dumps(row) for row in rows]
