from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self):
        from . import in_place, signal_handlers  # noqa: PLC0415  (models must be loaded first)
        from .scheduling import make_clock  # noqa: PLC0415  (as above)

        in_place.connect()
        signal_handlers.connect()
        post_migrate.connect(make_clock, sender=self, dispatch_uid="articles.clock")
