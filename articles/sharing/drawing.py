"""The picture of a shared link: a title and the site's name, drawn as a PNG.

The same words give the same bytes. Pillow comes with this module: import it where it is used.
"""

from functools import cache
from importlib.resources import files
from io import BytesIO
from unicodedata import normalize

from PIL import Image, ImageDraw, ImageFont

# What the networks ask for: they cut another shape.
WIDTH, HEIGHT = 1200, 630
MARGIN = 80
# The style sheet's --band and --band-ink, and the mark's own colors.
GROUND, INK, LEAF = "#0e5f63", "#fdfaf4", "#f2b880"
# The largest in which the title fits is taken; in the last it is cut if it must be.
TITLE_SIZES = (112, 92, 80, 70, 60, 52, 46)
TITLE_HEIGHT = 360
LEADING = 1.16
NAME_SIZE = 40
NAME_WIDTH = 560
# Leaves of cms/static/cms/mark.svg: where the outline starts, and two curves from point to point.
PETALS = (
    (18, 17, -5, -2, -5, -8, 0, -11, 5, 3, 5, 9, 0, 11),
    (19, 18, 2, -5, 8, -5, 11, 0, -3, 5, -9, 5, -11, 0),
    (18, 19, 5, 2, 5, 8, 0, 11, -5, -3, -5, -9, 0, -11),
)
LAST_LEAF = (17, 18, -2, 5, -8, 5, -11, 0, 3, -5, 9, -5, 11, 0)
GRID = 36
# Drawn so many times as large, then made smaller: Pillow's edges are jagged.
OVERSAMPLING = 4
# No character, so that fonts draw for it what they draw for all that they lack.
NO_CHARACTER = "\uffff"
ELLIPSIS = "…"


def draw(*titles, name):
    """Return a PNG with the first of `titles` that the font has, and below it the site's `name`."""
    title = next(filter(can_draw, titles), "")
    picture = _background().copy()
    pen = ImageDraw.Draw(picture)
    lines, font = _set(normalize("NFC", title))
    step = round(font.size * LEADING)
    for number, line in enumerate(lines):
        pen.text((MARGIN, MARGIN + number * step), line, font=font, fill=INK, anchor="la")
    font = _font(NAME_SIZE)
    name = _cut(normalize("NFC", name), font, NAME_WIDTH) if can_draw(name) else ""
    pen.text((MARGIN + 88, HEIGHT - MARGIN - 36), name, font=font, fill=INK, anchor="lm")
    file = BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def can_draw(text):
    """Return whether the font has each character of `text`."""
    font = _font(NAME_SIZE)
    missing = bytes(font.getmask(NO_CHARACTER))
    characters = {character for character in normalize("NFC", text) if not character.isspace()}
    return all(bytes(font.getmask(character)) != missing for character in characters)


@cache
def _font(size):
    fonts = files("font_source_serif_pro") / "files"
    return ImageFont.truetype(str(fonts / "SourceSerifPro-Semibold.otf"), size)


@cache
def _background():
    picture = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    _draw_mark(picture, place=(740, 150), size=640, strength=0.12, leaf_strength=0.85)
    _draw_mark(picture, place=(MARGIN - 10, HEIGHT - MARGIN - 78), size=84)
    return picture


def _draw_mark(picture, *, place, size, strength=1.0, leaf_strength=1.0):
    for outline in PETALS:
        picture.paste(INK, place, _mask(outline, size, strength))
    picture.paste(LEAF, place, _mask(LAST_LEAF, size, leaf_strength))


def _mask(outline, size, strength):
    """Return what is inside of a leaf's outline, as opaque as `strength` says."""
    large = size * OVERSAMPLING
    mask = Image.new("L", (large, large))
    scale = large / GRID
    points = [(scale * x, scale * y) for x, y in _points(outline)]
    ImageDraw.Draw(mask).polygon(points, fill=round(255 * strength))
    return mask.resize((size, size), Image.Resampling.LANCZOS)


def _points(outline, steps=32):
    """Yield points along the cubic Bézier curves of an outline."""
    x, y, *curves = outline
    for first in range(0, len(curves), 6):
        relative = curves[first : first + 6]
        (x1, x2, x3), (y1, y2, y3) = relative[::2], relative[1::2]
        for step in range(steps):
            t = step / steps
            one, two, three = 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
            yield x + one * x1 + two * x2 + three * x3, y + one * y1 + two * y2 + three * y3
        x, y = x + x3, y + y3


def _set(title):
    """Return the lines of a title, and the font that they fit in."""
    width = WIDTH - 2 * MARGIN
    for size in TITLE_SIZES:
        font = _font(size)
        most = int(TITLE_HEIGHT // (size * LEADING))
        lines = _wrap(title, font, width)
        if len(lines) <= most and _fit(lines, font, width):
            return _balance(title, font, width, lines), font
    last = _cut(" ".join(lines[most - 1 :]), font, width)
    return [*(_cut(line, font, width) for line in lines[: most - 1]), last], font


def _wrap(text, font, width):
    """Return `text` in lines, as full as they can be; a word that is wider has one to itself."""
    lines = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _fit(lines, font, width):
    return all(font.getlength(line) <= width for line in lines)


def _balance(text, font, width, lines):
    """Return as many lines, of about the same length."""
    for narrower in range(width, 0, -40):
        shorter = _wrap(text, font, narrower)
        if len(shorter) > len(lines) or not _fit(shorter, font, width):
            break
        lines = shorter
    return lines


def _cut(text, font, width):
    """Return as much of `text` as fits, with an ellipsis if that is not all."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + ELLIPSIS) > width:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS
