"""Why an article is on a list: what each signal gives to its score, and by what."""

from .index import PART_DECIMALS

TERMS_NAMED = 5

_LINKS = {"link": "to", "linked": "from", "neighborhood": "shared"}


def explain(index, rows, others):
    """Return the reasons of each pair of rows of `index`, as they are stored, strongest first."""
    parts = {
        name: its.round(PART_DECIMALS).tolist() for name, its in index.parts(rows, others).items()
    }
    nothing = [0.0] * len(rows)

    def part(name):
        return parts.get(name, nothing)

    reasons = []
    for pair, (terms, names, topics) in enumerate(
        zip(
            index.shared_terms(rows, others, TERMS_NAMED),
            index.mentioned_names(rows, others),
            index.shared_topics(rows, others),
            strict=True,
        )
    ):
        directions = [words for name, words in _LINKS.items() if part(name)[pair]]
        its_reasons = [
            {"signal": "text", "score": part("text")[pair], "terms": _terms(terms)},
            {"signal": "meaning", "score": part("meaning")[pair]},
            {
                "signal": "mention",
                "score": part("mention")[pair] + part("mentioned")[pair],
                "names": names,
            },
            {
                "signal": "link",
                "score": sum(part(name)[pair] for name in _LINKS),
                "links": directions,
            },
            {"signal": "topic", "score": part("topic")[pair], "topics": topics},
        ]
        strongest = sorted(its_reasons, key=lambda reason: -reason["score"])
        reasons.append([reason for reason in strongest if reason["score"] > 0])
    return reasons


def _terms(terms):
    return [{"term": term, "contribution": contribution} for term, contribution in terms]
