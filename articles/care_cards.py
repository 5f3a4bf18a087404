"""What a care card says of itself, to readers and editors."""

from django.utils.translation import gettext_lazy as _

CARE_LABELS = {
    "non-urgent": _("Non-urgent advice"),
    "urgent": _("Urgent advice"),
    "emergency": _("Emergency"),
}


def level_of(card):
    """Return how urgent the care card is that the lxml element `card` holds."""
    return next(level for level in CARE_LABELS if f"care-card-{level}" in card.classes)
