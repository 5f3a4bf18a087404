"""What machines ask of the site."""

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def healthz(request):
    """Say that this process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def robots(request):
    return render(request, "robots.txt", content_type="text/plain")


@require_safe
def favicon(request):
    """Answer for pages that name no icon, such as the desk's: browsers ask here then."""
    return redirect(static("cms/mark.svg"))
