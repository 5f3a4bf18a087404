"""The list as a page of its own, for a frame on any other page."""

from base64 import b64encode
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import conditional_page, require_safe
from django.views.generic import View

from ..helpfulness.beacon import CSP_SOURCE as COUNTING_SCRIPT
from ..helpfulness.beacon import counting_script
from ..shown import related_to
from .addresses import email_path, frame_path
from .finding import find_article
from .options import WidgetForm
from .snippets import absolute, email_snippet


@method_decorator([require_safe, conditional_page, xframe_options_exempt], name="dispatch")
class FrameView(View):
    """A list that may stand in a frame anywhere. Nothing else on the site may.

    What cannot be shown is said in the frame: a browser's own error page would say less.
    """

    template_name = "recommendations/widget/frame.html"
    path_of = staticmethod(frame_path)

    def get(self, request, slug):
        form = WidgetForm(request.GET)
        form.full_clean()
        # Where something else is wrong, too; if it is the language itself, it is the site's own.
        language = form.cleaned_data.get("language", settings.LANGUAGE_CODE)
        with translation.override(language):
            if form.errors:
                return self.render("recommendations/widget/refused.html", status=400, form=form)
            try:
                article = find_article(language, slug)
            except Http404:
                template = "recommendations/widget/missing.html"
                return self.render(template, status=404, style=form.style)
            if (article.language, article.slug) != (language, slug):
                return HttpResponsePermanentRedirect(self.path_of(article, form.chosen))
            return self.render(
                self.template_name,
                style=form.style,
                form=form,
                article=article,
                **self.get_list(article, form),
            )

    def get_list(self, article, form):
        return {
            "related": related_to(article, form.cleaned_data["links"]),
            "counting_script": counting_script(),
            "address": absolute(frame_path(article, form.chosen)),
        }

    def render(self, template, *, status=200, style="", **context):
        context["style"] = style
        answer = csp_override(self.get_policy(style))(render)
        response = answer(self.request, template, context, status=status)
        response.headers["Content-Language"] = translation.get_language()
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def get_policy(self, style):
        # By the hash of what it is, and no nonce: the answer stays the same, for caches.
        digest = b64encode(sha256(style.encode()).digest()).decode()
        return {
            "default-src": [CSP.NONE],
            "style-src": [CSP.SELF, f"'sha256-{digest}'"],
            "script-src": [CSP.SELF, COUNTING_SCRIPT],
            "connect-src": [CSP.SELF],
            "img-src": settings.SECURE_CSP["img-src"],
            "base-uri": [CSP.NONE],
            "form-action": [CSP.NONE],
            "frame-ancestors": ["*"],
        }


class EmailView(FrameView):
    """The list as letters need it: tables, and styles on each element."""

    template_name = "recommendations/widget/email.html"
    path_of = staticmethod(email_path)

    def get_list(self, article, form):
        return {"letter": email_snippet(article, form)}

    def get_policy(self, style):
        return {**super().get_policy(style), "style-src-attr": [CSP.UNSAFE_INLINE]}
