"""The words of a language: how text is cut into them, and which of them are one term."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

import Stemmer  # type: ignore[import-not-found]  # it has no types

# Longer ones are no words but data that found its way into a text.
MAX_WORD_LENGTH = 64

_STEMMERS = {"en": "english", "es": "spanish"}

# What an English word may end in after an apostrophe belongs to the word, not to its term.
# Cutting at every apostrophe instead would mix up "I'd" and "vitamin D".
_CLITIC = r"(?:['’][a-z]{1,2}\b)"  # noqa: RUF001  (typographic apostrophe)
_WORD = re.compile(rf"[^\W_]+{_CLITIC}?")
_CLITIC_AT_END = re.compile(rf"{_CLITIC}$")
# Chinese and Japanese characters, which no space parts into words.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]{2,}")
# "ñ" is a letter of its own ("año" is a year, "ano" is not); any other mark is an accent.
_ACCENTS = re.compile("(?<!n)\u0303|[\u0300-\u0302\u0304-\u036f]")

# Only words that have a function and no meaning. Longer lists that are in use ("system", "cry",
# "thin", "side" in English; "sentido", "trabajo", "uso" in Spanish) cost .004 of nDCG@4.
_STOP_WORDS = {
    "en": """
        a an the this that these those such
        i me my mine myself we us our ours ourselves you your yours yourself yourselves
        he him his himself she her hers herself it its itself they them their theirs themselves
        who whom whose which what whatever whichever one ones
        and or but nor so yet if then else than because although though unless until while
        whereas whether as of at by for with about against between into through during before
        after above below to from up down in out on off over under upon onto within without
        along among across around toward towards per via
        again further once here there when where why how ever never always often sometimes
        usually also too very only just even still more most less least much many few several
        some any all both each every either neither other others another same no not own
        am is are was were be been being have has had having do does did doing done
        will would shall should can could may might must ought cannot
        don doesn didn isn aren wasn weren hasn haven hadn won wouldn shouldn couldn mustn
    """,
    "es": """
        el la los las lo un una unos unas al del este esta estos estas ese esa esos esas esto eso
        aquel aquella aquellos aquellas
        yo me mi mis mio mia tu te ti tus tuyo usted ustedes el ella ello ellos ellas le les se si
        su sus suyo suya nos nosotros nosotras nuestro nuestra nuestros nuestras vosotros vuestro
        que quien quienes cual cuales cuyo cuya cuyos cuyas cuanto cuantos
        y e o u ni pero sino aunque porque pues si como cuando donde mientras
        a ante bajo con contra de desde durante en entre hacia hasta mediante para por segun sin
        sobre tras
        no tambien tampoco ya aun todavia muy mas menos mucho mucha muchos muchas poco poca pocos
        pocas algo alguno alguna algunos algunas algun ninguno ninguna ningun nada nadie todo toda
        todos todas otro otra otros otras mismo misma mismos mismas cada ambos varios varias tan
        tanto tal tales asi solo siempre nunca veces vez aqui alli entonces luego ademas
        es son soy somos era eran fue fueron ser sea sean siendo sido
        esta estan estoy estaba estaban estar este esten estando estado
        ha han he hemos hay habia haber haya hayan habiendo
        tiene tienen tener tenga tengan tenia
        puede pueden poder pueda puedan podria podrian debe deben deberia deberian
        hace hacen hacer haga hagan
    """,
}
_STOP_SETS = {language: frozenset(words.split()) for language, words in _STOP_WORDS.items()}


def words(text: str) -> list[str]:
    """Return the words of `text` in order, as they are written there.

    Where nothing parts them, each two neighboring characters are a word: most of Chinese have two,
    and two texts with a longer one in common have all of its pairs in common.
    """
    if not text.isascii():
        text = _UNSPACED.sub(_pairs, unicodedata.normalize("NFC", text))
    return _WORD.findall(text)


def _pairs(run: re.Match[str]) -> str:
    return f" {' '.join(map(''.join, pairwise(run[0])))} "


def terms(words: Iterable[str], language: str) -> list[str]:
    """Return the term of each word: its stem, without case and accents; "" for a stop word.

    A language that is not known here has neither stems nor stop words.
    """
    bases = [_CLITIC_AT_END.sub("", word).lower() for word in words]
    # The stemmer reads accents, so they are folded after it.
    stems = (
        Stemmer.Stemmer(_STEMMERS[language]).stemWords(bases) if language in _STEMMERS else bases
    )
    stop_words = _STOP_SETS.get(language, frozenset())
    return [
        "" if len(base) > MAX_WORD_LENGTH or _fold(base) in stop_words else _fold(stem)
        for base, stem in zip(bases, stems, strict=True)
    ]


def _fold(word: str) -> str:
    if word.isascii():
        return word
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", word.casefold()))
    return unicodedata.normalize("NFC", bare)
