"""The settings of Read More: the dict RECOMMENDATIONS, with defaults for what it leaves out."""

from django.conf import settings

from .index import DEFAULT_FIELD_WEIGHTS, DEFAULT_WEIGHTS

DEFAULTS = {
    # What each signal counts in a score; only the proportions matter. 0 leaves a signal out.
    "WEIGHTS": DEFAULT_WEIGHTS,
    # What each field of an article counts in its text.
    "FIELD_WEIGHTS": DEFAULT_FIELD_WEIGHTS,
    # Other weights of the signals, on trial for every other article's list: see `trial`.
    "CHALLENGER_WEIGHTS": DEFAULT_WEIGHTS,
}


def get(name):
    """Return a setting; where it is a dict, its defaults hold for what it does not name."""
    return {**DEFAULTS[name], **getattr(settings, "RECOMMENDATIONS", {}).get(name, {})}


def challenger_weights():
    """Return the weights on trial, None if there are none; what they do not name is as it is.

    With nothing named, the same is on trial against the same: what differs then is chance.
    """
    given = getattr(settings, "RECOMMENDATIONS", {}).get("CHALLENGER_WEIGHTS")
    return None if given is None else {**get("WEIGHTS"), **given}
