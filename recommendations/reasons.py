"""Why an article is on a list: what each signal gives to its score, and by what."""

from operator import itemgetter

import numpy as np

from .pairs import PART_DECIMALS

TERMS_NAMED = 5

# The signals of a reason, and the word for each that says which way a link goes.
_MENTIONS = ("mention", "mentioned")
_LINKS = {"link": "to", "linked": "from", "neighborhood": "shared"}

_SCORE = itemgetter("score")


def explain(pairs):
    """Return the reasons of each of `pairs` of an index, as they are stored, strongest first."""
    parts = pairs.parts()
    # A signal that the settings leave out gives nothing.
    none = np.zeros(len(pairs.rows))

    def scores(*names):
        return sum(parts.get(name, none) for name in names).round(PART_DECIMALS).tolist()

    text = scores("text")
    reasons = [
        [{"signal": "text", "score": score, "terms": _terms(terms)}] if score > 0 else []
        for score, terms in zip(text, pairs.shared_terms(TERMS_NAMED), strict=True)
    ]
    for its, score in zip(reasons, scores("meaning"), strict=True):
        if score > 0:
            its.append({"signal": "meaning", "score": score})
    for signal, score_of_each, detail, details in (
        ("mention", scores(*_MENTIONS), "names", pairs.mentioned_names()),
        ("link", scores(*_LINKS), "links", _directions(parts, len(none))),
        ("topic", scores("topic"), "topics", pairs.shared_topics()),
    ):
        for its, score, its_details in zip(reasons, score_of_each, details, strict=True):
            if score > 0:
                its.append({"signal": signal, "score": score, detail: its_details})
    for its in reasons:
        its.sort(key=_SCORE, reverse=True)
    return reasons


def _terms(terms):
    return [{"term": term, "contribution": contribution} for term, contribution in terms]


def _directions(parts, n_pairs):
    """Return for each pair the words for the links that it has."""
    directions = [[] for _ in range(n_pairs)]
    for name, word in _LINKS.items():
        for pair in np.flatnonzero(parts.get(name, ())).tolist():
            directions[pair].append(word)
    return directions
