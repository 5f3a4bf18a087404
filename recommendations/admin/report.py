"""The report's page."""

from django.contrib import admin
from django.utils.translation import gettext as _

from .. import plots, report
from ..models import Report
from .reading import PageToRead

# Of each kind of finding so many are named; the command names all.
NAMED = 50
MANY_LISTS = 20


@admin.register(Report)
class ReportAdmin(PageToRead):
    template = "admin/recommendations/report.html"

    def get_page(self, request, language):
        made = report.Report.make(language)
        return {
            "title": _("Read More report"),
            "report": made,
            "findings": findings(made),
            "plots": drawings(made),
            "named": NAMED,
        }


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
