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
    "search": "/search/",
    "results": "/search/?q=sleep",
}


def main():
    faults = set()
    with tempfile.TemporaryDirectory() as var:
        make_site(var)
        with serving("cms.wsgi") as port:
            for name, path in PAGES.items():
                report = audit(f"http://127.0.0.1:{port}{path}")
                print(name, *figures(report), flush=True)  # noqa: T201  (the output of a script)
                faults |= failed(report)
    if faults:
        sys.exit(f"Below 100 by: {', '.join(sorted(faults))}")


def audit(address):
    """Return Lighthouse's report on a page, as on a middling phone with a slow line."""
    command = [shutil.which("npx"), "--yes", LIGHTHOUSE, address, "--quiet", "--output=json"]
    command += [f"--only-categories={','.join(CATEGORIES)}"]
    command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
    environment = os.environ | {"CHROME_PATH": shutil.which("chromium")}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603  (our own command)
    return json.loads(done.stdout)


def figures(report):
    """Yield the four scores, and what came over the wire."""
    for category in CATEGORIES:
        yield round(100 * report["categories"][category]["score"])
    requests = report["audits"]["network-requests"]["details"]["items"]
    kilobytes = sum(request["transferSize"] for request in requests) / 1000
    yield f"{len(requests)} requests, {kilobytes:.1f} kB, without: {failed(report) or 'nothing'}"


def failed(report):
    """Return the audits that kept the page from 100; performance is full with small losses, too."""
    return {
        reference["id"]
        for category in CATEGORIES
        if report["categories"][category]["score"] < 0.995
        for reference in report["categories"][category]["auditRefs"]
        if reference["weight"] and report["audits"][reference["id"]]["score"] not in (None, 1)
    }


if __name__ == "__main__":
    main()
