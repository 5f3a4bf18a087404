from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from ..fields import BodyField
from ..languages import default_language, language_choices
from ..outline import minutes_to_read
from ..signals import article_published, article_unpublished
from ..slugs import free_slug
from .dates import ArticleDates
from .person import Person
from .picture import missing_words
from .public import ArticleQuerySet, Status
from .slug_history import FormerSlug
from .topic import ArticleTopic

SLUG_LENGTH = 200


def new_identifier():
    return uuid4().hex


class Article(models.Model):
    """One page."""

    Status = Status

    class Significance(models.TextChoices):
        """What an editor says of a publication; it decides which dates move."""

        TYPO = "typo", _("Typo or layout: no date changes")
        MINOR = "minor", _("Minor: the page says it was updated")
        MAJOR = "major", _("Major: updated, and the medical review starts anew")

    identifier = models.CharField(
        _("identifier"),
        max_length=200,
        unique=True,
        default=new_identifier,
        help_text=_("Stays the same for good: imports, exports and labels know the article by it."),
    )
    title = models.CharField(_("title"), max_length=300)
    slug = models.SlugField(
        _("slug"),
        max_length=SLUG_LENGTH,
        allow_unicode=True,
        blank=True,
        help_text=_("The last part of the page's address. Left empty, it is made from the title."),
    )
    language = models.CharField(
        _("language"), max_length=10, choices=language_choices, default=default_language
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("The lead: what the page is about, in a sentence or two."),
    )
    key_facts = models.JSONField(
        _("key facts"),
        default=list,
        blank=True,
        help_text=_("What to remember of the page, one a line: three to five short sentences."),
    )
    body = BodyField(_("body"), blank=True)
    headings = models.JSONField(default=list, editable=False)
    words = models.PositiveIntegerField(default=0, editable=False)
    picture = models.ForeignKey(
        "articles.Picture",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("picture"),
        help_text=_("At the top of the page, and small where lists lead to it."),
    )
    picture_alternative_text = models.CharField(
        _("alternative text on this page"),
        max_length=500,
        blank=True,
        help_text=_("In place of that of the library, or in the language of this page."),
    )
    also_known_as = models.JSONField(
        _("also known as"), default=list, blank=True, help_text=_("Other names for it, one a line.")
    )
    topics = TaggableManager(
        _("topics"), through=ArticleTopic, blank=True, related_name="articles", help_text=""
    )
    authors = models.ManyToManyField(
        Person, through="articles.Authorship", related_name="articles", verbose_name=_("authors")
    )
    source_url = models.URLField(
        _("source address"),
        max_length=1000,
        blank=True,
        db_index=True,
        help_text=_("Where the text came from. Imported links to this address lead to this page."),
    )
    translation_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
    )

    published_at = models.DateTimeField(
        _("published"), null=True, blank=True, db_index=True,
        help_text=_("Readers see the page from this time on."),
    )  # fmt: skip
    first_public_at = models.DateTimeField(null=True, editable=False)
    updated_at = models.DateTimeField(_("updated"), null=True, blank=True)
    change_note = models.CharField(
        _("what changed"),
        max_length=300,
        blank=True,
        help_text=_("What the update changed, in a sentence for readers."),
    )
    expires_at = models.DateTimeField(
        _("expires"),
        null=True,
        blank=True,
        help_text=_("From this time on readers do not see the page."),
    )
    review_due_on = models.DateField(_("review due"), null=True, blank=True)
    current_review = models.ForeignKey(
        "articles.Review",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("review"),
        help_text=_("The review that stands for the present text, if one does."),
    )
    # Of an article that is published: the revision that is to replace what readers see.
    draft = models.ForeignKey(
        "articles.Revision",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("unpublished changes"),
    )
    # Who looks after it: at first, who made it.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="articles",
        verbose_name=_("owner"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [("publish_article", _("Can publish and unpublish articles"))]
        indexes = [
            # With all that says which articles are public, and of what they are translations: to
            # know these takes no look at the articles.
            models.Index(
                fields=["language", "status", "-published_at", "expires_at", "translation_of"],
                name="article_public_idx",
            ),
            models.Index(fields=["language", "title"], name="article_title_idx"),
            models.Index(
                fields=["expires_at"],
                name="article_expires_idx",
                condition=Q(expires_at__isnull=False),
            ),
            models.Index(
                fields=["review_due_on"],
                name="article_review_due_idx",
                condition=Q(review_due_on__isnull=False),
            ),
            # Those that the clock makes public, or did: few, however many articles there are.
            models.Index(
                fields=["published_at"],
                name="article_by_the_clock_idx",
                condition=Q(published_at__gt=F("saved_at")),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                "language",
                "slug",
                name="article_slug_unique_in_language",
                violation_error_message=_("Another article in this language has this slug."),
            ),
            models.UniqueConstraint(
                "translation_of",
                "language",
                name="article_one_translation_per_language",
                violation_error_message=_(
                    "The original has a translation in this language already."
                ),
            ),
            models.CheckConstraint(condition=~Q(title=""), name="article_has_a_title"),
            models.CheckConstraint(condition=~Q(slug=""), name="article_has_a_slug"),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="article_published_has_a_time",
                violation_error_message=_("A published article needs a time of publication."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None)
                | Q(published_at=None)
                | Q(expires_at__gt=F("published_at")),
                name="article_expires_after_publication",
                violation_error_message=_("An article can only expire after it is published."),
            ),
            models.CheckConstraint(
                condition=Q(translation_of=None) | ~Q(translation_of=F("pk")),
                name="article_not_its_own_translation",
                violation_error_message=_("An article cannot be a translation of itself."),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, **kwargs):
        if not self.slug:
            self.slug = self._free_slug()
        with transaction.atomic():
            before = self._address_in_database()
            super().save(**kwargs)
            if before and before["was_public"] and self._moved_from(before):
                FormerSlug.record_move(self, language=before["language"], slug=before["slug"])

    def get_absolute_url(self):
        return article_path(self.language, self.slug)

    def clean(self):
        if not self.slug:
            self.slug = self._free_slug()
        if self.translation_of:
            self._check_translation(self.translation_of)

    def _check_translation(self, original):
        """See that originals have translations and translations have an original: no chains."""
        problem = None
        if original.language == self.language:
            problem = _("A translation is in another language than the original.")
        elif original.translation_of_id:
            problem = _("That is a translation itself: choose its original.")
        elif self.pk and self.translations.exists():
            problem = _("This article has translations, so it cannot be one.")
        if problem:
            raise ValidationError({"translation_of": problem})

    def _free_slug(self):
        others = Article.objects.in_language(self.language).exclude(pk=self.pk)
        return free_slug(self.title, others, max_length=SLUG_LENGTH, fallback="article")

    def _address_in_database(self):
        was_public = Q(first_public_at__lte=timezone.now())
        rows = Article.objects.filter(pk=self.pk).annotate(
            was_public=models.ExpressionWrapper(was_public, output_field=models.BooleanField())
        )
        return rows.values("language", "slug", "was_public").first() if self.pk else None

    def _moved_from(self, before):
        return (self.language, self.slug) != (before["language"], before["slug"])

    @property
    def is_public(self):
        """Whether `published()` would find this article as it is in memory."""
        now = timezone.now()
        return (
            self.status == self.Status.PUBLISHED
            and self.published_at <= now
            and (self.expires_at is None or self.expires_at > now)
        )

    @property
    def was_seen(self):
        """Whether readers can ever have seen it."""
        return self.first_public_at is not None and self.first_public_at <= timezone.now()

    @property
    def dates(self):
        review = self.current_review
        return ArticleDates(
            published=self.published_at,
            updated=self.updated_at,
            reviewed=review.reviewed_on if review else None,
            review_due=self.review_due_on if review else None,
        )

    @property
    def picture_words(self):
        """What the page says of its picture to who does not see it; see `Picture.words_for`."""
        return self.picture.words_for(self.language, self.picture_alternative_text)

    @property
    def minutes(self):
        """How long it takes to read the text."""
        return minutes_to_read(self.words)

    def publish(self, *, at=None, significance=Significance.MINOR, change_note=""):
        """Make the article public from `at` on (by default from now on, or since it first was).

        Publishing again what is public says that its text changed: `significance` says how much,
        and `change_note` tells readers what, if they need to know.
        Raises ValidationError for an article that is not finished.
        """
        if problems := self.what_is_missing():
            raise ValidationError(problems)
        self.set_publication(at=at, significance=significance, change_note=change_note)
        with transaction.atomic():
            self.save(
                update_fields=[
                    *("status", "published_at", "first_public_at", "updated_at"),
                    *("change_note", "current_review", "saved_at"),
                ]
            )
            self.announce()

    def what_is_missing(self):
        """Return what must be said, or put right, before readers may see the article, by field."""
        if not self.body:
            return {"body": _("An article needs a text to be published.")}
        return missing_words(self)

    def set_publication(self, *, at=None, significance=Significance.MINOR, change_note=""):
        """Set, without saving, what `publish()` sets."""
        was_public = self.is_public
        self.set_published(at=at)
        if was_public and significance != self.Significance.TYPO:
            self.updated_at = timezone.now()
            self.change_note = change_note
        if significance == self.Significance.MAJOR:
            self.current_review = None

    def set_published(self, *, at=None):
        """Set, without saving, what makes the article public from `at` on; see `publish()`."""
        now = timezone.now()
        self.status = self.Status.PUBLISHED
        # Whole seconds, as forms send them: saving a form unchanged changes nothing.
        self.published_at = at or self.published_at or now.replace(microsecond=0)
        if self.first_public_at is None or self.first_public_at > now:
            self.first_public_at = max(now, self.published_at)

    def unpublish(self):
        """Take the article from readers: withdrawn if any ever saw it, else a draft again."""
        if self.was_seen:
            self.status = self.Status.WITHDRAWN
        else:
            self.status = self.Status.DRAFT
            self.published_at = self.first_public_at = None
        with transaction.atomic():
            self.save(update_fields=["status", "published_at", "first_public_at", "saved_at"])
            self.announce()

    def record_review(self, *, reviewer, reviewed_on, due_on=None):
        """Add the record that `reviewer` checked the present text."""
        with transaction.atomic():
            self.review_due_on = due_on
            self.stand_by(self.reviews.create(reviewer=reviewer, reviewed_on=reviewed_on))

    def stand_by(self, review):
        """Let `review` be the one that stands for the present text."""
        self.current_review = review
        self.save(update_fields=["current_review", "review_due_on", "saved_at"])

    def announce(self):
        """Tell the rest of the project that the article, its rows included, is as it should be."""
        published = self.status == self.Status.PUBLISHED
        signal = article_published if published else article_unpublished
        signal.send(sender=type(self), instance=self)


def article_path(language, slug):
    """Return the path at which an article is, or was."""
    with translation.override(language):
        return reverse("articles:article-detail", args=[slug])
