"""What links where: on an article's form, on a page of its own, and all that leads nowhere."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..links import count_pages_linking_to, pages_linking_to
from ..models import Article, BrokenLink, ExternalAddress, Question, Reference, Review, Revision
from .desk import SHOWN, Found, Item, section
from .link_search import LinkSearchMixin
from .link_warnings import count_of, list_of
from .reading import ToReadMixin

NAMED_ON_FORM = 5


class LinksMixin(LinkSearchMixin):
    """For the admin of articles: which pages link here, on the form and before it is deleted."""

    def get_urls(self):
        view = self.admin_site.admin_view
        links = path("<int:pk>/links/", view(self.links), name="article-links")
        return [links, *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            pages = pages_linking_to(obj)
            context |= {
                "linking_pages": pages[:NAMED_ON_FORM],
                "linking_page_count": len(pages),
                **_leading_nowhere(obj),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def links(self, request, pk):
        """Show every page that links here, and what in this one leads nowhere."""
        article = get_object_or_404(Article, pk=pk)
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "title": _("What links here"),
            "article": article,
            "linking_pages": pages_linking_to(article),
            **_leading_nowhere(article),
        }
        return TemplateResponse(request, "admin/articles/article/links.html", context)

    def get_deleted_objects(self, objs, request):
        """Say what goes with articles in a few numbers.

        Django's own would read each row of each table, and name them all; on the table of the
        search index, whose columns are each database's own, it fails.
        """
        kinds = (Question, Reference, Review, Revision)
        counts = {model: model._default_manager.filter(article__in=objs).count() for model in kinds}
        counts = {Article: len(objs), **counts}
        names = {model._meta.verbose_name_plural: n for model, n in counts.items() if n}
        pages = count_pages_linking_to(objs)
        lines = [
            f"{article} ({count_of(pages[article.pk])})" if pages[article.pk] else str(article)
            for article in objs
        ]
        return lines, names, set(), []

    def delete_view(self, request, object_id, extra_context=None):
        article = self.get_object(request, object_id)
        pages = pages_linking_to(article) if article else []
        warning = {"count": count_of(len(pages)), "list": list_of(pages)} if pages else None
        context = {**(extra_context or {}), "linking": warning}
        return super().delete_view(request, object_id, context)


def _leading_nowhere(article):
    """Return the links in the text of `article` that lead nowhere, for `broken_links.html`."""
    broken = ExternalAddress.Result.BROKEN
    return {
        "broken_links": BrokenLink.objects.filter(source=article),
        "broken_external": article.external_links.filter(address__result=broken).select_related(
            "address"
        ),
    }


@section(gettext_lazy("Links that lead readers nowhere"))
def broken_links(user):
    seen = BrokenLink.objects.seen().select_related("source")
    rows = list(seen.only("text", "path", "source__title")[:SHOWN])
    items = [
        Item(
            link.source.title,
            reverse("admin:articles_article_change", args=[link.source_id]),
            f"“{link.text}” → {link.path}",
        )
        for link in rows
    ]
    count = seen.count() if len(rows) == SHOWN else len(rows)
    return Found(items, count, f"{reverse('admin:articles_brokenlink_changelist')}?seen=yes")


class SeenFilter(admin.SimpleListFilter):
    title = gettext_lazy("readers meet it")
    parameter_name = "seen"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes"))]

    def queryset(self, request, queryset):
        return queryset.seen() if self.value() == "yes" else queryset


@admin.register(BrokenLink)
class BrokenLinkAdmin(ToReadMixin, admin.ModelAdmin):
    """A list to work through: each link is mended in its article."""

    list_display = ["article", "text", "path", "reason", "is_seen"]
    list_display_links = None
    list_filter = [SeenFilter, "source__language"]
    list_select_related = ["source"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["source__title", "path", "text"]

    class Media:
        css = {"all": ["articles/admin.css"]}

    def get_queryset(self, request):
        there = Article.objects.filter(language=OuterRef("language"), slug=OuterRef("slug"))
        return super().get_queryset(request).annotate(target=Subquery(there.values("pk")[:1]))

    @admin.display(description=gettext_lazy("article"), ordering="source__title")
    def article(self, link):
        address = reverse("admin:articles_article_change", args=[link.source_id])
        return format_html('<a href="{}">{}</a>', address, link.source)

    @admin.display(description=gettext_lazy("why"))
    def reason(self, link):
        if link.kind != "article" or link.target is None:
            return _("No page has this address.")
        address = reverse("admin:articles_article_change", args=[link.target])
        return format_html('<a href="{}">{}</a>', address, _("The article is not public."))

    @admin.display(description=gettext_lazy("readers meet it"), boolean=True)
    def is_seen(self, link):
        return link.source.is_public and not link.in_draft
