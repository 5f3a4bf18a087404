"""A real page of the kind this software is for can be held and shown in full."""

import json

from django.core.management import call_command
from lxml import html

from articles.models import Article
from tests.conftest import shared_file

DISCLAIMER_STARTS = "This content is for educational purposes"
READ_MORE = "Read More →"


def seed_parts():
    """Read the page's text, which lost its markup, back into its parts."""
    lines = shared_file("seed-article.txt").read_text(encoding="utf-8").splitlines()
    end = next(i for i, line in enumerate(lines) if line.startswith(DISCLAIMER_STARTS))
    related = [line.removeprefix(READ_MORE).strip() for line in lines[end + 1 :]]
    asked = [i for i, line in enumerate(lines[:end]) if line.endswith("?")]
    return {
        "title": lines[0],
        "lead": lines[1],
        "paragraphs": [*lines[2 : asked[0]]],
        "questions": [(lines[i], lines[i + 1]) for i in asked],
        "conclusion": lines[asked[-1] + 2 : end],
        "related": [title for title in related if title],
    }


def as_html(parts):
    """Give the paragraphs some structure: sections, a list, an urgent care card."""
    first, *rest = (f"<p>{paragraph}</p>" for paragraph in parts["paragraphs"])
    middle = len(rest) // 2
    sections = [
        first,
        "<h2>What they are</h2>",
        *rest[:middle],
        "<ul><li>calves</li><li>feet</li><li>thighs</li></ul>",
        "<h2>The role of magnesium</h2>",
        *rest[middle:],
        '<div class="care-card care-card-urgent"><h3>Get advice if:</h3><p>It lasts.</p></div>',
        "<h2>Conclusion</h2>",
        *(f"<p>{paragraph}</p>" for paragraph in parts["conclusion"]),
    ]
    return "".join(sections)


def as_import_file(parts, path):
    seed = {
        "id": "seed",
        "title": parts["title"],
        "summary": parts["lead"],
        "body_html": as_html(parts),
        "topics": ["Muscles", "Magnesium"],
        "questions": [
            {"question": question, "answer_html": f"<p>{answer}</p>"}
            for question, answer in parts["questions"]
        ],
        "authors": [{"name": "A. Writer", "credentials": "Health writer"}],
        "references": [
            {"text": "Muscle Cramps", "url": "https://medlineplus.gov/musclecramps.html"}
        ],
        "published": "2026-01-05",
    }
    others = [
        {
            "id": f"other-{number}",
            "title": title,
            "body_html": f"<p>{title}.</p>",
            "published": "2026-01-04",
        }
        for number, title in enumerate(parts["related"])
    ]
    lines = [json.dumps(article) + "\n" for article in [seed, *others]]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def squeezed(text):
    return " ".join(text.split())


def test_the_seed_page_shows_all_of_its_parts_and_four_read_more_links(client, db, tmp_path):
    parts = seed_parts()
    assert len(parts["questions"]) == 5
    assert len(parts["related"]) == 4

    call_command("import_articles", as_import_file(parts, tmp_path / "seed.jsonl"), verbosity=0)
    call_command("build_recommendations", verbosity=0)
    seed = Article.objects.get(identifier="seed")
    page = html.fromstring(client.get(seed.get_absolute_url()).text)

    shown = squeezed(page.xpath("string(//main)"))
    for line in [parts["title"], parts["lead"], *parts["paragraphs"], *parts["conclusion"]]:
        assert squeezed(line) in shown
    for question, answer in parts["questions"]:
        assert squeezed(question) in shown
        assert squeezed(answer) in shown
    assert page.xpath("//h1")[0].text_content().strip() == parts["title"]
    assert len(page.xpath("//h2[contains(., 'Conclusion')]")) == 1
    assert page.xpath("//ul/li[. = 'calves']")
    assert page.xpath("//*[contains(@class, 'care-card-urgent')]")
    related = [
        squeezed(link.text_content())
        for link in page.xpath("//section[contains(@class, 'related')]//a")
    ]
    assert sorted(related) == sorted(map(squeezed, parts["related"]))
