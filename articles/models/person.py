from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..fields import ShortRichTextField
from ..languages import default_language, language_choices
from ..slugs import free_slug


class Person(models.Model):
    """An author or a medical reviewer."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(
        _("slug"), max_length=200, unique=True, allow_unicode=True, blank=True,
        help_text=_("The last part of the page's address. Left empty, it is made from the name."),
    )  # fmt: skip
    credentials = models.CharField(
        _("credentials"),
        max_length=300,
        blank=True,
        help_text=_("For example: Registered dietitian"),
    )
    biography = ShortRichTextField(_("biography"), blank=True)
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=language_choices,
        default=default_language,
        help_text=_("Of the credentials and the biography."),
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "name", "credentials", name="person_unique",
                violation_error_message=_("This person is here already."),
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="person_has_a_name"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.name}, {self.credentials}" if self.credentials else self.name

    def save(self, **kwargs):
        if not self.slug:
            self.slug = free_slug(self.name, Person.objects.exclude(pk=self.pk), max_length=200)
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("articles:person-detail", args=[self.slug])
