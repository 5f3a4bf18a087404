"""What makes pages besides the database: this version of the software, and its settings."""

from functools import cache
from hashlib import sha256

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver

from .versions import APPS

_SOURCES = (".py", ".html", ".txt", ".xml", ".mo", ".css", ".js", ".svg")
_SETTINGS = (
    *("SITE_NAME", "SITE_URL", "SITE_PUBLISHER", "SITE_CONTACT", "TIME_ZONE"),
    *("FEEDBACK_KEPT_DAYS", "COUNT_READ_MORE", "READ_MORE_COUNTS_KEPT_DAYS"),
    *("STATIC_URL", "DEBUG"),
)


@cache
def release():
    """Return a text that differs where pages made of the same data may differ."""
    chosen = [getattr(settings, name) for name in _SETTINGS]
    return repr((_digest_of_sources(), chosen, [code for code, _name in settings.LANGUAGES]))


@receiver(setting_changed)
def on_setting_changed(**kwargs):
    """Tests change settings while the process runs; nobody else does."""
    release.cache_clear()


@cache
def _digest_of_sources():
    """Return a digest of all that this process was started with; on each machine the same."""
    digest = sha256()
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*")):
            if path.suffix in _SOURCES:
                digest.update(path.read_bytes())
    return digest.hexdigest()
