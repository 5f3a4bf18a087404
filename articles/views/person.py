from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from .. import jsonld
from ..html import html_to_text
from ..models import Article, Person
from ..rendering import render_answer
from .page import PageMixin, as_description, path_in


class PersonDetailView(PageMixin, DetailView):
    model = Person
    context_object_name = "person"

    def get_translations(self):
        """The person's page is there in each language that they wrote or reviewed an article in."""
        theirs = Q(authorships__person=self.object) | Q(current_review__reviewer=self.object)
        others = Article.objects.published().exclude(language=self.language).filter(theirs)
        languages = others.values_list("language", flat=True).distinct()
        return {
            language: path_in(language, "articles:person-detail", self.object.slug)
            for language in sorted(languages)
        }

    def get_context_data(self, **kwargs):
        public = Article.objects.published().in_language(self.language).newest_first().for_cards()
        written = list(public.filter(authorships__person=self.object))
        reviewed = list(public.filter(current_review__reviewer=self.object))
        if not written and not reviewed:
            raise Http404
        context = super().get_context_data(
            title=self.object.name,
            description=self._description(),
            biography=render_answer(self.object.biography),
            written=written,
            reviewed=reviewed,
            **kwargs,
        )
        graph = jsonld.describe_person(
            self.object,
            url=context["canonical_url"],
            language=self.language,
            breadcrumbs=context["breadcrumbs"],
        )
        return {**context, "json_ld": jsonld.script_text(graph)}

    def _description(self):
        person = self.object
        what = _("Health articles that %(name)s wrote or reviewed.") % {"name": person.name}
        credentials = person.credentials and f"{person.credentials.rstrip('.')}."
        return as_description(f"{what} {credentials} {html_to_text(person.biography)}")
