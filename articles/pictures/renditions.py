"""The sizes of a picture: what they are called, and what they show.

A name says all that is in the file: the picture, its crop and its width. So a file never changes.
"""

from dataclasses import dataclass

from django.core.files.storage import default_storage

WIDTHS = (320, 640, 960, 1280, 1600)
CARD_WIDTHS = (320, 640, 960)
# Width and height of what lists show.
CARD_RATIO = (16, 9)
# For programs that may not know WebP: feed readers, search engines, networks.
FALLBACK_WIDTH = 1200


@dataclass(frozen=True)
class Rendition:
    """One file: a part of the picture, as wide as `width`."""

    path: str
    box: tuple[int, int, int, int]
    width: int

    @property
    def height(self):
        left, top, right, bottom = self.box
        return max(1, round(self.width * (bottom - top) / (right - left)))

    @property
    def url(self):
        return default_storage.url(self.path)


@dataclass(frozen=True)
class Shape:
    """The picture, whole or cropped, in some widths of WebP, and as JPEG or PNG."""

    renditions: list[Rendition]
    fallback: Rendition

    @property
    def files(self):
        return [*self.renditions, self.fallback]

    @property
    def srcset(self):
        return ", ".join(f"{one.url} {one.width}w" for one in self.renditions)


def whole(picture):
    """Return `picture` as it is."""
    box = (0, 0, picture.width, picture.height)
    return _shape(picture, "", box, WIDTHS)


def card(picture):
    """Return `picture` as lists show it: all of one shape, cut around the focal point."""
    box = _around_focus(picture, *CARD_RATIO)
    name = f"card-{picture.focus_x}-{picture.focus_y}-"
    return _shape(picture, name, box, CARD_WIDTHS)


def thumbnail(picture, width=320):
    """Return the address of the smallest file of `picture` that is `width` wide, if any is."""
    renditions = whole(picture).renditions
    return next((one for one in renditions if one.width >= width), renditions[-1]).url


def shapes(picture):
    return [whole(picture), card(picture)]


def _shape(picture, name, box, widths):
    path = f"pictures/{picture.key}/{name}"
    full = box[2] - box[0]
    fitting = [width for width in widths if width < full]
    # Never enlarged.
    fitting += [full] if len(fitting) < len(widths) else []
    extension = picture.image.name.rpartition(".")[2]
    fallback = min(FALLBACK_WIDTH, full)
    return Shape(
        [Rendition(f"{path}{width}.webp", box, width) for width in fitting],
        Rendition(f"{path}{fallback}.{extension}", box, fallback),
    )


def _around_focus(picture, across, down):
    """Return the largest part of this shape with the focal point as near its middle as can be."""
    width = max(1, min(picture.width, picture.height * across // down))
    height = max(1, min(picture.height, picture.width * down // across))
    left = _beginning(picture.focus_x, width, picture.width)
    top = _beginning(picture.focus_y, height, picture.height)
    return left, top, left + width, top + height


def _beginning(focus, part, full):
    return min(max(0, full * focus // 100 - part // 2), full - part)
