from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Site")

    def ready(self):
        # Models must be loaded first.
        from articles.feeds import ADDED_BELOW  # noqa: PLC0415
        from articles.models.link import FOUND_AT  # noqa: PLC0415
        from recommendations.widget.feed import links_below  # noqa: PLC0415

        from . import indexnow  # noqa: PLC0415
        from .caching import versions  # noqa: PLC0415
        from .pages import make_default_pages, pages_at  # noqa: PLC0415

        versions.connect()
        indexnow.connect()
        FOUND_AT["page"] = pages_at
        ADDED_BELOW.append(links_below)
        post_migrate.connect(make_default_pages, sender=self, dispatch_uid="cms.default_pages")
