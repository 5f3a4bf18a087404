"""Every article by its title: all on one page while they are few, else a page for each letter."""

import unicodedata
from itertools import groupby

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Count, F, Func, Value
from django.db.models.functions import Substr
from django.http import Http404
from django.views.generic import TemplateView

from ..models import Article
from .page import PageMixin

MOST_ON_A_PAGE = 300
DIGITS = "0-9"
OTHERS = "#"
# What a title may open with and is not sorted by.
OPENING_MARKS = " ¿¡\"'“”‘’«»‹›„([{-–—…*"  # noqa: RUF001  (typographic marks)


class AToZView(PageMixin, TemplateView):
    section = "articles:a-to-z"
    canonical_parameters = ("letter", "page")
    template_name = "articles/a_to_z.html"

    def get_context_data(self, **kwargs):
        public = Article.objects.published().in_language(self.language).annotate(first=First())
        # A letter is that of many first characters: A of "a", "A" and "á".
        counts = dict(public.values_list("first").annotate(Count("pk")).order_by())
        letters = sorted({letter_of(first) for first in counts}, key=_place)
        letter = self._chosen_letter(letters, sum(counts.values()))
        if letter:
            public = public.filter(
                first__in=[first for first in counts if letter_of(first) == letter]
            )
        articles = sorted(public.only("title", "slug", "language"), key=_title_order)
        page = self._page_of(articles)
        groups = groupby(page, key=lambda article: letter_of(article.first))
        return super().get_context_data(
            letters=letters,
            letter=letter,
            groups=[(name, list(group)) for name, group in groups],
            page_obj=page,
            **kwargs,
        )

    def _chosen_letter(self, letters, number_of_articles):
        """Return the one letter to show, or None for all of them."""
        letter = self.request.GET.get("letter")
        if letter and letter not in letters:
            raise Http404
        if not letter and number_of_articles > MOST_ON_A_PAGE:
            letter = letters[0]
        return letter

    def _page_of(self, articles):
        try:
            return Paginator(articles, MOST_ON_A_PAGE).page(self.request.GET.get("page", 1))
        except InvalidPage as error:
            raise Http404 from error


class First(Substr):
    """The first character of the title that counts."""

    def __init__(self):
        # SQLite and PostgreSQL share LTRIM(text, characters).
        trimmed = Func(F("title"), Value(OPENING_MARKS), function="LTRIM")
        super().__init__(trimmed, 1, 1)


def fold(text):
    """Return `text` without opening marks, accents and case."""
    decomposed = unicodedata.normalize("NFKD", text.lstrip(OPENING_MARKS).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def letter_of(first):
    """Return the letter under which a title is found whose first character is `first`."""
    folded = fold(first)[:1].upper()
    if folded.isdecimal():
        return DIGITS
    return folded if folded.isalpha() else OTHERS


def _place(letter):
    return (letter == OTHERS, letter == DIGITS, letter)


def _title_order(article):
    return (_place(letter_of(article.first)), fold(article.title), article.pk)
