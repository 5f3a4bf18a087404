"""What Lighthouse says of the readers' pages, as in production: `make lighthouse`.

Needs Chromium, Node and npm's registry. A page below 100 ends it with an error.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile

from api import make_site, serving

LIGHTHOUSE = "lighthouse@12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = {
    "home": "/",
    "article": "/articles/leg-cramps-at-night/",
    "topic": "/topics/sleep/",
    "search": "/search/?q=sleep",
}
# Search results are not for other search engines: the page says so on purpose.
SKIPPED = {"search": ["is-crawlable"]}


def main():
    with tempfile.TemporaryDirectory() as var:
        make_site(var)
        with serving("cms.wsgi") as port:
            reports = {
                name: audit(f"http://127.0.0.1:{port}{path}", SKIPPED.get(name, []))
                for name, path in PAGES.items()
            }
    perfect = True
    for name, report in reports.items():
        scores = [round(100 * report["categories"][category]["score"]) for category in CATEGORIES]
        items = report["audits"]["network-requests"]["details"]["items"]
        size = sum(item["transferSize"] for item in items) / 1000
        print(f"{name:<8} {scores}  {len(items)} requests, {size:.1f} kB")  # noqa: T201  (the output of a script)
        perfect = perfect and min(scores) == 100
        for message in complaints(report):
            print(f"         {message}")  # noqa: T201  (as above)
    sys.exit(not perfect)


def audit(address, skipped):
    """Return Lighthouse's report on a page, as on a middling phone with a slow line."""
    command = [shutil.which("npx"), "--yes", LIGHTHOUSE, address, "--quiet", "--output=json"]
    command += [f"--only-categories={','.join(CATEGORIES)}"]
    command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
    command += [f"--skip-audits={','.join(skipped)}"] if skipped else []
    environment = os.environ | {"CHROME_PATH": shutil.which("chromium")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603  (our own command)
    return json.loads(done.stdout)


def complaints(report):
    """Say what kept a page from 100."""
    for category in CATEGORIES:
        for reference in report["categories"][category]["auditRefs"]:
            found = report["audits"].get(reference["id"])
            if reference["weight"] and found and found["score"] not in (None, 1):
                yield f"{found['id']} {found['score']}: {found['title']}"


if __name__ == "__main__":
    main()
