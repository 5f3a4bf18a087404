from django.utils.translation import gettext_lazy as _

from .lists import Corpus


class Report(Corpus):
    """What the admin calls the report on the lists, which it makes when it is asked for."""

    class Meta:
        proxy = True
        # Whoever may see articles may see it.
        default_permissions = ()
        verbose_name = _("Read More report")
        verbose_name_plural = _("Read More report")
