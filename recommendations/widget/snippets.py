"""What partners copy into their pages."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.safestring import mark_safe

from ..shown import related_to
from .addresses import frame_path
from .script import NEWEST, integrity

# What the frame needs, and no more: its links leave it, and its script tells its height.
SANDBOX = (
    "allow-scripts allow-popups allow-popups-to-escape-sandbox"
    " allow-top-navigation-by-user-activation"
)


def absolute(path):
    return f"{settings.SITE_URL}{path}"


def frame_snippet(article, form, *, width="100%", height=None):
    return _render(
        "frame",
        article,
        address=absolute(frame_path(article, form.chosen)),
        width=width,
        height=height or estimated_height(form, 600),
        sandbox=SANDBOX,
    )


def element_snippet(article, form):
    return _render(
        "element",
        article,
        options=form.cleaned_data,
        chosen=form.chosen,
        link_colors=form.link_colors,
        address=absolute(article.get_absolute_url()),
        script=script_snippet(),
    )


def script_snippet():
    return _render(
        "script",
        address=absolute(reverse("recommendations:widget-script-version", args=[NEWEST])),
        integrity=integrity(NEWEST),
    )


def email_snippet(article, form):
    return _render(
        "email",
        article,
        address=absolute(article.get_absolute_url()),
        home=absolute(reverse("articles:home")),
        options=form.cleaned_data,
        link_color=form.link_colors[0],
        related=[
            (absolute(other.get_absolute_url()), other)
            for other in related_to(article, form.cleaned_data["links"])
        ],
    )


def oembed_address(address, **query):
    """Return where the oEmbed of the page at `address` is."""
    query = urlencode({"url": address, **query})
    return absolute(f"{reverse('recommendations:oembed')}?{query}")


def estimated_height(form, width):
    """Return about how high the list is at a width; its script tells the host exactly."""
    options = form.cleaned_data
    columns = max(1, min(width // (options["size"] * 14), options["links"]))
    rows = -(-options["links"] // columns)
    lines = 3 + (4 if options["summaries"] == "yes" else 0)
    pictures = rows * width / columns * 9 / 16 if options["pictures"] == "yes" else 0
    return round(options["size"] * (6 + rows * (lines * 1.5 + 2)) + pictures)


def _render(name, article=None, **context):
    language = article.language if article else translation.get_language()
    with translation.override(language):
        context |= {"article": article, "site_name": settings.SITE_NAME}
        snippet = render_to_string(f"recommendations/snippets/{name}.html", context).strip()
    return mark_safe(snippet)  # noqa: S308  (escaped by its template)
