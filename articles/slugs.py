"""Slugs: readable, and free where they are to be used."""

from itertools import count

from django.utils.text import slugify


def free_slug(text, taken_in, *, max_length, fallback="page"):
    """Return a slug for `text` that no object of the queryset `taken_in` has.

    Accents are folded ("Sueño" gives "sueno"); a script with nothing to fold to keeps its letters.
    """
    base = slug_base(text, max_length=max_length, fallback=fallback)
    taken = set(
        taken_in.filter(slug__startswith=base[: max_length - 8]).values_list("slug", flat=True)
    )
    return next(slug for slug in numbered(base, max_length) if slug not in taken)


def slug_base(text, *, max_length, fallback):
    as_written = slugify(text, allow_unicode=True)
    folded = slugify(text)
    # Folding drops the letters of other scripts; a slug that lost any would not be readable.
    base = folded if len(folded) >= len(as_written) else as_written
    return (base or fallback)[:max_length].rstrip("-")


def numbered(base, max_length):
    yield base
    for number in count(2):
        ending = f"-{number}"
        yield base[: max_length - len(ending)] + ending
