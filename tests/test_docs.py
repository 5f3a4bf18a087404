"""What the documentation shows is what happens."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_link_to_a_file_leads_to_one(page):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert missing == []


def test_pictures_of_the_documentation_are_small():
    large = [path.name for path in ROOT.glob("docs/images/*") if path.stat().st_size > 150_000]
    assert large == []


def test_the_example_of_the_engine_prints_the_most_related_article(capsys):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102  (our own example)
    printed = capsys.readouterr().out
    assert printed.startswith("magnesium ")
    assert "Magnesium" in printed
