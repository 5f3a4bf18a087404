"""What `check_links` found at the addresses of other sites."""

from django.contrib import admin
from django.db.models import F, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from ..models import ExternalAddress, ExternalLink
from .reading import ToReadMixin


@admin.register(ExternalAddress)
class ExternalAddressAdmin(ToReadMixin, admin.ModelAdmin):
    """A report to work through: each link is mended in its article."""

    list_display = ["page", "outcome", "articles", "failing", "checked"]
    list_display_links = None
    list_filter = ["result", "links__source__language"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["url", "links__source__title"]
    ordering = [F("failing_since").asc(nulls_last=True), "url"]

    class Media:
        css = {"all": ["articles/admin.css"]}

    def get_queryset(self, request):
        links = ExternalLink.objects.select_related("source").only("address", "source__title")
        return super().get_queryset(request).prefetch_related(Prefetch("links", links))

    @admin.display(description=_("address"), ordering="url")
    def page(self, address):
        return format_html('<a href="{0}" rel="noreferrer">{0}</a>', address.url)

    @admin.display(description=_("result"), ordering="result")
    def outcome(self, address):
        parts = [address.get_result_display(), address.status, address.detail, address.final_url]
        return " · ".join(str(part) for part in parts if part) or _("Not checked yet")

    @admin.display(description=_("failing since"), ordering="failing_since")
    def failing(self, address):
        return _day(address.failing_since)

    @admin.display(description=_("checked"), ordering="checked_at")
    def checked(self, address):
        return _day(address.checked_at)

    @admin.display(description=_("articles"))
    def articles(self, address):
        sources = {link.source_id: link.source.title for link in address.links.all()}
        return format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            (
                (reverse("admin:articles_article_change", args=[pk]), title)
                for pk, title in sources.items()
            ),
        )


def _day(moment):
    return moment and date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")
