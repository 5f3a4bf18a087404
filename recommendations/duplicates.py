"""Articles with nearly the same text, seen while each is compared with all others anyway."""

import numpy as np

# From this cosine on, two texts say the same.
SAME_TEXT = 0.9
# Of a corpus that is full of copies, the worst are enough.
MAX_PAIRS = 500


class NearDuplicates:
    """Collects pairs of documents, whose ids are `ids`, from the products of their texts."""

    def __init__(self, ids):
        self._ids = ids
        self._found = []

    def add_from(self, rows, products):
        """Add pairs of `rows` and later documents.

        `products` are of the rows' texts and all texts, shape (n_rows, n_documents). Threads may
        do so at the same time.
        """
        places, others = np.nonzero(products >= SAME_TEXT)
        later = others > rows[places]
        places, others = places[later], others[later]
        self._found.append(_worst(rows[places], others, products[places, others]))

    def pairs(self):
        """Return the two ids and the cosine of each pair, as lists, the most similar first."""
        found = [np.concatenate(parts) for parts in zip(*self._found, strict=True)]
        return [
            [int(self._ids[row]), int(self._ids[other]), round(float(cosine), 3)]
            for row, other, cosine in zip(*(_worst(*found) if found else ((), (), ())), strict=True)
        ]


def _worst(rows, others, cosines):
    order = np.lexsort((others, rows, -cosines))[:MAX_PAIRS]
    return rows[order], others[order], cosines[order]
