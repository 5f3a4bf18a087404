"""Each signal of the engine by itself, on corpora whose right answer a person can see."""

from dataclasses import replace

import numpy as np
import pytest

from recommendations import meaning
from recommendations.document import UNIT
from recommendations.index import PARTS, Document, TfidfIndex
from recommendations.mentions import Rarity
from recommendations.reading import BOILERPLATE_ARTICLES, read
from recommendations.reasons import explain

WORDS = "apple bridge candle desert engine forest garden hammer island jacket".split()


def fit(signal, *documents, language="en"):
    weights = {signal: 1} if isinstance(signal, str) else dict.fromkeys(signal, 1)
    return TfidfIndex(weights=weights, language=language).fit(range(len(documents)), documents)


def ranking(index, row):
    indices, _ = index.neighbors(len(index.ids_), rows=[row])
    return [column for column in indices[0].tolist() if column >= 0]


def score(index, row, other):
    indices, scores = index.neighbors(len(index.ids_), rows=[row])
    return dict(zip(indices[0].tolist(), scores[0].tolist(), strict=True)).get(other, 0)


# Mentions


def test_an_article_that_is_mentioned_by_name_is_related_in_its_direction():
    asthma = Document(title="Asthma", body="Airways get narrow.")
    smoke = Document(title="Smoke", body="Smoke makes asthma worse.")
    tea = Document(title="Tea", body="A drink.")

    assert ranking(fit("mention", asthma, smoke, tea), 1) == [0]
    assert ranking(fit("mention", asthma, smoke, tea), 0) == []
    assert ranking(fit("mentioned", asthma, smoke, tea), 0) == [1]


def test_a_name_of_several_words_counts_only_as_a_whole_and_also_by_another_name():
    flu = Document(title="Flu", also_known_as=("Seasonal influenza",), body="Fever.")
    whole = Document(title="A", body="Ask about the seasonal influenza.")
    parts = Document(title="B", body="Influenza; seasonal work.")

    index = fit("mention", flu, whole, parts)

    assert ranking(index, 1) == [0]
    assert ranking(index, 2) == []
    assert index.pairs([1], [0]).mentioned_names() == [["Seasonal influenza"]]


def test_a_rare_name_weighs_more_than_one_that_is_everywhere():
    named = [Document(title="Pain"), Document(title="Gout")]
    texts = [Document(title="x1", body="Pain and gout.")]
    texts += [Document(title=f"y{n}", body="Pain.") for n in range(6)]

    index = fit("mention", *named, *texts)

    assert ranking(index, 2) == [1, 0]


def test_a_name_that_occurs_often_weighs_more_but_not_in_proportion():
    gout, rest = Document(title="Gout"), [Document(title=f"z{n}", body="Tea.") for n in range(5)]
    once = Document(title="x1", body="gout")
    often = Document(title="x2", body="gout " * 5)

    index = fit("mention", gout, once, often, *rest)

    assert score(index, 1, 0) < score(index, 2, 0) < 4 * score(index, 1, 0)


@pytest.mark.parametrize("title", ["A", "The", "", "?!", "of the"])
def test_a_letter_or_stop_words_are_no_name(title):
    index = fit(
        "mention", Document(title=title), Document(title="Vitamins", body="Vitamin A; of the")
    )

    assert ranking(index, 1) == []


def test_names_are_found_in_any_language_by_its_stems():
    migraine = Document(title="Migrañas", body="Dolor.")
    text = Document(title="Dormir", body="La migraña quita el sueño.")
    index = fit("mention", migraine, text, Document(title="Otra", body="Nada."), language="es")

    assert ranking(index, 1) == [0]


def test_a_new_name_is_as_rare_as_its_rarest_term():
    rarity = Rarity(100, {("gout",): 10}, {"gout": 50, "pain": 90, "toe": 10})

    assert rarity(["gout"]) == pytest.approx(0.5)
    assert rarity(["pain", "toe"]) == pytest.approx(0.5)
    assert rarity(["xylophone"]) == 1
    assert rarity(["pain"]) < 0.03


# Links and topics


def linked(*pairs, n):
    return [
        Document(
            title=f"t{row}",
            addresses=(f"/{row}/",),
            links=tuple(f"/{to}/" for source, to in pairs if source == row),
        )
        for row in range(n)
    ]


def test_links_count_in_their_direction():
    documents = linked((0, 1), (2, 0), (0, 0), n=4)

    assert ranking(fit("link", *documents), 0) == [1]
    assert ranking(fit("linked", *documents), 0) == [2]


def test_articles_that_share_what_they_are_linked_with_are_related():
    index = fit("neighborhood", *linked((0, 2), (0, 3), (1, 2), (1, 3), (4, 5), n=6))

    assert ranking(index, 0) == [1, 2, 3]
    assert score(index, 0, 1) == pytest.approx(2 / 3, abs=1e-6)
    assert score(index, 0, 4) == 0


def test_a_link_to_a_former_address_counts():
    moved = Document(title="New", addresses=("/new/", "/old/"))

    assert ranking(fit("link", moved, Document(title="A", links=("/old/",))), 1) == [0]


def test_more_shared_topics_relate_more_up_to_a_few():
    topics = ("a", "b", "c", "d", "e")
    documents = [Document(topics=its) for its in (topics, topics[:1], topics[:4], topics, ("z",))]

    index = fit("topic", *documents)

    assert ranking(index, 0) == [2, 3, 1]
    assert [score(index, 0, other) for other in (1, 2, 3)] == [0.25, 1, 1]
    assert index.pairs([0], [1]).shared_topics() == [["a"]]


# Meaning


def two_subjects(n=80):
    """Texts on two subjects, each of some of the subject's words."""
    chance = np.random.default_rng(0)
    halves = WORDS[:5], WORDS[5:]
    return [Document(body=" ".join(chance.choice(halves[row % 2], 2))) for row in range(n)]


def test_texts_without_a_common_word_are_related_by_words_that_stand_together():
    apple, candle = Document(body="apple"), Document(body="candle")
    hammer = Document(body="hammer")

    index = fit("meaning", apple, candle, hammer, *two_subjects())

    assert score(index, 0, 1) > 2 * score(index, 0, 2)
    assert score(fit("text", apple, candle, hammer, *two_subjects()), 0, 1) == 0


def test_a_small_corpus_has_no_components_of_meaning():
    index = fit(PARTS, *two_subjects(40))

    assert index.statistics_.components.shape[1] == 0
    assert ranking(index, 0)


def test_the_same_corpus_has_the_same_components():
    one, other = (fit("meaning", *two_subjects()) for _ in range(2))

    assert (one.rows_.meaning == other.rows_.meaning).all()


def test_the_order_of_the_corpus_does_not_say_of_which_documents_components_are_taken(monkeypatch):
    monkeypatch.setattr(meaning, "SAMPLE", 60)
    documents = dict(enumerate(two_subjects(100)))
    other_order = dict(sorted(documents.items(), key=lambda item: item[0] * 37 % 100))

    def similarities(corpus):
        index = TfidfIndex(weights={"meaning": 1}).fit(list(corpus), corpus.values())
        rows = index.rows_.meaning[np.argsort(index.ids_)] / UNIT
        return rows @ rows.T

    assert similarities(documents) == pytest.approx(similarities(other_order), abs=0.02)


def test_components_fade_out_so_that_none_is_there_or_not_by_chance():
    components = np.abs(fit("meaning", *two_subjects()).statistics_.components)

    assert components[:, 0].max() > 0
    assert components[:, -1].max() == 0


# Boilerplate

DISCLAIMER = "This page gives general information, and never replaces a doctor of your own."


def site(n, disclaimer):
    rng = np.random.default_rng(1)
    return [
        Document(title=f"t{row}", body=f"{' '.join(rng.choice(WORDS, 4))}\n{disclaimer}")
        for row in range(n)
    ]


def test_a_disclaimer_on_every_article_counts_for_nothing():
    n = BOILERPLATE_ARTICLES + 5

    plain, disclaimed = fit(PARTS, *site(n, "")), fit(PARTS, *site(n, DISCLAIMER))

    assert len(disclaimed.statistics_.boilerplate) == 1
    for one, other in zip(plain.neighbors(5), disclaimed.neighbors(5), strict=True):
        assert (one == other).all()


def test_a_later_article_leaves_out_the_boilerplate_of_the_corpus():
    index = fit(PARTS, *site(BOILERPLATE_ARTICLES + 5, DISCLAIMER))
    shouting = DISCLAIMER.upper().replace(" ", "  ")

    rows = index.transform([Document(body=shouting), Document(body=f"apple\n{shouting}\ndesert")])

    assert rows.text.sum(axis=1)[0] == 0
    assert rows.text[[1]].nnz == 2


def test_what_a_few_articles_of_a_small_site_share_is_no_boilerplate():
    index = fit(PARTS, *site(BOILERPLATE_ARTICLES, DISCLAIMER))

    assert not index.statistics_.boilerplate


def test_a_short_block_is_no_boilerplate():
    reading = read([Document(body="High blood pressure")] * 100)

    assert not reading.boilerplate()


# All together

RELATED = [
    Document(
        title=f"Subject {word}",
        topics=(word[0], "health"),
        body=f"{word} {WORDS[row - 1]} and subject {WORDS[row - 2]} in a text",
        links=(f"/{row - 1}/",),
        addresses=(f"/{row}/",),
    )
    for row, word in enumerate(WORDS)
]


def test_the_parts_of_a_score_add_up_to_it_and_name_what_they_come_of():
    index = fit(PARTS, *RELATED)
    indices, scores = index.neighbors(3)
    rows = np.repeat(np.arange(len(RELATED)), 3)

    reasons = explain(index.pairs(rows, indices.ravel()))

    for its, total in zip(reasons, scores.ravel().tolist(), strict=True):
        assert sum(reason["score"] for reason in its) == pytest.approx(total, abs=1e-6)
        parts = [reason["score"] for reason in its]
        assert parts == sorted(parts, reverse=True)
    signals = {reason["signal"]: reason for its in reasons for reason in its}
    assert signals.keys() == {"text", "mention", "link", "topic"}
    assert signals["mention"]["names"]
    assert signals["topic"]["topics"]
    assert set(signals["link"]["links"]) <= {"to", "from", "shared"}


def test_only_the_proportions_of_weights_matter():
    one = TfidfIndex(weights={"text": 1, "topic": 3}).fit(range(10), RELATED)
    other = TfidfIndex(weights={"text": 2, "topic": 6}).fit(range(10), RELATED)

    assert (one.neighbors(5)[1] == other.neighbors(5)[1]).all()


def test_texts_that_say_little_between_them_have_meanings_that_are_as_many(monkeypatch):
    monkeypatch.setattr(meaning, "LEAST_DOCUMENTS", 4)
    monkeypatch.setattr(meaning, "DOCUMENTS_PER_COMPONENT", 1)
    texts = ["gout toe uric acid", "influenza fever cough virus"]

    index = fit({"meaning"}, *(Document(body=text) for text in texts * 4))

    neighbors, _ = index.neighbors(3)
    assert {row % 2 for row in neighbors[0].tolist()} == {0}
    assert index.rows_.meaning.shape == (8, index.statistics_.components.shape[1])


def test_a_text_that_nearly_repeats_another_is_found():
    index = fit(PARTS, *RELATED, RELATED[0], replace(RELATED[0], title="Other"))
    lists = np.array([[3, 0, 10, 5]])

    lists_found, ones, others = index.near_duplicates(lists, np.ones((1, 4), dtype=bool), 0.85)

    assert (lists_found.tolist(), ones.tolist(), others.tolist()) == ([0], [1], [2])
