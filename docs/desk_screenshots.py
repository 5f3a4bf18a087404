"""Write, illustrate and publish an article as docs/editing.md tells, and draw the desk."""

import io
from datetime import date, timedelta

from PIL import Image, ImageDraw

VIEWPORT = {"width": 1280, "height": 900}
COLLEAGUE = "tom"
MAKE_COLLEAGUE = """
from django.contrib.auth.models import User
from cms.management.commands.demo import editors
tom = User.objects.create_user("{name}", password="{password}", is_staff=True)
tom.groups.add(editors())
"""
TEXT = [
    "Most nosebleeds come from small vessels just inside the nose. They look worse than they are.",
    "Sit up, lean a little forward, and pinch the soft part of the nose for ten minutes.",
    "Breathe through the mouth, and do not lean back: the blood would run down the throat.",
]
FACTS = "Sit up and lean forward.\nPinch the soft part of the nose for ten minutes."


class Desk:
    """The desk of one editor, in a browser of their own."""

    def __init__(self, browser, site, name, password):
        self.page = browser.new_page(base_url=site, viewport=VIEWPORT)
        self.page.goto("/admin/")
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Log in").click()
        self.page.get_by_role("link", name="Articles", exact=True).first.wait_for()

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.locator(".messagelist").first.wait_for()

    def open(self, title):
        self.page.goto(f"/admin/articles/article/?q={title}")
        self.page.locator("#result_list tbody th a").first.click()
        self.body.wait_for()

    @property
    def body(self):
        return self.page.locator(".field-body .ProseMirror[contenteditable]")


def draw_desk(browser, site, login, manage, save):
    """Draw each screen; `save` writes a picture of a page under a name."""
    name, password = login
    manage("shell", "-v0", "-c", MAKE_COLLEAGUE.format(name=COLLEAGUE, password=password))
    maya, tom = Desk(browser, site, name, password), Desk(browser, site, COLLEAGUE, password)
    maya.page.set_viewport_size({**VIEWPORT, "width": 1440})
    save(maya.page, "desk-list.png", "/admin/articles/article/")
    maya.page.set_viewport_size(VIEWPORT)
    write(maya, save)
    draw_link_dialog(maya, save)
    draw_preview(maya, save)
    maya.press("Publish")
    draw_comparison(maya, save)
    draw_merge(maya, tom, save)
    for days, title in enumerate(("Migraine", "Heartburn", "Restless legs"), start=2):
        plan(maya, title, date.today() + timedelta(days=days))  # noqa: DTZ011  (of this machine)
    save(maya.page, "desk-calendar.png", "/admin/articles/article/calendar/")
    save(maya.page, "desk-start.png", "/admin/")


def write(desk, save):
    page = desk.page
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Title").fill("Nosebleeds")
    page.get_by_label("Summary").fill("How to stop a nosebleed, and when to get help.")
    page.get_by_label("Key facts").fill(FACTS)
    desk.body.click()
    for paragraph in TEXT:
        page.keyboard.type(paragraph)
        page.keyboard.press("Enter")
    choose_picture(page)
    page.get_by_role("button", name="Suggest topics from the text").click()
    page.locator("#topic-suggestions li button").first.wait_for()
    page.locator("#topic-suggestions").scroll_into_view_if_needed()
    save(page, "desk-topics.png")
    page.locator("#topic-suggestions li button").first.click()
    page.locator("#id_also_known_as").fill("Epistaxis")
    desk.press("Save draft")
    page.evaluate("scrollTo(0, 0)")
    save(page, "desk-form.png")


def choose_picture(page):
    with page.expect_popup() as opened:
        page.locator("#lookup_id_picture").press("Enter")
    library = opened.value
    library.get_by_role("link", name="Add picture").click()
    library.get_by_label("File").set_input_files(
        [{"name": "nosebleed.png", "mimeType": "image/png", "buffer": illustration()}]
    )
    library.get_by_label("Alternative text").first.fill("A drop of blood falls from a nose.")
    with library.expect_event("close"):
        save = library.get_by_role("button", name="Save", exact=True)
        save.evaluate("button => setTimeout(() => button.click())")
    page.locator(".field-picture img").wait_for()


def illustration():
    """Return a picture of our own, as a PNG."""
    image = Image.new("RGB", (1200, 800), "#dfe9ee")
    draw = ImageDraw.Draw(image)
    draw.polygon([(760, 60), (470, 470), (560, 540), (800, 520)], fill="#c99a7c")
    draw.ellipse((430, 400, 620, 560), fill="#c99a7c")
    draw.ellipse((500, 500, 580, 545), fill="#7d5240")
    draw.polygon([(540, 560), (505, 650), (575, 650)], fill="#b3261e")
    draw.ellipse((500, 615, 580, 695), fill="#b3261e")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def draw_link_dialog(desk, save):
    desk.body.click()
    desk.page.keyboard.press("Control+End")
    desk.page.keyboard.press("Control+k")
    dialog = desk.page.get_by_role("dialog", name="Link")
    desk.page.keyboard.type("blood")
    dialog.get_by_role("option").first.wait_for()
    desk.page.keyboard.press("ArrowDown")
    save(desk.page, "desk-links.png")
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.press("Enter")
    dialog.wait_for(state="detached")


def draw_preview(desk, save):
    page = desk.page
    page.evaluate("scrollTo(0, 0)")
    page.get_by_role("button", name="Preview", exact=True).click()
    frame = page.frame_locator("#preview-panel iframe")
    frame.get_by_role("heading", level=1).wait_for()
    page.locator("#preview-panel [role=status]:not(:empty)").wait_for()
    # Chromium draws a frame a moment after it has it.
    page.wait_for_timeout(1000)
    save(page, "desk-preview.png")
    page.locator("#preview-panel [data-close]").click()


def draw_comparison(desk, save):
    desk.page.get_by_label("Summary").fill("How to stop a nosebleed at home, and when to get help.")
    desk.press("Publish changes")
    desk.page.get_by_role("link", name="Revisions").click()
    desk.page.get_by_role("button", name="Compare the two chosen").click()
    desk.page.locator(".comparison").wait_for()
    save(desk.page, "desk-comparison.png")


def draw_merge(maya, tom, save):
    for desk, title in ((maya, "Nosebleeds"), (tom, "Nosebleeds")):
        desk.open(title)
    maya.page.get_by_label("Title").fill("Nosebleeds in children")
    maya.press("Save draft")
    tom.page.get_by_label("Title").fill("What stops a nosebleed")
    tom.page.get_by_label("Summary").fill("What to do, and what not to.")
    tom.press("Save draft")
    tom.page.get_by_role("button", name="Merge into a draft").wait_for()
    save(tom.page, "desk-merge.png")


def plan(desk, title, day):
    desk.open(title)
    desk.page.get_by_label("Summary").press("End")
    desk.page.keyboard.type(" Revised.")
    desk.page.locator("[name=schedule_at_0]").fill(f"{day:%Y-%m-%d}")
    desk.page.locator("[name=schedule_at_1]").fill("09:00")
    desk.page.locator("input[name=_schedule]").click()
    desk.page.locator(".messagelist").first.wait_for()
