"""What is searched, and what is asked for, whichever database answers."""

import re

from ..html import html_to_text

# Around a found word, until the text is escaped: characters that no text has.
MARK_START, MARK_END = "\ue000", "\ue001"
PASSAGE_WORDS = 24

_WORD = re.compile(r"\w+(?:['’]\w+)*")  # noqa: RUF001  (typographic apostrophe)


def words(text):
    return _WORD.findall(text)


def columns_of(article):
    """Return the text of `article` by the index's columns."""
    questions = [
        f"{question.question}\n{html_to_text(question.answer)}"
        for question in article.questions.all()
    ]
    return {
        "title": article.title,
        "names": "\n".join(article.also_known_as),
        "topics": "\n".join(topic.name for topic in article.topics.all()),
        "summary": article.summary,
        "body": "\n".join([html_to_text(article.body), *questions]),
    }
