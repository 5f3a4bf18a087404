"""Every name of an article: all on one page while they are few, else a page for each letter."""

from itertools import groupby

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from ..models import Article
from ..search import letter_place, letters_of, names_from_a_to_z
from .page import PageMixin

MOST_ON_A_PAGE = 300


class AToZView(PageMixin, TemplateView):
    section = "articles:a-to-z"
    canonical_parameters = ("letter", "page")
    template_name = "articles/a_to_z.html"

    def get_context_data(self, **kwargs):
        public = Article.objects.published().in_language(self.language)
        counts = letters_of(public)
        letters = sorted(counts, key=letter_place)
        letter = self._chosen_letter(letters, sum(counts.values()))
        page = self._page_of(names_from_a_to_z(public, letter))
        groups = groupby(page, key=lambda name: name.letter)
        title = _("Articles from A to Z")
        return super().get_context_data(
            title=f"{title}: {letter}" if letter else title,
            description=_("All of our health articles from A to Z, by title and by other names."),
            letters=letters,
            letter=letter,
            groups=[(name, list(group)) for name, group in groups],
            page_obj=page,
            **kwargs,
        )

    def _chosen_letter(self, letters, number_of_names):
        """Return the one letter to show, or None for all of them."""
        letter = self.request.GET.get("letter")
        if letter and letter not in letters:
            raise Http404
        if not letter and number_of_names > MOST_ON_A_PAGE:
            letter = letters[0]
        return letter

    def _page_of(self, names):
        try:
            return Paginator(names, MOST_ON_A_PAGE).page(self.request.GET.get("page", 1))
        except InvalidPage as error:
            raise Http404 from error
