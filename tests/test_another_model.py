"""docs/another-model.md, as it stands: a project of its own, made of its snippets."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = (ROOT / "docs/another-model.md").read_text(encoding="utf-8")
SETTINGS = """
SECRET_KEY = "x"
INSTALLED_APPS = ["recipes.apps.RecipesConfig"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
"""
PROGRAM = """
import sys
import django
django.setup()
assert "scipy" not in sys.modules
from django.core.management import call_command
from django.template import engines
from recipes.measure import measure
from recipes.models import Recipe

call_command("migrate", run_syncdb=True, verbosity=0)
made = [
    Recipe.objects.create(title=title, cuisine=cuisine, method=method)
    for title, cuisine, method in [
        ("Lentil soup", "Levant", "Red lentils, cumin, carrots and lemon."),
        ("Dal", "India", "Red lentils with turmeric, cumin and ginger."),
        ("Pancakes", "America", "Flour, eggs and milk, fried in butter."),
        ("Waffles", "America", "Flour, eggs, milk and butter, baked in an iron."),
    ]
]
soup, dal, pancakes, waffles = made
template = engines["django"].from_string(open("template.html").read())
print("shown:", " ".join(template.render({"recipe": pancakes}).split()))
print("measured:", measure({soup.pk: {dal.pk}, waffles.pk: {pancakes.pk}})["mrr"])
Recipe.objects.filter(pk=waffles.pk).update(is_public=False)
print("withdrawn:", waffles in [row.target for row in pancakes.related()])
dal.delete()
print("deleted:", [row.target.title for row in soup.related()])
"""


def snippets(kind):
    return re.findall(rf"```{kind}\n(.*?)```", DOCS, re.DOTALL)


@pytest.fixture
def project(tmp_path):
    """Write each snippet that names its file where it says, and what every project has."""
    for snippet in snippets("python"):
        if named := re.match(r"# (\S+)\n", snippet):
            path = tmp_path / named[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(snippet, encoding="utf-8")
    for folder in ("recipes", "recipes/templatetags"):
        (tmp_path / folder / "__init__.py").touch()
    (template,) = snippets("django")
    (tmp_path / "template.html").write_text(template, encoding="utf-8")
    (tmp_path / "settings.py").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def test_the_steps_make_a_site_that_shows_related_recipes(project):
    result = subprocess.run(  # noqa: S603  (the program is the one above)
        [sys.executable, "-W", "error", "-c", PROGRAM],
        cwd=project,
        env={"PYTHONPATH": f"{project}:{ROOT}", "DJANGO_SETTINGS_MODULE": "settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    told = dict(line.split(": ", 1) for line in result.stdout.splitlines())
    assert told["shown"].startswith("<ul> <li>Waffles <small>")
    assert "Shares the words" in told["shown"]
    assert told["measured"] == "1.0"
    assert told["withdrawn"] == "False"
    assert "Dal" not in told["deleted"]


def test_the_example_of_the_engine_pairs_what_is_alike(capsys):
    (example,) = [its for its in snippets("python") if not its.startswith("# ")]
    assert len(example.split("\n\n", 1)[1].splitlines()) <= 10
    exec(compile(example, "docs/another-model.md", "exec"), {})  # noqa: S102  (our own example)
    assert capsys.readouterr().out.splitlines() == [
        "lentil-soup: dal",
        "dal: lentil-soup",
        "pancakes: waffles",
        "waffles: pancakes",
    ]
