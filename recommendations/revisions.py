"""An article's pins as a part of its revisions."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article
from articles.revisions import AddedPart, register

from .models import Exclusion, Pin


def connect():
    label = gettext_lazy("pinned articles")
    register(AddedPart("pins", label, read=read, write=write, as_html=as_html))


def read(article):
    """Return the ids of the articles that are pinned, in their order."""
    pins = Pin.objects.filter(source=article).order_by("position", "pk")
    return list(pins.values_list("target", flat=True))


def write(article, target_ids):
    """Pin these articles, in their order, and no others.

    Those that are gone, in another language, or excluded by now are left out.
    """
    if read(article) == target_ids:
        return
    # One by one, as an editor would: the lists are told of each.
    for pin in Pin.objects.filter(source=article).exclude(target__in=target_ids):
        pin.delete()
    targets = Article.objects.in_language(article.language).exclude(pk=article.pk)
    targets = targets.in_bulk(target_ids)
    for position, pk in enumerate(target_ids):
        if pk in targets and not Exclusion.objects.between(article, targets[pk]).exists():
            Pin.objects.update_or_create(
                source=article, target=targets[pk], defaults={"position": position}
            )


def as_html(target_ids):
    found = Article.objects.in_bulk(target_ids)
    items = format_html_join(
        "", "<li>{}</li>", ((str(found.get(pk, _("deleted"))),) for pk in target_ids)
    )
    return format_html("<ul>{}</ul>", items)
