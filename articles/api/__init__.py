"""Articles, topics and people as JSON; `cms.api` puts the routers of this package together."""
