"""The page for people who show our lists on theirs."""

from django import forms
from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from articles.models import Article
from articles.views.page import PageMixin
from recommendations.widget import snippets
from recommendations.widget.addresses import email_path, frame_path
from recommendations.widget.finding import find_article, find_by_address
from recommendations.widget.options import OptionsForm
from recommendations.widget.script import NEWEST, integrity


class SnippetForm(OptionsForm):
    article = forms.CharField(
        label=_("Article"),
        help_text=_("The address of its page on this site, or the last part of it."),
        max_length=1000,
        required=False,
    )
    field_order = ["article"]

    def __init__(self, data, *, language):
        super().__init__(label_suffix="")
        self._language = language
        # Every field shows what holds, chosen or not.
        asked = {name: data[name] for name in self.fields if data.get(name)}
        self.data = {name: field.initial for name, field in self.fields.items()} | asked
        self.is_bound = True

    def clean_article(self):
        """Return the article: without a word, the newest; None where there is none at all."""
        given = (self.cleaned_data["article"] or "").strip()
        if not given:
            return Article.objects.published().in_language(self._language).newest_first().first()
        try:
            return find_by_address(given) if "/" in given else find_article(self._language, given)
        except Http404:
            message = _("There is no article of this site at this address.")
            raise forms.ValidationError(message) from None


class DevelopersView(PageMixin, TemplateView):
    section = "developers"
    template_name = "cms/developers.html"

    def get_context_data(self, **kwargs):
        form = SnippetForm(self.request.GET, language=self.language)
        context = super().get_context_data(
            title=gettext("Read More on your site"),
            description=gettext(
                "Show related health articles under your own pages: as a frame, an element,"
                " in WordPress, in a newsletter."
            ),
            form=form,
            frames_count=settings.COUNT_READ_MORE,
            **kwargs,
        )
        article = form.is_valid() and form.cleaned_data["article"]
        return {**context, **self._snippets(article, form)} if article else context

    def _snippets(self, article, form):
        page = snippets.absolute(article.get_absolute_url())
        related = reverse("api-1:related", args=[article.slug])
        return {
            "article": article,
            "page_address": page,
            "options": form.cleaned_data,
            "chosen": form.chosen,
            "link_colors": form.link_colors,
            "frame": snippets.frame_snippet(article, form),
            "frame_path": frame_path(article, form.chosen),
            "frame_height": snippets.estimated_height(form, 600),
            "element": snippets.element_snippet(article, form),
            "letter": snippets.email_snippet(article, form),
            "letter_path": email_path(article, form.chosen),
            "oembed": snippets.oembed_address(page),
            "json_address": snippets.absolute(f"{related}?language={article.language}"),
            "sandbox": snippets.SANDBOX,
            "version": NEWEST,
            "integrity": integrity(NEWEST),
        }
