"""The article as an open form has it, without saving it: for previews and comparisons."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.contrib.admin.utils import flatten_fieldsets
from django.db import IntegrityError, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..models import Article, Review
from .inlines import PartFormSet

# What the database may refuse, because of other articles or of each other.
_CONSTRAINED = (
    *("slug", "language", "translation_of_id"),
    *("published_at", "expires_at"),
)


@dataclass
class Typed:
    """An article as the database has it inside `as_typed`, and what is not in it, in words."""

    article: Article
    publication: dict
    problems: list[str] = field(default_factory=list)


class UnsavedMixin:
    @contextmanager
    def as_typed(self, request, article):
        """Have the database hold what the sent form says, as far as that can be saved.

        Yields it as `Typed`; all is undone afterwards. `article` is the one that the form is of,
        None for a new one. Nothing is announced, and no file is stored.
        """
        with transaction.atomic():
            try:
                yield self._store_typed(request, article)
            finally:
                transaction.set_rollback(True)

    def _store_typed(self, request, article):
        is_change = article is not None
        fields = flatten_fieldsets(self.get_fieldsets(request, article))
        form_class = self.get_form(request, article, change=is_change, fields=fields)
        form = form_class(request.POST, instance=article)
        formsets, _inlines = self._create_formsets(request, form.instance, change=is_change)
        problems = list(_problems_of(form, formsets))  # validates, which fills the instance
        typed = form.instance
        typed.title = typed.title or _("No title yet")
        _save(typed)
        form._save_m2m()
        for formset in formsets:
            _save_rows(formset, typed)
        return Typed(typed, _publication(form), problems)


def _problems_of(form, formsets):
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        yield from (_in_words(label, error) for error in errors)
    for formset in formsets:
        label = formset.model._meta.verbose_name_plural
        for errors in (formset.non_form_errors(), *(row.values() for row in formset.errors)):
            for error in errors:
                text = error if isinstance(error, str) else " ".join(error)
                yield _in_words(label, text)


def _in_words(label, error):
    return f"{capfirst(label)}: {error}" if label else str(error)


def _save(article):
    try:
        with transaction.atomic():
            article.save()
    except IntegrityError:
        stored = Article.objects.filter(pk=article.pk).first() or Article(title=article.title)
        for name in _CONSTRAINED:
            setattr(article, name, getattr(stored, name))
        article.save()


def _save_rows(formset, article):
    if formset.model is Review:
        rows = [row.instance for row in formset.extra_forms if row.has_changed() and row.is_valid()]
        for review in rows:
            review.article = article
            review.save()
            article.stand_by(review)
    elif isinstance(formset, PartFormSet) and not formset.non_form_errors():
        formset.forms = [row for row in formset.forms if row.is_valid()]
        formset.save()


def _publication(form):
    """Return what the form says of the change, as `Article.publish()` takes it."""
    said = form.cleaned_data
    return {
        "significance": said.get("significance") or Article.Significance.MINOR,
        "change_note": said.get("what_changed", ""),
    }
