"""Search. Nothing else in the project knows how it is done; `engine` says by what."""

from .editors import count_unanswered, first_day_kept, promoted, query_terms
from .index import index_articles, index_topics, rebuild, remove_articles
from .letters import letter_place, letters_of, names_from_a_to_z
from .passages import add_passages
from .results import search
from .suggestions import suggest
from .text import MARK_END, MARK_START

__all__ = [
    "MARK_END",
    "MARK_START",
    "add_passages",
    "count_unanswered",
    "first_day_kept",
    "index_articles",
    "index_topics",
    "letter_place",
    "letters_of",
    "names_from_a_to_z",
    "promoted",
    "query_terms",
    "rebuild",
    "remove_articles",
    "search",
    "suggest",
]
