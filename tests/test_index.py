"""The TF-IDF engine by itself, on corpora whose right answer a person can see."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from sklearn.base import clone

from recommendations.index import Document, TfidfIndex
from recommendations.language import terms, words
from recommendations.weighting import NEVER_TOO_COMMON

CRAMPS = Document(
    title="Leg cramps at night",
    also_known_as=("Charley horse",),
    summary="Why calves cramp in the night.",
    body="A cramp is a sudden tightening of a muscle. Stretching the calf eases leg cramps.",
)
MAGNESIUM = Document(
    title="Magnesium", body="Magnesium is a mineral. Muscles need it; too little may cause cramps."
)
SLEEP = Document(title="Sleep", body="Good sleep at night needs a dark room and a regular hour.")
FLU = Document(title="Flu", body="Influenza is a virus. Fever, cough and aching are its signs.")
CORPUS = [CRAMPS, MAGNESIUM, SLEEP, FLU]


TEXT_ONLY = {"text": 1}


def fit(*bodies, **parameters):
    documents = [Document(body=body) for body in bodies]
    parameters.setdefault("weights", TEXT_ONLY)
    return TfidfIndex(**parameters).fit(range(len(documents)), documents)


def ranking(index, row):
    indices, _ = index.neighbors(len(index.ids_), rows=[row])
    return [index.ids_[column] for column in indices[0] if column >= 0]


def test_the_neighbors_of_an_article_are_those_on_its_subject():
    index = TfidfIndex().fit([10, 20, 30, 40], CORPUS)

    assert ranking(index, 0) == [20, 30]
    assert ranking(index, 3) == []


def test_scores_are_cosines():
    index = fit("cough fever", "cough fever", "cough rash")

    indices, scores = index.neighbors(2)

    assert indices.tolist() == [[1, 2], [0, 2], [0, 1]]
    assert scores[0, 0] == pytest.approx(1, abs=1e-3)  # vectors are of whole units
    dense = index.rows_.text.toarray().astype(float)
    assert scores[0, 1] == pytest.approx(dense[0] @ dense[2], abs=1e-6)


def test_a_rare_term_that_two_share_weighs_more_than_a_common_one():
    index = fit("fever gout", "gout rest", "fever rest", "fever tea", "fever walk", "fever milk")

    assert ranking(index, 0)[0] == 1


def test_a_title_counts_more_for_its_length_than_the_body():
    in_title = Document(title="Gout", body="Pain in a joint that comes in the night and goes.")
    in_body = Document(title="Feet", body="Pain, gout, corns, warts, nails and arches that fall.")
    index = TfidfIndex().fit([1, 2, 3], [Document(title="Gout"), in_body, in_title])

    assert ranking(index, 0) == [3, 2]


def test_a_field_without_a_weight_does_not_count():
    documents = [Document(title="Gout", body="feet"), Document(title="Gout", body="hands")]

    index = TfidfIndex(field_weights={"body": 1}).fit([1, 2], documents)

    assert ranking(index, 0) == []


def test_a_term_repeated_often_counts_for_more_but_not_in_proportion():
    index = fit("gout", " ".join(["gout"] * 50) + " rest", "gout rest")
    first, second = (index.rows_.text.toarray()[row] for row in (1, 2))
    gout, rest = (index.statistics_.terms.index(term) for term in ("gout", "rest"))

    ratio = (first[gout] / first[rest]) / (second[gout] / second[rest])

    assert ratio == pytest.approx(1 + np.log(50), rel=1e-3)


def test_ties_are_broken_by_id_whatever_the_order_of_the_documents():
    documents = [Document(body="same words")] * 5

    index = TfidfIndex().fit(["d", "b", "e", "a", "c"], documents)

    assert ranking(index, 2) == ["a", "b", "c", "d"]
    indices, _ = index.neighbors(2, rows=[2])
    assert index.ids_[indices[0]].tolist() == ["a", "b"]


def test_a_difference_smaller_than_a_score_shows_is_a_tie():
    index = fit("gout rest", "gout rest", "gout rest")
    matrix = csr_array(np.array([[1, 0], [0.5000001, 0], [0.5000004, 0]], dtype=np.float32))
    index.restore(index.statistics_, [7, 1, 2], replace(index.rows_, text=matrix))

    indices, scores = index.neighbors(1, rows=[0])

    assert (index.ids_[indices[0]].tolist(), scores.tolist()) == ([1], [[0.5]])


def test_asking_for_no_neighbors_gives_none():
    indices, scores = fit("gout", "gout").neighbors(0)

    assert indices.shape == scores.shape == (2, 0)


def test_documents_of_one_group_are_not_neighbors():
    index = fit("gout", "gout", "gout")

    indices, _ = index.neighbors(2, groups=[7, 7, 8])

    assert indices.tolist() == [[2, -1], [2, -1], [0, 1]]


def test_a_term_of_most_documents_is_left_out_of_a_large_corpus():
    bodies = [f"health subject{number}" for number in range(2 * NEVER_TOO_COMMON)]

    assert "health" not in fit(*bodies).statistics_.terms
    assert "health" in fit(*bodies, max_df=1.0).statistics_.terms


def test_a_term_of_all_documents_of_a_small_corpus_still_relates_them():
    assert ranking(fit("health tea", "health milk", "health bread"), 0) == [1, 2]


@pytest.mark.parametrize(
    "bodies",
    [
        [],
        ["gout and feet"],
        ["", ""],
        ["the and of", "it was the"],
        ["...", "!?"],
        ["a" * 2_000_000, "a" * 2_000_000],
    ],
    ids=["none", "one", "empty", "stop words", "no words", "no word but data"],
)
def test_a_corpus_in_which_nothing_is_alike_has_no_neighbors(bodies):
    index = fit(*bodies)

    indices, scores = index.neighbors(4)

    assert indices.shape == scores.shape == (len(bodies), 4)
    assert (indices == -1).all()
    assert (scores == 0).all()
    assert index.statistics_.mean_similarity == 0
    assert index.transform([Document(body="gout")]).text.shape == (1, len(index.statistics_.terms))


@pytest.mark.parametrize("language", ["en", "es", "ar", "zh"])
def test_any_script_and_language_has_neighbors(language):
    index = fit("ألم الرأس 頭痛", "علاج ألم الرأس", "頭痛 健康", "فيتامين", language=language)

    assert set(ranking(index, 0)) == {1, 2}


def test_chinese_and_japanese_are_read_in_pairs_of_characters():
    assert words("头痛怎么办。COVID病毒") == ["头痛", "痛怎", "怎么", "么办", "COVID", "病毒"]
    assert words("高血圧と痛 한국어 말") == ["高血", "血圧", "圧と", "と痛", "한국어", "말"]
    index = fit("糖尿病怎么治疗", "得了糖尿病吃什么", "孩子发烧了", "维生素", language="zh")
    assert ranking(index, 0)[0] == 1


def test_stems_and_stop_words_are_those_of_the_language():
    assert terms(["cramps", "cramping", "the"], "en") == ["cramp", "cramp", ""]
    assert terms(["músculos", "musculo", "los"], "es") == ["muscul", "muscul", ""]
    assert terms(["cramps", "the"], "xx") == ["cramps", "the"]


def test_case_and_accents_are_folded_but_a_letter_of_its_own_stays():
    assert terms(["CAFÉ", "cafe", "Straße"], "xx") == ["cafe", "cafe", "strasse"]
    assert terms(["año", "ano"], "xx") == ["año", "ano"]
    assert terms(words("an\u0303o ME\u0301DICO"), "xx") == ["año", "medico"]


def test_a_clitic_belongs_to_its_word_and_a_single_letter_is_a_word():
    text = "Crohn's disease, vitamin D; I’d say you can't."  # noqa: RUF001  (typographic)

    assert words(text) == ["Crohn's", "disease", "vitamin", "D", "I’d", "say", "you", "can't"]  # noqa: RUF001
    assert terms(["Crohn's", "Crohn", "I'd", "can't", "D"], "en") == ["crohn", "crohn", "", "", "d"]


def test_shared_terms_are_written_as_in_the_texts_and_add_up_to_the_score():
    index = fit("Magnesium for cramps", "Cramps; cramps", "Cramped, Magnesium; cramps", "Tea")

    indices, scores = index.neighbors(1, rows=[0])
    [shared] = index.pairs([0], indices[0]).shared_terms(10)

    assert [term for term, _ in shared] == ["Magnesium", "cramps"]
    assert sum(part for _, part in shared) == pytest.approx(scores[0, 0], abs=1e-6)


def test_shared_terms_are_the_most_telling_ones():
    index = fit("alpha beta gamma delta", "alpha beta gamma delta", "beta gamma delta", "gamma")

    [shared] = index.pairs([0], [1]).shared_terms(2)

    assert [term for term, _ in shared] == ["alpha", "beta"]
    assert shared[0][1] > shared[1][1]


def test_the_mean_similarity_is_that_of_all_pairs():
    index = TfidfIndex(weights=TEXT_ONLY).fit([1, 2, 3, 4], CORPUS)
    dense = index.rows_.text.toarray().astype(float)
    pairs = (dense @ dense.T)[~np.eye(4, dtype=bool)]

    assert index.statistics_.mean_similarity == pytest.approx(pairs.mean(), abs=1e-6)


def test_rows_reached_are_those_at_least_as_similar_as_their_threshold():
    index = TfidfIndex().fit([1, 2, 3, 4], CORPUS)
    _, scores = index.neighbors(2, rows=[0])
    magnesium, sleep = scores[0]

    assert index.rows_reached([0], [9, magnesium, sleep + 1e-6, 0]).tolist() == [1, 3]
    assert index.rows_reached([], [0, 0, 0, 0]).tolist() == []


def test_later_documents_are_weighed_by_the_statistics_of_the_corpus():
    index = TfidfIndex().fit([1, 2, 3, 4], CORPUS)

    again = index.transform(CORPUS)
    unknown = index.transform([Document(title="Xylophone")])

    assert (again.text != index.rows_.text).nnz == 0
    assert unknown.text.nnz == 0


def test_an_index_restored_from_its_parts_answers_the_same():
    index = TfidfIndex().fit([1, 2, 3, 4], CORPUS)

    restored = TfidfIndex().restore(index.statistics_, index.ids_, index.rows_)

    for one, other in zip(index.neighbors(3), restored.neighbors(3), strict=True):
        assert (one == other).all()


@pytest.mark.parametrize("weights", [None, {"topic": 1}])
def test_cosines_of_all_texts_can_be_seen_whatever_texts_weigh(weights):
    texts = ["gout toe", "toe gout", "influenza", "fever influenza"]
    index = TfidfIndex(weights=weights).fit(range(4), [Document(body=text) for text in texts])
    seen = np.zeros((4, 4))

    def see(rows, products):
        seen[rows] = products

    index.neighbors(2, on_texts=see)

    dense = index.rows_.text.toarray()
    assert (seen == dense @ dense.T).all()
    assert seen[0, 1] > 0.99


def test_parameters_are_stored_unchanged_and_can_be_cloned():
    weights = {"title": 2, "body": 1}
    index = TfidfIndex(language="es", field_weights=weights, weights={"text": 1}, max_df=0.5)

    assert clone(index).get_params() == {
        "language": "es",
        "field_weights": weights,
        "weights": {"text": 1},
        "max_df": 0.5,
    }


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"field_weights": {"titel": 1}}, "titel"),
        ({"field_weights": {"title": -1}}, "title"),
        ({"field_weights": {"title": 0}}, "None of title"),
        ({"weights": {"tekst": 1}}, "tekst"),
        ({"weights": {"text": float("nan")}}, "text"),
        ({"max_df": 0}, "max_df"),
        ({"max_df": 1.1}, "1.1"),
    ],
)
def test_bad_parameters_are_refused_by_name(parameters, message):
    with pytest.raises(ValueError, match=message):
        TfidfIndex(**parameters).fit([1], [FLU])


@pytest.mark.parametrize("ids", [[1], [1, 2, 3], [1, 1]])
def test_ids_must_be_as_many_as_documents_and_different(ids):
    with pytest.raises(ValueError, match=r"ids|twice"):
        TfidfIndex().fit(ids, [FLU, SLEEP])


WORDS = st.sampled_from("gout fever tea milk rest walk the and Café 頭痛".split())
BODIES = st.lists(st.lists(WORDS, max_size=8).map(" ".join), max_size=8)


@settings(max_examples=60, deadline=None)
@given(bodies=BODIES, some=st.sets(st.integers(0, 7)))
def test_any_corpus_has_an_exact_answer_that_does_not_depend_on_what_else_is_asked(bodies, some):
    index = fit(*bodies)
    n = len(bodies)
    indices, scores = index.neighbors(n)
    rows = sorted(row for row in some if row < n)

    asked, asked_scores = index.neighbors(n, rows=rows)

    assert (asked == indices[rows]).all()
    assert (asked_scores == scores[rows]).all()
    dense = index.rows_.text.toarray().astype(float)
    cosines = dense @ dense.T
    for row in range(n):
        found = [column for column in indices[row] if column >= 0]
        expected = [c for c in range(n) if c != row and round(cosines[row, c], 6) > 0]
        assert sorted(found) == expected
        assert scores[row, : len(found)] == pytest.approx(cosines[row, found], abs=1e-6)
        ranked = list(zip(-scores[row], found, strict=False))
        assert ranked == sorted(ranked)


def documents_of(bodies):
    """Documents that name, link to and share topics with each other."""
    return [
        Document(
            title=body or "none",
            topics=tuple(body.split()[:2]),
            body=body,
            links=tuple(f"/{word}" for word in body.split()),
            addresses=(f"/{body.split()[0]}" if body else "/",),
        )
        for body in bodies
    ]


@settings(max_examples=60, deadline=None)
@given(bodies=BODIES, steps=st.lists(st.tuples(st.sets(st.integers(0, 9)), BODIES), max_size=3))
def test_an_index_whose_documents_were_replaced_answers_as_one_made_anew(bodies, steps):
    index = TfidfIndex().fit(range(len(bodies)), documents_of(bodies))
    next_id = len(bodies)

    for removed, new_bodies in steps:
        places = [place for place in removed if place < len(index.ids_)]
        ids = range(next_id, next_id := next_id + len(new_bodies))
        index = index.replaced(places, ids, index.transform(documents_of(new_bodies)))

    anew = TfidfIndex().restore(index.statistics_, index.ids_, index.rows_)
    n = len(index.ids_)
    for one, other in zip(index.neighbors(n), anew.neighbors(n), strict=True):
        assert (one == other).all()
    all_pairs = np.repeat(np.arange(n), n), np.tile(np.arange(n), n)
    pairs, pairs_anew = index.pairs(*all_pairs), anew.pairs(*all_pairs)
    for name, part in pairs_anew.parts().items():
        assert (pairs.parts()[name] == part).all()
    assert pairs.mentioned_names() == pairs_anew.mentioned_names()
    assert index.links_of(np.arange(n)) == anew.links_of(np.arange(n))
    limits = np.full(n, 0.1)
    assert (
        index.rows_reached(np.arange(n), limits) == anew.rows_reached(np.arange(n), limits)
    ).all()
