"""Who else has an article open: a warning, no lock."""

from django.core.exceptions import PermissionDenied
from django.forms import Media, Script
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ..models import Article, Presence


class PresenceMixin:
    """For the admin of articles: each open form gives a sign, and says who else does."""

    @property
    def media(self):
        return super().media + Media(js=[Script("articles/presence.js", defer=True)])

    def get_urls(self):
        view = self.admin_site.admin_view(self.presence)
        return [path("<int:pk>/presence/", view, name="article-presence"), *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["presence_address"] = reverse("admin:article-presence", args=[obj.pk])
            context["others_present"] = _in_words(request.user, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @method_decorator(require_POST)
    def presence(self, request, pk):
        """Note that the user has the form open, or leaves it, and say who else has."""
        article = get_object_or_404(Article, pk=pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        if "leaving" in request.POST:
            Presence.objects.filter(user=request.user, article=article).delete()
        else:
            Presence.objects.note(user=request.user, article=article)
        return JsonResponse({"others": _in_words(request.user, article)})


def _in_words(user, article):
    names = Presence.objects.others(user=user, article=article)
    if not names:
        return ""
    text = ngettext(
        "%(names)s has this article open, too. If both of you save, the second is asked what"
        " counts.",
        "%(names)s have this article open, too. If several of you save, the later ones are asked"
        " what counts.",
        len(names),
    )
    return text % {"names": get_text_list(names, _("and"))}
