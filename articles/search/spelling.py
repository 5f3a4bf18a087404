"""What a reader meant who mistyped it.

By trigrams the database finds what resembles the typed, and then the number of mistakes decides:
letters too many, missing, wrong or changed for their neighbors (the optimal string alignment
distance, Damerau's).
"""

from rapidfuzz.distance import OSA

from ..models import SearchName, SearchWord
from .engine import Query, engine
from .index import SHORTEST_WORD
from .text import WORD, fold_word, terms

# So many of the best candidates for a word are tried.
TRIED = 8


def respell(typed):
    """Return the text that is meant by that of `typed`, which finds nothing or little; "" if none.

    It is the name of an article, if one is near enough; else each word that no article has is
    replaced by one that some have.
    """
    if name := _nearest_name(typed):
        return name
    replaced = {}
    for word in dict.fromkeys(typed.folded):
        if not _count(typed, [word]) and (meant := _nearest_word(typed, word)):
            replaced[word] = meant
    if not replaced:
        return ""
    return WORD.sub(lambda word: replaced.get(fold_word(word[0]), word[0]), typed.text)


def allowed(text):
    """Return how many mistakes a word, or words, of this length may have."""
    if len(text) < SHORTEST_WORD:
        return 0
    return 1 if len(text) < 6 else 2


def _nearest_name(typed):
    text = " ".join(typed.folded)
    names = engine().resembling(SearchName.objects.of(typed.public), text)
    found = []
    for name, folded, is_title in names.values_list("name", "folded", "is_title"):
        distance = OSA.distance(text, folded.strip(), score_cutoff=allowed(text))
        if distance <= allowed(text) and _words_are_near(typed.folded, folded.split()):
            found.append((distance, not is_title, len(name), name))
    return min(found)[-1] if found else ""


def _words_are_near(typed, meant):
    """Return whether no word is quite another one, as in "hepatitis b" and "hepatitis c"."""
    if len(typed) != len(meant):
        return True
    return all(
        OSA.distance(one, other) <= allowed(one) for one, other in zip(typed, meant, strict=True)
    )


def _nearest_word(typed, word):
    """Return the word that is nearest to `word`; of several, the one in most articles."""
    limit = allowed(word)
    vocabulary = SearchWord.objects.filter(language=typed.language)
    found = []
    for folded, spelling in engine().resembling(vocabulary, word).values_list("folded", "word"):
        distance = OSA.distance(word, folded, score_cutoff=limit)
        if distance <= limit:
            found.append((distance, folded[0] != word[0], folded, spelling))
    best = []
    for distance, other_start, folded, spelling in sorted(found)[:TRIED]:
        if count := _count(typed, [folded]):
            best.append((distance, other_start, -count, spelling))
    return min(best)[-1] if best else ""


def _count(typed, folded):
    query = Query(tuple(terms(folded, typed.language)))
    return engine().matches(typed.public, query).count()
