"""The library of pictures: upload, description, focal point, and where each is used."""

from pathlib import PurePath

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import ForeignKeyRawIdWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from ..models import Article, Picture
from ..models.picture import missing_words
from ..pictures.files import add_picture, make_files
from ..pictures.renditions import thumbnail, whole
from ..pictures.uses import articles_using

ACCEPTED = "image/jpeg,image/png,image/webp,image/avif,image/gif"


class PictureForm(forms.ModelForm):
    class Meta:
        model = Picture
        fields = [
            *("title", "alternative_text", "decorative", "language", "credit"),
            *("focus_x", "focus_y"),
        ]
        widgets = {"alternative_text": forms.Textarea(attrs={"rows": 2, "class": "vTextField"})}

    def clean_alternative_text(self):
        return " ".join(self.cleaned_data["alternative_text"].split())

    def _post_clean(self):
        super()._post_clean()
        if self.instance.pk and not self.errors:
            self._check_readers_pages()

    def _check_readers_pages(self):
        """Refuse to take words away that a page needs which readers see now."""
        public = articles_using(self.instance).filter(pk__in=Article.objects.published())
        lacking = [
            str(article) for article in public if missing_words(article, changed=self.instance)
        ]
        if lacking:
            message = _("Readers see it without other words for it on: %(pages)s.")
            self.add_error("alternative_text", message % {"pages": ", ".join(lacking)})


class UploadForm(PictureForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "JPEG, PNG, WebP, AVIF or GIF. What else is in the file, such as where a photograph "
            "was taken, is not kept."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    class Meta(PictureForm.Meta):
        fields = ["title", "alternative_text", "decorative", "language", "credit"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("To find it by. Left empty, it is the file's name.")

    def clean_file(self):
        # Pillow takes its time to load; who only reads pages need not wait for it.
        from ..pictures.uploads import read_upload  # noqa: PLC0415

        drawing = read_upload(self.cleaned_data["file"])
        if known := Picture.objects.filter(checksum=drawing.checksum).first():
            address = reverse("admin:articles_picture_change", args=[known.pk])
            message = _('This file is in the library already: <a href="{}">{}</a>.')
            raise ValidationError(format_html(message, address, known))
        return drawing

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("title") and (file := self.files.get("file")):
            cleaned["title"] = PurePath(file.name).stem[:200] or str(_("Picture"))
        return cleaned


class WordsFilter(admin.SimpleListFilter):
    title = _("alternative text")
    parameter_name = "words"

    def lookups(self, request, model_admin):
        return [("missing", _("Missing")), ("there", _("There")), ("decorative", _("Decorative"))]

    def queryset(self, request, queryset):
        if self.value() == "missing":
            return queryset.filter(decorative=False, alternative_text="")
        if self.value() == "there":
            return queryset.exclude(alternative_text="")
        if self.value() == "decorative":
            return queryset.filter(decorative=True)
        return queryset


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin):
    form = PictureForm
    list_display = ["entry", "words", "credit", "size", "uploaded"]
    list_filter = [WordsFilter, "language"]
    list_per_page = 50
    search_fields = ["title", "alternative_text", "credit"]
    fieldsets = [
        (None, {"fields": ["title", "alternative_text", "decorative", "language", "credit"]}),
        (
            _("Focal point"),
            {
                "fields": ["preview", ("focus_x", "focus_y")],
                "description": _(
                    "What must be seen where lists show a part of the picture. Click it in the "
                    "picture, or write how far it is from the left and from the top, in percent."
                ),
            },
        ),
        (_("About it"), {"fields": ["used_on", "size", "made_at", "made_by"]}),
    ]
    readonly_fields = ["preview", "used_on", "size", "made_at", "made_by"]

    class Media:
        css = {"all": ["articles/pictures.css"]}
        js = ["articles/pictures.js"]

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/facts/", view(self.facts), name="picture-facts"),
            path("shown/<str:key>/", view(self.shown), name="picture-shown"),
            *super().get_urls(),
        ]

    # What the list shows

    @admin.display(description=_("picture"), ordering="title")
    def entry(self, picture):
        image = '<img class="thumbnail" src="{}" alt="" loading="lazy"> <span>{}</span>'
        return format_html(image, thumbnail(picture), picture)

    @admin.display(description=_("alternative text"), ordering="alternative_text")
    def words(self, picture):
        if picture.decorative:
            return _("Decorative")
        return picture.alternative_text or format_html("<strong>{}</strong>", _("Missing"))

    @admin.display(description=_("size"), ordering="width")
    def size(self, picture):
        return f"{picture.width} × {picture.height}"  # noqa: RUF001  (the sign of multiplication)

    @admin.display(description=_("uploaded"), ordering="made_at")
    def uploaded(self, picture):
        return date_format(timezone.localtime(picture.made_at), "SHORT_DATE_FORMAT")

    # The form

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = UploadForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [(None, {"fields": ["file", *self.fieldsets[0][1]["fields"]]})]
        return self.fieldsets

    @admin.display(description=_("Picture"))
    def preview(self, picture):
        words = picture.alternative_text or picture.title
        return format_html(
            '<div class="focal-point"><img src="{}" width="{}" height="{}" alt="{}"></div>',
            *large(picture),
            words,
        )

    @admin.display(description=_("Used on"))
    def used_on(self, picture):
        rows = [
            (
                reverse("admin:articles_article_change", args=[article.pk]),
                article,
                article.get_status_display(),
            )
            for article in articles_using(picture).order_by("title", "pk")
        ]
        if not rows:
            return _("No article yet.")
        links = format_html_join("", '<li><a href="{}">{}</a> ({})</li>', rows)
        return format_html('<ul class="used-on">{}</ul>', links)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.made_by = request.user
            add_picture(form.cleaned_data["file"], obj)
            return
        super().save_model(request, obj, form, change)
        make_files(obj)

    def get_deleted_objects(self, objs, request):
        """Protect what an article's text or unpublished changes show, besides what Django knows."""
        deleted, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        uses = {article.pk: article for picture in objs for article in articles_using(picture)}
        known = set(protected)
        for article in uses.values():
            address = reverse("admin:articles_article_change", args=[article.pk])
            link = format_html('{}: <a href="{}">{}</a>', _("Article"), address, article)
            if link not in known:
                protected.append(link)
        return deleted, counts, perms_needed, protected

    # What scripts of the desk ask for

    def facts(self, request, pk):
        self._require_view_permission(request)
        picture = get_object_or_404(Picture, pk=pk)
        return JsonResponse(
            {
                "key": picture.key,
                "title": picture.title,
                "alternative_text": picture.alternative_text,
                "decorative": picture.decorative,
                "language": picture.language,
                "thumbnail": thumbnail(picture),
                "url": reverse("admin:articles_picture_change", args=[picture.pk]),
            }
        )

    def shown(self, request, key):
        self._require_view_permission(request)
        return redirect(thumbnail(get_object_or_404(Picture, key=key), width=640))

    def _require_view_permission(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied


class PictureWidget(ForeignKeyRawIdWidget):
    """The key of a picture, with the picture beside it, and a way into the library."""

    template_name = "admin/articles/picture/widget.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        picture = Picture.objects.filter(pk=value).first() if value else None
        context["thumbnail"] = picture and thumbnail(picture)
        context["facts"] = reverse("admin:picture-facts", args=[0])
        return context


class PicturesMixin:
    """For the admin of articles: pictures are chosen from the library."""

    raw_id_fields = ["picture"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "picture":
            kwargs["widget"] = PictureWidget(db_field.remote_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def large(picture):
    rendition = whole(picture).fallback
    return rendition.url, rendition.width, rendition.height
