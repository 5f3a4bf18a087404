"""The states that an article was saved in, and the drafts of what readers will see."""

from .added import AddedPart, register
from .content import KEYS, apply, content_of
from .copying import duplicate, translate
from .recording import (
    discard_draft,
    publish_scheduled,
    record,
    record_added,
    record_import,
    save_draft,
    schedule,
    set_aside,
    stand_by_review,
    withdraw,
)

__all__ = [
    "KEYS",
    "AddedPart",
    "apply",
    "content_of",
    "discard_draft",
    "duplicate",
    "publish_scheduled",
    "record",
    "record_added",
    "record_import",
    "register",
    "save_draft",
    "schedule",
    "set_aside",
    "stand_by_review",
    "translate",
    "withdraw",
]
