"""The words of what is searched and of what is asked for, whichever database answers."""

import re
import unicodedata

import Stemmer

from ..html import html_to_text

# Around a found word, until the text is escaped: characters that no text has.
MARK_START, MARK_END = "\ue000", "\ue001"

_APOSTROPHE = "['’]"  # noqa: RUF001  (typographic apostrophe)
WORD = re.compile(rf"[^\W_]+(?:{_APOSTROPHE}[^\W_]+)*")
_POSSESSIVE = re.compile(rf"{_APOSTROPHE}s$")
_ACCENTS = re.compile("[\u0300-\u036f]+")

_STEMMERS = {"en": "english", "es": "spanish"}
# The Spanish stemmer knows these endings by their accent, which readers leave out.
_UNACCENTED = {"es": (re.compile("(c|s)ion$"), r"\1ión")}
# Words of questions: an article that has all the others answers them.
_FUNCTION_WORDS = {
    "en": frozenset(
        "an and are at be can do does for from have how in is it my of on or should that the"
        " there this to was what when where which who why with you your".split()
    ),
    "es": frozenset(
        "al como con cual cuales cuando de del donde el en es esta hay la las lo los me mi mis"
        " para por porque puede que quien se ser si son su sus tengo tiene un una unos unas".split()
    ),
}


def words(text):
    return WORD.findall(text)


def fold(text):
    """Return `text` without case, accents and what apostrophes add."""
    return " ".join(map(fold_word, words(text)))


def fold_word(word):
    """Return `word` without case, accents, a possessive ending and apostrophes."""
    word = _POSSESSIVE.sub("", word)
    if not word.isascii():
        word = _ACCENTS.sub("", unicodedata.normalize("NFKD", word))
        word = unicodedata.normalize("NFC", word).replace("’", "")  # noqa: RUF001  (typographic apostrophe)
    return word.replace("'", "").casefold()


def terms(folded, language):
    """Return the term of each of the `folded` words, by which it is indexed: its stem.

    In a language without a stemmer here, it is the word.
    """
    if language not in _STEMMERS:
        return list(folded)
    if language in _UNACCENTED:
        ending, accented = _UNACCENTED[language]
        folded = [ending.sub(accented, word) for word in folded]
    stems = Stemmer.Stemmer(_STEMMERS[language]).stemWords(folded)
    return [stem if stem.isascii() else _ACCENTS.sub("", _decomposed(stem)) for stem in stems]


def terms_of(text, language):
    return terms([fold_word(word) for word in words(text)], language)


def without_function_words(folded, language):
    """Return the `folded` words that have a meaning of their own; all, if none has."""
    function_words = _FUNCTION_WORDS.get(language, frozenset())
    return [word for word in folded if word not in function_words] or list(folded)


def columns_of(article):
    """Return the texts of `article` by the index's columns."""
    return {
        "title": article.title,
        "names": "\n".join(article.also_known_as),
        "topics": topics_of(article),
        "summary": article.summary,
        "body": "\n".join(body_lines(article)),
    }


def topics_of(article):
    topics = article.topics.all()
    return "\n".join(name for topic in topics for name in (topic.name, *topic.synonyms))


def body_lines(article):
    """Return the lines of the article's text, questions and answers included."""
    lines = html_to_text(article.body).splitlines()
    for question in article.questions.all():
        lines += [question.question, *html_to_text(question.answer).splitlines()]
    return lines


def _decomposed(text):
    return unicodedata.normalize("NFKD", text)
