from django.http import Http404
from django.views.generic import DetailView

from ..models import Article, Person
from ..rendering import render_answer
from .page import PageMixin


class PersonDetailView(PageMixin, DetailView):
    model = Person
    context_object_name = "person"

    def get_context_data(self, **kwargs):
        public = Article.objects.published().in_language(self.language).newest_first().for_cards()
        written = list(public.filter(authorships__person=self.object))
        reviewed = list(public.filter(current_review__reviewer=self.object))
        if not written and not reviewed:
            raise Http404
        return super().get_context_data(
            biography=render_answer(self.object.biography),
            written=written,
            reviewed=reviewed,
            **kwargs,
        )
