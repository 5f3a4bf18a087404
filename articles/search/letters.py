"""The names of articles from A to Z, other names than the titles included."""

from django.db.models import Count

from ..models import SearchName
from .text import fold_word

DIGITS = "0-9"
OTHERS = "#"


def letter_of(name):
    """Return the first letter of `name` that counts: A of "ácaros", "¿Asma?" and “Abscess”."""
    first = next((char for char in name if char.isalnum()), "")
    # Some letters fold to two.
    folded = fold_word(first)[:1].upper()
    if folded.isdecimal():
        return DIGITS
    return folded if folded.isalpha() else OTHERS


def letter_place(letter):
    """Return what letters are sorted by: the letters, then digits, then others."""
    return (letter == OTHERS, letter == DIGITS, letter)


def letters_of(articles):
    """Return how many names `articles` have under each letter."""
    names = SearchName.objects.of(articles)
    return dict(names.values_list("letter").annotate(Count("pk")).order_by())


def names_from_a_to_z(articles, letter=None):
    """Return the names of `articles`, each with its article; only those under `letter` if given."""
    names = SearchName.objects.of(articles).select_related("article")
    if letter:
        names = names.filter(letter=letter)
    fields = ["name", "is_title", "letter", "folded"]
    fields += ["article__title", "article__slug", "article__language"]
    return sorted(
        names.only(*fields), key=lambda name: (letter_place(name.letter), name.folded, name.pk)
    )
