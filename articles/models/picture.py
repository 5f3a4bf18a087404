from secrets import token_hex

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..html import find_pictures
from ..languages import default_language, language_choices


def new_key():
    """Return a name for files that nobody guesses: whoever has it may see them."""
    return token_hex(16)


def path_of_original(picture, filename):
    return f"pictures/{picture.key}/{filename}"


class Picture(models.Model):
    """A picture of the library, in as many sizes as pages need.

    Its files never change, so that they may be kept for good: another file is another picture.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    # Drawn anew from what was uploaded, without its metadata.
    image = models.ImageField(_("picture"), upload_to=path_of_original, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    # Of the file that was uploaded, to know it again.
    checksum = models.CharField(max_length=64, db_index=True, editable=False)
    title = models.CharField(
        _("title"), max_length=200, help_text=_("To find it by in the library; readers see none.")
    )
    alternative_text = models.CharField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("What it shows, in a sentence, for those who do not see it."),
    )
    decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("It says nothing that the text does not say, too."),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=language_choices,
        default=default_language,
        help_text=_("Of the alternative text."),
    )
    credit = models.CharField(
        _("credit"),
        max_length=300,
        blank=True,
        help_text=_("Who made it and by which license, shown with it."),
    )
    focus_x = models.PositiveSmallIntegerField(
        _("focal point, from the left"), default=50, validators=[MaxValueValidator(100)]
    )
    focus_y = models.PositiveSmallIntegerField(
        _("focal point, from the top"), default=50, validators=[MaxValueValidator(100)]
    )
    made_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="picture_has_a_title"),
            models.CheckConstraint(
                condition=models.Q(focus_x__lte=100, focus_y__lte=100),
                name="picture_focus_is_inside",
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        if self.decorative and self.alternative_text:
            message = _("A decorative picture has no alternative text: keep one of the two.")
            raise ValidationError({"decorative": message})

    def words_for(self, language, own=""):
        """Return what to say in `language` for the picture; `own` is what its place says of it.

        None if nothing was said yet in that language, "" if there is nothing to say.
        """
        if self.decorative:
            return ""
        return own or (self.alternative_text if language == self.language else "") or None


def missing_words(article, *, changed=None):
    """Return what keeps the pictures of `article` from readers, by the article's field.

    `changed` is a picture as it is to become.
    """
    figures = find_pictures(article.body)
    pictures = {picture.key: picture for picture in Picture.objects.filter(key__in=dict(figures))}
    picture, problems = article.picture, {}
    if changed:
        pictures[changed.key] = changed
        picture = changed if picture == changed else picture
    own = article.picture_alternative_text
    if picture and picture.words_for(article.language, own) is None:
        problems["picture"] = _without_words(picture, article)
    for key, words in figures:
        if key not in pictures:
            problems["body"] = gettext(
                "A picture in the text is not in the library any more: take it out, or choose "
                "another one."
            )
        elif pictures[key].words_for(article.language, words) is None:
            problems["body"] = _without_words(pictures[key], article)
    return problems


def _without_words(picture, article):
    return gettext(
        "The picture “%(picture)s” has no alternative text in this language (%(language)s). Say "
        "what it shows, here or in the library, or mark it there as decorative."
    ) % {"picture": picture, "language": article.get_language_display()}
