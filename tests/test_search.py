import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, PromotedResult, SearchWord, Topic, UnansweredQuery
from articles.search import MARK_END, MARK_START, add_passages, search, suggest


def titles(text, language="en"):
    return [article.title for article in search(text, language).articles]


def passage(text, language="en"):
    results = search(text, language)
    articles = list(results.articles)
    add_passages(articles, results.query, language)
    return articles[0].passage


def test_a_word_of_the_title_counts_more_than_one_of_the_text(make_article):
    make_article("Sleep", body="<p>About cramps, and cramps, and cramps.</p>")
    make_article("Cramps", body="<p>Muscles that tighten.</p>")
    assert titles("cramps") == ["Cramps", "Sleep"]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("cramp", "<p>Leg <em>cramps</em> at night</p>"),
        ("CRAMPS night", "<p>Leg cramps at night</p>"),
        ("sueno", "<p>El sueño profundo</p>"),
        ("magnes", "<p>Magnesium</p>"),
        ("o'brien", "<p>The O'Brien test</p>"),
    ],
)
def test_endings_case_accents_and_unfinished_words_do_not_matter(make_article, text, body):
    make_article("Found", body=body)
    assert titles(text) == ["Found"]


def test_other_names_topics_and_questions_are_searched(make_article):
    article = make_article("Leg cramps", also_known_as=["Charley horse"], topics=["Muscles"])
    article.questions.create(question="Is it dangerous?", answer="<p>Seldom.</p>")
    article.announce()
    for text in ("charley", "muscles", "dangerous", "seldom"):
        assert titles(text) == ["Leg cramps"]


def test_where_nothing_has_all_words_those_are_found_that_have_some(make_article):
    make_article("Leg cramps")
    assert titles("leg ulcers") == ["Leg cramps"]
    assert search("leg ulcers", "en").is_partial
    assert titles("stomach ulcers") == []


@pytest.mark.parametrize("text", ["", "   ", '"', "* OR", "NEAR(", "a AND", "col:", "'; --", "—"])
def test_no_text_breaks_the_search(make_article, text):
    make_article("Leg cramps")
    assert titles(text) == []


def test_markup_is_not_found(make_article):
    make_article("Leg cramps", body="<p><strong>Magnesium</strong></p>")
    assert titles("strong") == []


def test_the_passage_marks_the_words_found(make_article):
    make_article("Leg cramps", body="<p>Some people take magnesium for them.</p>")
    assert f"take {MARK_START}magnesium{MARK_END} for" in passage("magnesium")


def test_each_language_is_searched_by_itself(make_article):
    make_article("Asma", language="es", body="<p>Una enfermedad.</p>")
    assert titles("asma") == []
    assert titles("asma", "es") == ["Asma"]


def test_what_is_not_public_is_not_found(make_article):
    article = make_article("Leg cramps")
    make_article("Leg ulcers", status=Article.Status.DRAFT)
    assert titles("leg") == ["Leg cramps"]
    article.unpublish()
    assert titles("leg") == []


def test_a_changed_article_is_found_by_its_present_words_only(make_article):
    article = make_article("Leg cramps")
    article.title = "Muscle spasms"
    article.save()
    article.publish()
    assert titles("spasms") == ["Muscle spasms"]
    assert titles("cramps") == []


def test_a_deleted_article_leaves_the_index(make_article):
    make_article("Leg cramps").delete()
    assert titles("leg") == []


def test_a_passage_does_not_run_a_heading_into_a_sentence(make_article):
    make_article("Sleep", body="<h2>What helps</h2><p>Some take magnesium for it.</p>")
    assert passage("magnesium") == f"Some take {MARK_START}magnesium{MARK_END} for it."


def test_the_article_of_that_name_comes_first(make_article):
    make_article("Cramps", body="<p>Charley horse, charley horse, charley horse.</p>")
    make_article("Leg cramps", also_known_as=["Charley horse"])
    assert titles("charley horse") == ["Leg cramps", "Cramps"]


def test_synonyms_of_topics_are_searched_as_they_are_now(make_article):
    article = make_article("Apnea", topics=["Sleep"])
    topic = Topic.objects.get()
    topic.synonyms = ["Slumber"]
    topic.save()
    assert titles("slumber") == ["Apnea"]
    assert titles("sleep") == ["Apnea"]
    topic.name = "Night rest"
    topic.save()
    assert titles("rest") == titles("slumbr") == ["Apnea"]
    assert titles("sleep") == []
    topic.delete()
    assert titles("slumber") == []
    article.refresh_from_db()
    assert titles("apnea") == ["Apnea"]


@pytest.mark.parametrize("typed", ["magnesum", "magneisum", "mangesium", "magnessium"])
def test_typing_mistakes_are_forgiven_and_named(client, make_article, typed):
    make_article("Magnesium", body="<p>A mineral.</p>")
    assert titles(typed) == ["Magnesium"]
    text = client.get("/search/", {"q": typed}).text
    assert "Showing results for <strong>Magnesium</strong>" in text
    assert f"Search instead for “{typed}”" in text
    assert "Nothing found" in client.get("/search/", {"q": typed, "exact": "1"}).text


def test_one_condition_is_not_taken_for_another(make_article):
    make_article("Hepatitis C")
    assert not search("hepatitis b", "en").is_corrected


def test_results_can_be_narrowed_to_a_topic(client, make_article):
    make_article("Cramps at night", topics=["Muscles"])
    make_article("Night shifts", topics=["Sleep"])
    response = client.get("/search/", {"q": "night"})
    assert [topic.article_count for topic in response.context["found_topics"]] == [1, 1]
    response = client.get("/search/", {"q": "night", "topic": "sleep"})
    assert [article.title for article in response.context["articles"]] == ["Night shifts"]
    assert client.get("/search/", {"q": "night", "topic": "none"}).status_code == 404
    client.get("/search/", {"q": "muscles", "topic": "sleep"})
    assert not UnansweredQuery.objects.exists()  # it found something elsewhere


def test_the_same_words_in_another_language_are_pointed_to(client, make_article):
    make_article("Asma", language="es", body="<p>Una enfermedad.</p>")
    text = client.get("/search/", {"q": "asma"}).text
    assert 'href="/es/search/?q=asma"' in text
    assert "Español (1)" in text


def test_what_editors_promote_is_shown_first_and_labeled(client, admin_client, make_article):
    promoted, hidden = make_article("Stroke"), make_article("Fever", status=Article.Status.DRAFT)
    make_article("Face pain", body="<p>A drooping face.</p>")
    add = reverse("admin:articles_promotedresult_add")
    for article in (promoted, hidden):
        data = {"words": "Drooping faces", "language": "en", "article": article.pk, "position": "0"}
        assert admin_client.post(add, data).status_code == 302
    response = client.get("/search/", {"q": "face drooping"})
    assert "Suggested by our editors" in response.text
    assert list(response.context["promoted"]) == [promoted]
    assert "promoted for these words already" in admin_client.post(add, data).text
    assert PromotedResult.objects.count() == 2


def test_searches_in_vain_are_counted_by_day_without_the_reader(client, admin_client, db):
    for text in ("Zebra flu", "zebra  FLU", "me@example.org", "call 555 123 4567", "x" * 90):
        client.get("/search/", {"q": text})
    query = UnansweredQuery.objects.get()
    assert (query.words, query.count, query.day) == ("zebra flu", 2, timezone.localdate())
    listing = admin_client.get(reverse("admin:articles_unansweredquery_changelist")).text
    assert "words=zebra+flu&amp;language=en" in listing


def test_old_searches_in_vain_are_forgotten(client, db, settings):
    settings.UNANSWERED_QUERIES_KEPT_DAYS = 0
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    UnansweredQuery.objects.create(day=yesterday, language="en", words="old")
    client.get("/search/", {"q": "zebra"})
    assert [query.words for query in UnansweredQuery.objects.all()] == ["zebra"]


def names(text, language="en"):
    return [suggestion.name for suggestion in suggest(text, language)]


def test_suggestions_are_names_that_begin_so_then_words_then_what_is_nearly_so(make_article):
    make_article("Leg cramps", also_known_as=["Charley horse"])
    make_article("Cramps in pregnancy")
    make_article("Secret cramps", status=Article.Status.DRAFT)
    assert names("cra") == ["Cramps in pregnancy", "Leg cramps"]
    assert names("horse") == ["Charley horse"]
    assert names("charely") == ["Charley horse"]
    assert names("c") == names("") == names("cra", "es") == []


def test_suggestions_are_given_as_json(client, make_article):
    make_article("Leg cramps", also_known_as=["Charley horse"])
    response = client.get("/search/suggest", {"q": "charl"})
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert response.json() == {
        "suggestions": [
            {"name": "Charley horse", "title": "Leg cramps", "url": "/articles/leg-cramps/"}
        ]
    }


def test_other_names_are_in_the_list_from_a_to_z(client, make_article):
    make_article("Leg cramps", also_known_as=["Charley horse"])
    text = client.get("/a-z/").text
    assert 'Charley horse: see <a href="/articles/leg-cramps/">Leg cramps</a>' in text


def test_the_index_can_be_made_anew(make_article):
    from django.core.management import call_command

    article = make_article("Leg cramps")
    Article.objects.filter(pk=article.pk).update(title="Spasms")
    SearchWord.objects.create(language="en", folded="stale", word="stale")
    call_command("rebuild_search", verbosity=0)
    assert titles("spasms") == ["Spasms"]
    assert not SearchWord.objects.filter(folded="stale").exists()


def test_relevance_is_measured_by_other_names(make_article, capsys):
    from django.core.management import call_command

    for title, name in [("Leg cramps", "Charley horse"), ("Stroke", "Brain attack")]:
        make_article(title, also_known_as=[name], body="<p>Nothing else.</p>")
    call_command("evaluate_search", json=True)
    import json

    measures = json.loads(capsys.readouterr().out)
    assert measures["queries"] == 2
    assert measures["as named"] == {"first": 1.0, "top 3": 1.0}
    assert measures["one typing mistake"]["top 3"] == 1.0
    assert measures["names not indexed"] == {"first": 0.0, "top 3": 0.0}
    assert titles("charley horse") == ["Leg cramps"]
    call_command("evaluate_search")
    assert "as named" in capsys.readouterr().out
