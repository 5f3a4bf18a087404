"""Read More on a large site: `make bench` runs it, too, in a database of its own.

The articles are mixed from the real ones by ../shared/bench/make_corpus.py. After the first build,
further articles are published one by one; what is left to workers is timed by itself.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from run import DATA, manage, set_up

MAKE_CORPUS = DATA.parent / "bench" / "make_corpus.py"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--further", type=int, default=100, help="published one by one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as var:
        os.environ |= {
            "DJANGO_DEBUG": "1",
            "DJANGO_VAR_DIR": var,
            # Tasks are noted and not run.
            "TASKS_BACKEND": "django.tasks.backends.dummy.DummyBackend",
        }
        os.environ.pop("DATABASE_URL", None)
        for name, figure in [*build(Path(var), options), *publish(options.further)]:
            print(f"{name:<48}  {figure}")  # noqa: T201  (the output of a script)


def build(folder, options):
    manage("migrate", "--verbosity", "0")
    for path in write_corpus(folder, options):
        manage("import_articles", str(path), "--status", "published")
    seconds, memory, _ = manage("build_recommendations")
    yield (
        f"build_recommendations, {options.articles:,} articles",
        f"{seconds:.1f} s, {memory:.0f} MB",
    )


def write_corpus(folder, options):
    """Write the articles to one file, and the further ones, as drafts, to another."""
    command = [sys.executable, str(MAKE_CORPUS), str(options.articles + options.further)]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()  # noqa: S603  (our own commands)
    further = [json.loads(line) for line in lines[options.articles :]]
    drafts = [json.dumps({**article, "status": "draft"}) for article in further]
    for name, its in (("articles", lines[: options.articles]), ("further", drafts)):
        path = folder / f"{name}.jsonl"
        path.write_text("\n".join(its) + "\n", encoding="utf-8")
        yield path


def publish(count):
    """Time what a worker does after each publication; compare the lists with those built anew."""
    set_up()
    from articles.models import Article

    drafts = Article.objects.filter(status=Article.Status.DRAFT).order_by("pk")
    cold, *warm = [refresh_after(draft.publish) for draft in drafts[:count]]
    yield "refresh after a publish, by a worker just started", f"{cold * 1000:.0f} ms"
    yield "by one that did so before, the median", f"{statistics.median(warm) * 1000:.0f} ms"
    yield "the slowest, if more than 3 % changed with a full build", f"{max(warm) * 1000:.0f} ms"

    from recommendations import services

    before = first_four()
    services.build("en")
    now = first_four()
    same = sum(len(before.get(source, set()) & its) for source, its in now.items())
    share = same / sum(map(len, now.values()))
    yield f"the same in the first four as built anew, after {count:,}", f"{share:.1%}"


def refresh_after(act):
    act()
    start = time.perf_counter()
    from recommendations import services  # the first time, this is part of it

    services.refresh("en")
    return time.perf_counter() - start


def first_four():
    from recommendations.models import SHOWN, RelatedArticle

    lists = {}
    rows = RelatedArticle.objects.in_language("en").filter(rank__lte=SHOWN)
    for source, target in rows.values_list("source", "target"):
        lists.setdefault(source, set()).add(target)
    return lists


if __name__ == "__main__":
    main()
