"""Takes what is obviously personal out of a text that a reader wrote."""

import re

from django.utils.translation import gettext as _

_EMAIL = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[^\s@<>(),;:.]{2,}")
# Seven digits or more with at most two signs between them: telephone, birthday, insurance number.
_LONG_NUMBER = re.compile(r"(?<!\w)[+(]{0,2}\d(?:[ \t\u00a0()./\-\u2010-\u2015]{0,2}\d){6,}(?!\w)")


def mask_personal_details(text):
    """Return `text` without e-mail addresses and long numbers."""
    for pattern in (_EMAIL, _LONG_NUMBER):
        text = pattern.sub(_("[removed]"), text)
    return text
