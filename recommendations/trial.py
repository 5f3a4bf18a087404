"""A second weighting of the signals on trial: which lists it makes, and which trial it is.

It makes the lists of every other article. Which these are hangs on the article's key alone, so that
a refresh and a full build agree, and nobody chose. `side_by_side` makes the lists;
`helpfulness.comparison` says which are followed more.
"""

import json
from hashlib import sha256


def is_challenged(article_ids):
    """Return for one article, or for each of an array, whether its list is the challenger's."""
    return article_ids % 2 == 1


def name_of(parameters):
    """Return a name for the two weightings of a corpus's `parameters`, "" where there is one."""
    challenger = parameters.get("challenger_weights")
    if not challenger:
        return ""
    both = json.dumps([parameters["weights"], challenger], sort_keys=True)
    return sha256(both.encode()).hexdigest()[:16]
