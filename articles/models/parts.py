"""The rows that belong to one article and are saved, compared and restored with it."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..fields import ShortRichTextField


class Part(models.Model):
    """A row in a place of its article's order."""

    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Authorship(Part):
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="authorships"
    )
    person = models.ForeignKey(
        "articles.Person",
        on_delete=models.PROTECT,
        related_name="authorships",
        verbose_name=_("person"),
    )

    class Meta(Part.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [
            models.UniqueConstraint("article", "person", name="authorship_unique"),
        ]

    def __str__(self):
        return str(self.person)


class Question(Part):
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="questions"
    )
    question = models.CharField(_("question"), max_length=300)
    answer = ShortRichTextField(_("answer"))

    class Meta(Part.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(condition=~models.Q(question=""), name="question_is_asked"),
            models.CheckConstraint(condition=~models.Q(answer=""), name="question_is_answered"),
        ]

    def __str__(self):
        return self.question


class Reference(Part):
    """One source of an article."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="references"
    )
    text = models.CharField(
        _("citation"),
        max_length=1000,
        help_text=_("Author or body, title, year. For example: Muscle Cramps. MedlinePlus."),
    )
    url = models.URLField(_("address"), max_length=1000, blank=True)
    doi = models.CharField(
        _("DOI"),
        max_length=200,
        blank=True,
        validators=[RegexValidator(r"^10\.\d{4,9}/\S+$", _("A DOI looks like 10.1000/182."))],
    )
    pmid = models.CharField(
        _("PubMed ID"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^[1-9]\d{0,8}$", _("A PubMed ID is a number."))],
    )
    accessed_on = models.DateField(_("accessed on"), null=True, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="reference_has_a_text"),
        ]

    def __str__(self):
        return self.text

    @property
    def link(self):
        """The best address of the source: the one given, or the DOI's, or PubMed's."""
        if self.url:
            return self.url
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else ""
