"""Why an article is on a list: what each signal gives to its score, and by what."""

from collections import defaultdict
from operator import itemgetter

from .pairs import PART_DECIMALS

TERMS_NAMED = 5

_SCORE = itemgetter("score")
_LINKS = {"link": "to", "linked": "from", "neighborhood": "shared"}


def explain(pairs):
    """Return the reasons of each of `pairs` of an index, as they are stored, strongest first."""
    parts = {name: its.round(PART_DECIMALS).tolist() for name, its in pairs.parts().items()}
    # A signal that the settings leave out gives nothing.
    part = defaultdict(lambda: [0.0] * len(pairs.rows), parts)
    reasons = []
    for text, meaning, mention, mentioned, links, topic, terms, names, topics in zip(
        *(part[name] for name in ("text", "meaning", "mention", "mentioned")),
        zip(*(part[name] for name in _LINKS), strict=True),
        part["topic"],
        pairs.shared_terms(TERMS_NAMED),
        pairs.mentioned_names(),
        pairs.shared_topics(),
        strict=True,
    ):
        its_reasons = []
        if text > 0:
            its_reasons.append({"signal": "text", "score": text, "terms": _terms(terms)})
        if meaning > 0:
            its_reasons.append({"signal": "meaning", "score": meaning})
        if mention or mentioned:
            mentions = mention + mentioned
            its_reasons.append({"signal": "mention", "score": mentions, "names": names})
        if any(links):
            directions = [words for words, its in zip(_LINKS.values(), links, strict=True) if its]
            its_reasons.append({"signal": "link", "score": sum(links), "links": directions})
        if topic > 0:
            its_reasons.append({"signal": "topic", "score": topic, "topics": topics})
        its_reasons.sort(key=_SCORE, reverse=True)
        reasons.append(its_reasons)
    return reasons


def _terms(terms):
    return [{"term": term, "contribution": contribution} for term, contribution in terms]
