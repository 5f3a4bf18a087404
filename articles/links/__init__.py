"""Where the links of articles lead, and which articles link to one."""

from .finding import count_pages_linking_to, pages_linking_to
from .index import index_links, rebuild_links
from .reading import links_in, path_on_this_site

__all__ = [
    "count_pages_linking_to",
    "index_links",
    "links_in",
    "pages_linking_to",
    "path_on_this_site",
    "rebuild_links",
]
