"""Settings, from the environment. docs/operating.md explains each variable."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from js_asset import static_lazy

from recommendations.helpfulness.beacon import CSP_SOURCE as COUNTING_SCRIPT

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("DJANGO_VAR_DIR", default=str(BASE_DIR / "var")))

# Off unless somebody says so; manage.py does where no production variable is set.
DEBUG = env.bool("DJANGO_DEBUG", default=False)

_REQUIRED_IN_PRODUCTION = {
    "DATABASE_URL": "for example postgres://user:password@host/name",
    "DJANGO_SECRET_KEY": "fifty random characters or more, the same in every process",
    "DJANGO_ALLOWED_HOSTS": "host names, separated by commas",
    "SITE_URL": "the address readers see, for example https://health.example.org",
}


def _require(variables):
    missing = [
        f"{name} ({hint})" for name, hint in variables.items() if not env.str(name, default="")
    ]
    if missing:
        raise ImproperlyConfigured(
            "Set these environment variables, or DJANGO_DEBUG=1 for development: "
            + "; ".join(missing)
        )


if not DEBUG:
    _require(_REQUIRED_IN_PRODUCTION)

SECRET_KEY = env.str(
    "DJANGO_SECRET_KEY", default="insecure-development-key" if DEBUG else env.NOTSET
)
ALLOWED_HOSTS = env.list("DJANGO_ALLOWED_HOSTS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env.str("SITE_NAME", default="Plain Health")
# The body that answers for the site, in JSON-LD and feeds.
SITE_PUBLISHER = env.str("SITE_PUBLISHER", default=SITE_NAME)
# Where readers reach that body: lines of an address, each with a comma after it but the last.
SITE_CONTACT = env.list("SITE_CONTACT", default=[])

# How long readers' comments are kept.
FEEDBACK_KEPT_DAYS = env.int("FEEDBACK_KEPT_DAYS", default=90)
# Revisions younger than so many days stay (with 0, all of them), and of each article the newest so
# many; what was published, and what is still needed, stays for good.
REVISIONS_KEPT_DAYS = env.int("REVISIONS_KEPT_DAYS", default=365)
REVISIONS_KEPT = max(1, env.int("REVISIONS_KEPT", default=20))
# How long what editors typed and did not save is offered to them.
AUTOSAVE_KEPT_DAYS = env.int("AUTOSAVE_KEPT_DAYS", default=30)
# How long a link to a preview works.
PREVIEW_LINK_DAYS = env.int("PREVIEW_LINK_DAYS", default=7)
# Whether readers' browsers say which Read More links were seen and followed, and how long the
# numbers are kept.
COUNT_READ_MORE = env.bool("COUNT_READ_MORE", default=False)
READ_MORE_COUNTS_KEPT_DAYS = env.int("READ_MORE_COUNTS_KEPT_DAYS", default=400)
# The weights of Read More's signals and fields; see `recommendations.conf`.
RECOMMENDATIONS = env.json("RECOMMENDATIONS", default={})
# How many proxies of our own stand before the site; each notes in X-Forwarded-For whom it saw.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0 if DEBUG else 1)

INSTALLED_APPS = [
    "taggit",  # before cms, which takes its admin away
    "cms",  # before the apps: its templates compose and override theirs
    "recommendations",
    "articles",
    "django_prose_editor",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "corsheaders",
    "ninja",
]

MIDDLEWARE = [
    "cms.problems.ProblemDetailsMiddleware",  # first: it tells of what the others refuse
    "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    # Outside of what keeps pages: those are kept once, for any encoding.
    "django_http_compression.middleware.HttpCompressionMiddleware",
    "cms.middleware.AddressLanguageMiddleware",
    "cms.caching.middleware.PageCacheMiddleware",  # before all that makes a page
    "cms.middleware.ClockMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.requests.HeadMiddleware",  # last: the others see the request as it came
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.context_processors.site",
            ],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A writer waits for its turn at the start, not in the middle, where SQLite would refuse.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    VAR_DIR.mkdir(parents=True, exist_ok=True)
# To connect takes longer than to ask for a kept page.
DATABASES["default"].setdefault("CONN_MAX_AGE", env.int("CONN_MAX_AGE", default=60))
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {
    "default": env.cache("CACHE_URL", default="locmemcache://"),
    # Apart: pages that come and go must not push out what limits are counted in.
    "pages": {
        "TIMEOUT": 3600,
        "KEY_PREFIX": "pages",
        **env.cache("PAGE_CACHE_URL", default=env.str("CACHE_URL", default="locmemcache://pages")),
    },
}
if CACHES["pages"]["BACKEND"] == "django.core.cache.backends.locmem.LocMemCache":
    CACHES["pages"].update(LOCATION="pages", OPTIONS={"MAX_ENTRIES": 1000})
for _cache in CACHES.values():
    if _cache["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
        # A cache that is slower than this is none: pages are made without it.
        _patience = {"socket_connect_timeout": 1, "socket_timeout": 1}
        _cache["OPTIONS"] = _patience | _cache.get("OPTIONS", {})
# Whether pages are kept on the server. Developers want to see what they change.
PAGE_CACHE = env.bool("PAGE_CACHE", default=not DEBUG)
# For how many seconds browsers and a CDN may show a page without asking, and for how many more
# while they ask.
PAGE_MAX_AGE = env.int("PAGE_MAX_AGE", default=0)
PAGE_STALE_WHILE_REVALIDATE = env.int("PAGE_STALE_WHILE_REVALIDATE", default=0 if DEBUG else 60)
# For a CDN: the header that it reads a page's keys from (Surrogate-Key, Cache-Tag), and where to
# send those that are out of date, or a function of them.
SURROGATE_KEY_HEADER = env.str("SURROGATE_KEY_HEADER", default="")
PURGE_URL = env.str("PURGE_URL", default="")
PURGE_HEADERS = env.dict("PURGE_HEADERS", default={})
PURGE_FUNCTION = env.str("PURGE_FUNCTION", default="")

# What search engines know the site by when it tells them of changes; without it, it tells nothing.
# Never in development, whatever the shell's environment says: nobody else sees those pages.
INDEXNOW_KEY = "" if DEBUG else env.str("INDEXNOW_KEY", default="")
if INDEXNOW_KEY and not re.fullmatch(r"[a-zA-Z0-9-]{8,128}", INDEXNOW_KEY):
    raise ImproperlyConfigured("INDEXNOW_KEY has 8 to 128 letters a to z, digits and hyphens.")
INDEXNOW_URL = env.str("INDEXNOW_URL", default="https://api.indexnow.org/indexnow")

# Tasks run in place, unless a backend is named here that keeps them for workers.
TASKS = {
    "default": {
        "BACKEND": env.str("TASKS_BACKEND", default="articles.in_place.InPlaceBackend"),
    }
}
if TASKS["default"]["BACKEND"].startswith("django_ox."):
    INSTALLED_APPS.append("django_ox")
    TASKS["default"]["OPTIONS"] = {
        # After so many seconds without a sign of its worker a task goes to another one.
        "LOCK_TIMEOUT": 60,
        "SCHEDULES": {
            "publish what is due": {
                "task": "articles.scheduling.tasks.publish_due",
                "cron": env.str("PUBLISH_CRON", default="* * * * *"),
            },
            "prune revisions": {
                "task": "articles.revisions.tasks.prune",
                "cron": env.str("PRUNE_CRON", default="30 2 * * *"),
            },
            "rebuild Read More": {
                "task": "recommendations.tasks.rebuild",
                "cron": env.str("REBUILD_CRON", default="0 3 * * *"),
            },
        },
    }

# Words for which readers found nothing are kept so long, by day, for the editors.
UNANSWERED_QUERIES_KEPT_DAYS = env.int("UNANSWERED_QUERIES_KEPT_DAYS", default=90)

# `check_links`: seconds between two requests to one host, and whether hosts in private networks
# (an intranet's) may be asked; what editors write must not reach them otherwise.
LINK_CHECK_INTERVAL = env.float("LINK_CHECK_INTERVAL", default=1.0)
LINK_CHECK_PRIVATE = env.bool("LINK_CHECK_PRIVATE", default=False)

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# The first is the site's own, whose addresses have no prefix.
_LANGUAGE_CODES = env.list("LANGUAGES", default=["en", "es"])
if not _LANGUAGE_CODES or set(_LANGUAGE_CODES) - set(LANG_INFO):
    raise ImproperlyConfigured(
        f"LANGUAGES holds codes that Django knows, separated by commas, not {_LANGUAGE_CODES}."
    )
LANGUAGE_CODE = _LANGUAGE_CODES[0]
LANGUAGES = [(code, _(LANG_INFO[code]["name"])) for code in _LANGUAGE_CODES]
FORMAT_MODULE_PATH = "cms.formats"
LOCALE_PATHS = [BASE_DIR / "cms" / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
_STATIC_STORAGE = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
# What editors upload: in a folder, or wherever a storage of another kind keeps it.
MEDIA_URL = env.str("MEDIA_URL", default="media/")
_media = urlsplit(MEDIA_URL)
_MEDIA_ORIGIN = [f"{_media.scheme}://{_media.netloc}"] if _media.netloc else []
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))
STORAGES = {
    "default": {
        "BACKEND": env.str("MEDIA_STORAGE", default="django.core.files.storage.FileSystemStorage"),
        "OPTIONS": env.json("MEDIA_STORAGE_OPTIONS", default={}),
    },
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}

# What may be uploaded; see articles/pictures/uploads.py.
PICTURE_MAX_BYTES = env.int("PICTURE_MAX_BYTES", default=20_000_000)
PICTURE_MAX_PIXELS = env.int("PICTURE_MAX_PIXELS", default=50_000_000)

# An article with three hundred references sends 2,400 fields; Django would refuse more than 1,000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# Django says of each task when it starts and ends.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"django.tasks": {"level": "WARNING"}},
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The rich-text editor puts one style sheet into the page from its script. Changes with its version.
_EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE, COUNTING_SCRIPT],
    "style-src": [CSP.SELF, CSP.NONCE, _EDITOR_STYLE],
    "img-src": [CSP.SELF, "data:", *_MEDIA_ORIGIN],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

if not DEBUG:
    # In development, runserver serves the static files.
    MIDDLEWARE.insert(2, "whitenoise.middleware.WhiteNoiseMiddleware")
    SECURE_SSL_REDIRECT = env.bool("DJANGO_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # probes ask from inside, without TLS
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# What any page may read, without credentials.
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS", "POST"]
CORS_EXPOSE_HEADERS = ["ETag", "Retry-After"]
# How many requests to the API are answered for one address; 0 for any number.
API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", default=600)
# As much for texts that related articles are sought for, which take a processor's time.
API_TEXTS_A_MINUTE = env.int("API_TEXTS_A_MINUTE", default=60)

TAGGIT_CASE_INSENSITIVE = True

DJANGO_PROSE_EDITOR_EXTENSIONS = [
    # Cleaning is `articles.html.clean_html`, so no extension adds to an allow-list here.
    {
        "js": [static_lazy("articles/editor.js")],
        "extensions": {
            "CareCard": "articles.fields.add_nothing",
            "MenuWords": "articles.fields.add_nothing",
        },
    },
    {
        "js": [static_lazy("articles/links.js")],
        "extensions": {"Link": "articles.fields.add_nothing"},
    },
    {
        "js": [static_lazy("articles/figure.js")],
        "extensions": {"PictureFigure": "articles.fields.add_nothing"},
    },
]
DJANGO_PROSE_EDITOR_MENU_GROUPS = [
    {"group": "blockType -lists", "type": "dropdown", "minItems": 2},
    {"group": "lists"},
    {"group": "nodes -blockType -lists"},
    {"group": "marks"},
    {"group": "careCard", "type": "dropdown"},
    {"group": "link"},
    {"group": "picture"},
    {"group": "table"},
    {"group": "history"},
]
