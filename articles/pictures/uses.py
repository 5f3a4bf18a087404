"""Where a picture is used."""

from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform

from ..models import Article


def articles_using(picture):
    """Return the articles that have `picture`, or will with their unpublished changes."""
    draft_body = KeyTextTransform("body", "draft__content")
    return Article.objects.alias(draft_body=draft_body).filter(
        Q(picture=picture)
        | Q(body__contains=picture.key)
        | Q(draft__content__picture=picture.pk)
        | Q(draft_body__contains=picture.key)
    )
