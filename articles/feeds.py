"""The formats of feeds, and what other apps add. What goes into a feed is said in `views.feed`."""

import json
from datetime import UTC, datetime

from django.utils.feedgenerator import Atom1Feed, SyndicationFeed, rfc3339_date

# Atom wants a date even where there is no article; "now" would make each answer another one.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


# Functions that take the articles of a feed and return, by their keys, the HTML that stands below
# the text of some of them. Its addresses need not be whole.
ADDED_BELOW = []


class AtomFeed(Atom1Feed):
    """Django's Atom, with each item's whole content, and all of its authors."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else NEVER

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", author["name"])
            handler.addQuickElement("uri", author["url"])
            handler.endElement("author")
        if item["summary"]:
            handler.addQuickElement("summary", item["summary"])
        handler.addQuickElement("content", item["content"], {"type": "html"})


class JSONFeed(SyndicationFeed):
    """JSON Feed 1.1."""

    content_type = "application/feed+json"

    def write(self, outfile, encoding):
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["author_name"]}],
            "items": [_json_item(item) for item in self.items],
        }
        json.dump(feed, outfile, ensure_ascii=False)


def _json_item(item):
    about = {
        "id": item["unique_id"],
        "url": item["link"],
        "title": item["title"],
        "summary": item["summary"],
        "content_html": item["content"],
        "date_published": rfc3339_date(item["pubdate"]),
        "date_modified": rfc3339_date(item["updateddate"]),
        "authors": item["authors"],
        "tags": item["categories"],
        "image": item["image"],
    }
    return {key: value for key, value in about.items() if value}
