"""Links to where an imported text came from become links to where it is now."""

import re
from html import escape, unescape
from urllib.parse import unquote, urlsplit

# As `clean_html` writes it; inside text and values the characters of this are escaped.
_LINK = re.compile(r'(?<=<a )((?:lang="[^"]*" )?href=")([^"]*)"')


def address_key(url):
    """Return what an address is known by, the same for http and https and with a slash or not.

    None for what is no web address.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https"):
        return None
    return f"{parts.netloc.lower()}{unquote(parts.path).rstrip('/')}?{parts.query}"


def relink(html, path_for):
    """Return cleaned `html` with each address that `path_for(key)` gives a path leading there."""

    def new_link(match):
        address, hash_sign, fragment = match[2].partition("#")
        path = path_for(address_key(unescape(address)))
        return f'{match[1]}{escape(path)}{hash_sign}{fragment}"' if path else match[0]

    return _LINK.sub(new_link, html)
