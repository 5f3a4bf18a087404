"""The script of <related-articles>: the newest version, and each one that pages may have pinned.

A released version never changes: pages name its hash, and browsers refuse anything else.
"""

from base64 import b64encode
from hashlib import sha384
from pathlib import Path

from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

NEWEST = 1
SCRIPTS = {
    version: (Path(__file__).parent / "scripts" / f"{version}.js").read_bytes()
    for version in range(1, NEWEST + 1)
}


def integrity(version):
    """Return what the attribute `integrity` says of a version."""
    return f"sha384-{b64encode(sha384(SCRIPTS[version]).digest()).decode()}"


@require_safe
@conditional_page
def widget_script(request, version=None):
    if version is not None and version not in SCRIPTS:
        raise Http404
    response = HttpResponse(
        SCRIPTS[version or NEWEST], content_type="text/javascript; charset=utf-8"
    )
    # Browsers compare hashes only of what any page may read.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if version is None:
        patch_cache_control(response, public=True, max_age=3600)
    else:
        patch_cache_control(response, public=True, max_age=365 * 24 * 3600, immutable=True)
    return response
