"""The topics that the desk suggests for a text."""

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from articles.html import clean_html, html_to_text

LONGEST_TEXT = 200_000


class TextForm(forms.Form):
    """What the article's form has of the text at the moment, saved or not."""

    title = forms.CharField(required=False)
    summary = forms.CharField(required=False)
    body = forms.CharField(required=False, max_length=LONGEST_TEXT)
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    article = forms.IntegerField(required=False)


class TopicSuggestionsMixin:
    """For the admin of articles: suggests topics while an article is written."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.suggest_topics)
        return [path("suggest-topics/", view, name="suggest-topics"), *super().get_urls()]

    @method_decorator(require_POST)
    def suggest_topics(self, request):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        form = TextForm(request.POST)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=400)
        text = form.cleaned_data
        from ..document import Document  # noqa: PLC0415  (loads the scientific packages)
        from ..suggesting import suggest_topics  # noqa: PLC0415  (as above)

        document = Document(
            title=text["title"],
            summary=text["summary"],
            body=html_to_text(clean_html(text["body"])),
        )
        suggested = suggest_topics(document, text["language"], article_id=text["article"])
        topics = [{"id": one.topic.pk, "name": one.topic.name} for one in suggested]
        return JsonResponse({"topics": topics})
