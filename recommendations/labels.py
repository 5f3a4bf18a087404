"""Related articles that people chose, from a file."""

from collections import defaultdict

from articles.models import Article

HEADER = ["article", "related"]


class LabelError(ValueError):
    """A label file that cannot be read; the message names file and line."""


def read_labels(path):
    """Return for each article the set of those that people chose for it, all by identifier.

    The file has a header line and then two identifiers a line, with a tab between them.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise LabelError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise LabelError(f"{path}: not UTF-8 at byte {error.start}") from error
    if not lines or lines[0].split("\t") != HEADER:
        raise LabelError(f"{path}, line 1: expected the header {'<TAB>'.join(HEADER)}")
    labels = defaultdict(set)
    for number, line in enumerate(lines[1:], start=2):
        pair = [part.strip() for part in line.split("\t")]
        if len(pair) != 2 or not all(pair) or pair[0] == pair[1]:
            raise LabelError(f"{path}, line {number}: expected two identifiers and a tab: {line!r}")
        labels[pair[0]].add(pair[1])
    return dict(labels)


def match_articles(labels):
    """Return the labels of public articles of one language, by language and article, by id.

    And the others, as "article related".
    """
    articles = Article.objects.published().values_list("identifier", "pk", "language")
    known = {identifier: (pk, language) for identifier, pk, language in articles}
    matched, unknown = defaultdict(lambda: defaultdict(set)), []
    for article, related in labels.items():
        pk, language = known.get(article, (None, None))
        for other in sorted(related):
            other_pk, other_language = known.get(other, (None, None))
            if pk and language == other_language:
                matched[language][pk].add(other_pk)
            else:
                unknown.append(f"{article} {other}")
    return matched, unknown
