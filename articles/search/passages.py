"""The part of each found article that answers the query best, with the words found marked."""

import re

from .text import MARK_END, MARK_START, WORD, body_lines, fold_word, terms

# A passage is about so long; a sentence that is longer is cut around the words found.
LENGTH = 220
# In a very long text, what comes after is not looked at.
_READ = 40_000

_SENTENCE_END = re.compile(r"""(?<=[.!?…])["'”’»)]*\s+(?=[^\W_a-z]|["'“‘«(¿¡])""")  # noqa: RUF001  (typographic marks)


def add_passages(articles, query, language):
    """Give each of `articles` its `passage` and, if it has the words, its `other_name`.

    Both are plain text with `MARK_START` and `MARK_END` around the words found.
    """
    finder = _Finder(query, language)
    for article in articles:
        article.passage = finder.passage([article.summary, *body_lines(article)])
        article.other_name = finder.name(article.title, article.also_known_as)


class _Finder:
    def __init__(self, query, language):
        self.terms = frozenset(query.terms)
        self.beginning = query.beginning or None
        self.language = language

    def passage(self, lines):
        """Return the sentence with the most of the terms; sentences of a text before headings.

        Sentences of different lines are never joined, for one may be a heading.
        """
        best, best_score = "", (-1, False)
        read = 0
        for line in filter(None, lines):
            sentences = _SENTENCE_END.split(line)
            for number, sentence in enumerate(sentences):
                score = (len(self._found_terms(sentence)), sentence[-1:] in ".!?…")
                if score > best_score:
                    best, best_score = " ".join(_as_long(sentences[number:])), score
            read += len(line)
            if read > _READ or best_score == (len(self.terms), True):
                break
        return self.mark(self._cut(best))

    def name(self, title, names):
        """Return the other name with more of the terms than the title has; "" if none has."""
        most = len(self._found_terms(title))
        best = ""
        for name in names:
            if len(self._found_terms(name)) > most:
                best, most = name, len(self._found_terms(name))
        return self.mark(best)

    def mark(self, text):
        marked, end = [], 0
        for word, _term in self._found(text):
            marked += [text[end : word.start()], MARK_START, word[0], MARK_END]
            end = word.end()
        return "".join([*marked, text[end:]])

    def _found(self, text):
        """Return the words of `text` that were asked for, each with its term."""
        found = list(WORD.finditer(text))
        folded = [fold_word(word[0]) for word in found]
        for word, plain, term in zip(found, folded, terms(folded, self.language), strict=True):
            if term in self.terms or (self.beginning and plain.startswith(self.beginning)):
                yield word, term

    def _found_terms(self, text):
        return {term for _word, term in self._found(text)}

    def _cut(self, text):
        """Return `text`, if it is too long what is around the first word found."""
        if len(text) <= LENGTH * 1.25:
            return text
        first = next((word.start() for word, _term in self._found(text)), 0)
        start = max(0, min(first - LENGTH // 3, len(text) - LENGTH))
        start = text.rfind(" ", 0, start + 1) + 1
        end = text.rfind(" ", 0, start + LENGTH)
        end = end if end > first else start + LENGTH
        before, after = ("… " if start else ""), (" …" if end < len(text) else "")
        return before + text[start:end] + after


def _as_long(sentences):
    """Yield the first of `sentences`, and more as long as they fit into a passage."""
    length = 0
    for sentence in sentences:
        length += len(sentence) + 1
        if length > LENGTH and length > len(sentence) + 1:
            return
        yield sentence
