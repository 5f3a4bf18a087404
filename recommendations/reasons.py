"""Why an article is on a list: what each signal gives to its score, and by what."""

from collections import defaultdict
from operator import itemgetter

from .index import PART_DECIMALS

TERMS_NAMED = 5

_SCORE = itemgetter("score")
_LINKS = {"link": "to", "linked": "from", "neighborhood": "shared"}


def explain(index, rows, others):
    """Return the reasons of each pair of rows of `index`, as they are stored, strongest first."""
    parts = {
        name: its.round(PART_DECIMALS).tolist() for name, its in index.parts(rows, others).items()
    }
    # A signal that the settings leave out gives nothing.
    part = defaultdict(lambda: [0.0] * len(rows), parts)
    reasons = []
    for text, meaning, mention, mentioned, links, topic, terms, names, topics in zip(
        *(part[name] for name in ("text", "meaning", "mention", "mentioned")),
        zip(*(part[name] for name in _LINKS), strict=True),
        part["topic"],
        index.shared_terms(rows, others, TERMS_NAMED),
        index.mentioned_names(rows, others),
        index.shared_topics(rows, others),
        strict=True,
    ):
        directions = [words for words, its in zip(_LINKS.values(), links, strict=True) if its]
        its_reasons = [
            {"signal": "text", "score": text, "terms": _terms(terms)},
            {"signal": "meaning", "score": meaning},
            {"signal": "mention", "score": mention + mentioned, "names": names},
            {"signal": "link", "score": sum(links), "links": directions},
            {"signal": "topic", "score": topic, "topics": topics},
        ]
        found = [reason for reason in its_reasons if reason["score"] > 0]
        reasons.append(sorted(found, key=_SCORE, reverse=True))
    return reasons


def _terms(terms):
    return [{"term": term, "contribution": contribution} for term, contribution in terms]
