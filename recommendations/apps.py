from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    verbose_name = _("Recommendations")

    def ready(self):
        from . import checks, revisions, signal_handlers  # noqa: F401, PLC0415  (models must be loaded first)

        signal_handlers.connect()
        revisions.connect()
