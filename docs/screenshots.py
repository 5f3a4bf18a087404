"""Draw the pictures of the documentation: `make screenshots`, from the sample content."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from desk_screenshots import draw_desk
from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
ARTICLE = "/articles/leg-cramps-at-night/"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 800}
PICTURES = [
    ("article.png", ARTICLE, {"viewport": WIDE}),
    ("article-phone.png", ARTICLE, {"viewport": PHONE}),
    ("article-phone-dark.png", ARTICLE, {"viewport": PHONE, "color_scheme": "dark"}),
    ("home.png", "/", {"viewport": WIDE}),
]


def main():
    with tempfile.TemporaryDirectory() as var:
        environment = os.environ | {"DJANGO_DEBUG": "1", "DJANGO_VAR_DIR": var}

        def manage(*arguments):
            command = [sys.executable, "manage.py", *arguments]
            return subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603  (our own)

        port = free_port()
        site = f"http://127.0.0.1:{port}"
        server = manage("demo", "--port", port)
        try:
            wait_for(site)
            login = ("editor", (Path(var) / "demo-password.txt").read_text().strip())
            draw(site, login, lambda *arguments: manage(*arguments).wait())
        finally:
            server.terminate()
            server.wait()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def wait_for(site):
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{site}/healthz")  # noqa: S310  (our own server)
        except urllib.error.URLError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(f"The demo did not answer at {site}")


def draw(site, login, manage):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, address, options in PICTURES:
            page = browser.new_page(base_url=site, **options)
            save(page, name, address)
            page.close()
        draw_suggestions(browser.new_page(base_url=site, viewport=PHONE))
        paper = {"width": 794, "height": 1123}  # A4 at 96 dpi
        draw_paper(browser.new_page(base_url=site, viewport=paper))
        draw_desk(browser, site, login, manage, save)
        browser.close()


def save(page, name, address=None):
    """Draw what `page` shows, or what is at `address`, with 256 colors: a third of the size."""
    if address:
        page.goto(address)
    path = IMAGES / name
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(256).save(path, optimize=True)


def draw_suggestions(page):
    page.goto("/search/")
    page.get_by_role("combobox").press_sequentially("head")
    page.get_by_role("option").first.wait_for()
    save(page, "suggestions-phone.png")


def draw_paper(page):
    page.emulate_media(media="print")
    page.goto(ARTICLE)
    save(page, "article-print.png")


if __name__ == "__main__":
    main()
