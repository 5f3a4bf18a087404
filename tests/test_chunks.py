"""Many texts are cut into the words that each has by itself."""

from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations import chunks
from recommendations.chunks import Cutter, Words
from recommendations.language import words

# Spaces of all kinds, signs within words, accents that are written apart, scripts without spaces.
CHARACTERS = st.one_of(
    st.sampled_from("abcABC'’-.,\"() \n\t\r\u00a0\u2028\u3000\x00\x1f0123é\u0301ñ\u0303年月"),  # noqa: RUF001  (typographic apostrophe)
    st.characters(),
)
TEXTS = st.lists(st.text(CHARACTERS, max_size=60), max_size=5)


def words_of(cutter, found):
    """Return for each text its lines, and for each of these the words."""
    all_words = list(cutter.words)
    numbers = iter(found.numbers.tolist())
    lengths = iter(found.of_lines.tolist())
    return [
        [[all_words[next(numbers)] for _ in range(next(lengths))] for _ in range(n_lines)]
        for n_lines in found.lines_of_texts.tolist()
    ]


@settings(max_examples=300, deadline=None)
@given(batches=st.lists(TEXTS, min_size=1, max_size=3))
def test_texts_are_cut_into_the_words_of_each_line(batches):
    cutter = Cutter()

    found = [cutter.cut(texts) for texts in batches]

    for texts, its in zip(batches, found, strict=True):
        expected = [[words(line) for line in text.split("\n")] for text in texts]
        assert words_of(cutter, its) == expected
        assert its.of_texts.tolist() == [sum(map(len, lines)) for lines in expected]
    joined = words_of(cutter, Words.concatenate(found))
    assert joined == [lines for its in found for lines in words_of(cutter, its)]


@settings(max_examples=100, deadline=None)
@given(texts=TEXTS)
def test_lines_of_the_same_words_have_one_key_and_others_another(texts):
    cutter = Cutter()
    cutter.cut(["words that were met before"])
    found = cutter.cut(texts)

    lines = [line for lines in words_of(cutter, found) for line in lines]
    folded = [tuple(word.casefold() for word in line) for line in lines]
    keys = found.keys_of_lines.tolist()
    assert len(set(zip(folded, keys, strict=True))) == len(set(folded)) == len(set(keys))


def test_half_a_character_from_outside_is_no_error():
    cutter = Cutter()

    found = cutter.cut(["gout \ud800 toe"])

    assert words_of(cutter, found)[0][0][0] == "gout"
    assert words_of(cutter, found)[0][0][-1] == "toe"


def test_a_text_longer_than_what_is_kept_for_it_is_cut_as_any_other(monkeypatch):
    monkeypatch.setattr(chunks, "_POWERS", 16)
    chunks._first_powers.cache_clear()
    text = "Gout is a painful swelling of a joint, gout.\nIt is treated."
    cutter = Cutter()

    [lines] = words_of(cutter, cutter.cut([text]))

    chunks._first_powers.cache_clear()
    assert lines == [words(line) for line in text.split("\n")]


def test_chunks_that_share_a_slot_of_the_table_are_told_apart(monkeypatch):
    monkeypatch.setattr(chunks, "_TABLE_BITS", 1)
    text = " ".join(f"word{number}" for number in range(100))
    cutter = Cutter()
    cutter.cut([text])

    assert words_of(cutter, cutter.cut([text])) == [[text.split()]]
