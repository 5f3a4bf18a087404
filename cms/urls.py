"""Every address of the site."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path

from articles.views import PreviewLinkView, sitemap_index

from . import views
from .api import api
from .developers import DevelopersView
from .sitemaps import SITEMAPS
from .styleguide import StyleGuideView

# A CDN that MEDIA_URL names asks for the same path here.
_MEDIA = re.escape(urlsplit(settings.MEDIA_URL).path.lstrip("/"))
PICTURE_FILE = rf"^{_MEDIA}(?P<name>pictures/[0-9a-f]{{32}}/[0-9a-z-]+\.(?:jpg|png|webp))$"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
    path("healthz", views.healthz, name="healthz"),
    path("indexnow.txt", views.indexnow_key, name="indexnow-key"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap_index, {"sitemaps": SITEMAPS}, name="sitemap-index"),
    path("sitemap-<slug:section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    re_path(PICTURE_FILE, views.picture_file, name="picture-file"),
    path("preview/<str:token>/", PreviewLinkView.as_view(), name="preview"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("", include("recommendations.urls")),
    *i18n_patterns(
        path("", include("articles.urls")),
        path("developers/", DevelopersView.as_view(), name="developers"),
        path("styleguide/", StyleGuideView.as_view(), name="styleguide"),
        # Last, so that no page takes the address of anything else.
        path("<uslug:slug>/", views.PageView.as_view(), name="page"),
        prefix_default_language=False,
    ),
]
