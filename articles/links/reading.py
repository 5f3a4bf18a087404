"""Links as they stand in cleaned HTML."""

import re
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

from ..html import html_to_text

# As `clean_html` writes it; inside text and values the characters of this are escaped.
_LINK = re.compile(r'<a (?:lang="[^"]*" )?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def links_in(html):
    """Yield the address and the text of each link in cleaned `html`, those within it left out."""
    for href, text in _LINK.findall(html):
        if not href.startswith("#"):
            yield unescape(href), " ".join(html_to_text(text).split())


def path_on_this_site(href, *, at):
    """Return the path to which `href`, in the text of the page at the path `at`, leads.

    None for another site, and for what is no address at all.
    """
    try:
        url = urlsplit(urljoin(urljoin(settings.SITE_URL, at), href))
    except ValueError:  # such as "http://["
        return None
    return unquote(url.path) if url.netloc == urlsplit(settings.SITE_URL).netloc else None


def web_address(href):
    """Return the address of a web page as a server is asked for it, "" for what is none."""
    try:
        url = urlsplit(href)
        host = unquote(url.hostname or "").encode("idna").decode()
        port = f":{url.port}" if url.port else ""
    except ValueError:  # no port, no host name
        return ""
    if url.scheme not in ("http", "https") or not host:
        return ""
    netloc = (f"[{host}]" if ":" in host else host) + port
    return iri_to_uri(urlunsplit((url.scheme, netloc, url.path or "/", url.query, "")))
