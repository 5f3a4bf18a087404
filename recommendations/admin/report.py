"""The report's page."""

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from .. import plots, report
from ..models import Report

# Of each kind of finding so many are named; the command names all.
NAMED = 50
MANY_LISTS = 20


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    """A page to read: there is nothing to add, change or delete."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.changelist_view)
        return [path("", view, name="recommendations_report_changelist")]

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("articles.view_article")

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        language = request.GET.get("language")
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        made = report.Report.make(language)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Read More report"),
            "opts": self.opts,
            "report": made,
            "findings": findings(made),
            "plots": drawings(made),
            "languages": settings.LANGUAGES,
            "named": NAMED,
        }
        return TemplateResponse(request, "admin/recommendations/report.html", context)


def findings(made):
    """Return what to look at: for each kind a name for its address, a heading, a word, the list.

    Each item of a list is the articles that it is about and a note.
    """
    percent = _("cosine %.2f")
    on_lists = _("on %d lists")
    return [
        (
            "stale",
            _("Changed since the lists were made"),
            _("Tasks bring the lists up to date, and a full build whatever a lost task left."),
            [([article], "") for article in made.stale],
        ),
        (
            "on-no-list",
            _("On no list"),
            _("No reader comes to these by Read More."),
            [([article], "") for article in made.on_no_list],
        ),
        (
            "hubs",
            _("On too many lists"),
            _("More than %(limit)d lists, %(factor)d times the average.")
            % {"limit": made.hub_limit, "factor": report.HUB_FACTOR},
            [([article], on_lists % n) for article, n in made.hubs],
        ),
        (
            "fallback",
            _("Lists that needed the fallback"),
            _("Too little else is like these articles; what is newest fills their lists up."),
            [([article], "") for article in made.with_fallback],
        ),
        (
            "without-list",
            _("Without a list"),
            _("No list was built for these articles, or everything on it was withdrawn."),
            [([article], "") for article in made.without_list],
        ),
        (
            "pins",
            _("Pins to articles that are not public"),
            _("Readers do not see what is pinned here."),
            [([pin.source, pin.target], "") for pin in made.pins_not_public],
        ),
        (
            "near-duplicates",
            _("Nearly the same text"),
            _("As found at the last full build. Perhaps one of the two can go."),
            [([one, other], percent % cosine) for one, other, cosine in made.near_duplicates],
        ),
        (
            "kept-off",
            _("Never recommended by an editor's word"),
            "",
            [([article], "") for article in made.kept_off],
        ),
    ]


def drawings(made):
    in_degrees = list(made.in_degrees.values())
    last = min(max(in_degrees, default=0) or 1, MANY_LISTS)
    return [
        plots.bar_chart(
            plots.counts_of_integers(in_degrees, last=last),
            name="in-degrees",
            title=_("On how many lists articles are"),
            description=_("%(none)d of %(all)d articles are on no list; one is on %(most)d.")
            % {
                "none": in_degrees.count(0),
                "all": len(in_degrees),
                "most": max(in_degrees, default=0),
            },
            axis=_("lists"),
        ),
        plots.bar_chart(
            plots.counts_of_shares(made.scores),
            name="scores",
            title=_("How alike articles and their picks are"),
            description=_("The scores of %d picks, from 0, nothing in common, to 1, the same.")
            % len(made.scores),
            axis=_("score"),
        ),
    ]
