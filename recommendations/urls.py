"""Where other people's pages find Read More lists. The language is in the query, as in the API."""

from django.urls import path

from .helpfulness.receiving import receive
from .widget.frame import EmailView, FrameView
from .widget.oembed import oembed
from .widget.script import widget_script

app_name = "recommendations"
urlpatterns = [
    path("widget.js", widget_script, name="widget-script"),
    path("widget-<int:version>.js", widget_script, name="widget-script-version"),
    path("widget/<str:slug>/", FrameView.as_view(), name="widget"),
    path("widget/<str:slug>/email/", EmailView.as_view(), name="widget-email"),
    path("read-more/counts", receive, name="counts"),
    path("oembed", oembed, name="oembed"),
]
