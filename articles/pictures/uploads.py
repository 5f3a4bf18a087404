"""What editors upload, read and drawn anew; or refused, with what is wrong and what to do."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

# As Pillow calls them. By content: the file's name says nothing.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
# Longer sides are of no use to any page.
LONGEST_SIDE = 3200
_BEGINNING = 1000
_TOO_MANY_PIXELS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Drawing:
    """A picture in memory, in sRGB and the right way up, that has nothing else to tell."""

    image: Image.Image
    checksum: str

    @property
    def extension(self):
        return "png" if self.image.mode == "RGBA" else "jpg"

    def encode(self):
        buffer = BytesIO()
        if self.extension == "png":
            self.image.save(buffer, "PNG", optimize=True)
        else:
            self.image.save(buffer, "JPEG", quality=95, subsampling="4:4:4")
        return buffer.getvalue()


def read_upload(file):
    """Return the drawing that an uploaded `file` holds.

    It is decoded and drawn anew, so that of the file itself nothing stays: no place where a
    photograph was taken, no program in a comment.

    Raises:
        ValidationError: It is no picture that pages can show.
    """
    if file.size > settings.PICTURE_MAX_BYTES:
        raise ValidationError(
            _("“%(name)s” has %(size)s, and %(limit)s is the most. Save it smaller, then send it.")
            % {
                "name": file.name,
                "size": filesizeformat(file.size),
                "limit": filesizeformat(settings.PICTURE_MAX_BYTES),
            }
        )
    data = file.read()
    return Drawing(_draw(_decode(data, file.name)), sha256(data).hexdigest())


def _decode(data, name):
    image = _open(data, name)
    # Before a pixel of it is unpacked.
    if image.width * image.height > settings.PICTURE_MAX_PIXELS:
        raise _too_many_pixels(name)
    # Telephones put a second view of the same into a JPEG, which is then called MPO.
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise ValidationError(
            _(
                "“%(name)s” moves. Pictures here stand still, because many people cannot read "
                "beside what moves. Send one picture of it."
            )
            % {"name": name}
        )
    try:
        image.load()
    except Exception as error:
        message = _("“%(name)s” is damaged or cut off. Save it again, then send it.")
        raise ValidationError(message % {"name": name}) from error
    return image


def _open(data, name):
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except _TOO_MANY_PIXELS as error:
        raise _too_many_pixels(name) from error
    except Exception as error:
        if b"<svg" in data[:_BEGINNING].lower():
            message = _(
                "“%(name)s” is a drawing in SVG, which can hold programs. Save it as PNG, then "
                "send that."
            )
        else:
            message = _(
                "“%(name)s” is no picture that pages can show, whatever its name says. Send a "
                "JPEG, PNG, WebP, AVIF or GIF."
            )
        raise ValidationError(message % {"name": name}) from error


def _too_many_pixels(name):
    return ValidationError(
        _("“%(name)s” has more than %(limit)s million pixels. Save it smaller, then send it.")
        % {"name": name, "limit": f"{settings.PICTURE_MAX_PIXELS / 1_000_000:g}"}
    )


def _draw(image):
    ImageOps.exif_transpose(image, in_place=True)
    image = _in_srgb(image)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    # What is left here would be written into each file.
    image.info.clear()
    return image


def _in_srgb(image):
    """Return `image` as RGB, or as RGBA if anything shines through."""
    if image.mode.startswith("I"):
        # Sixteen bits of gray, of which Pillow would take the lower eight.
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        lowest, _highest = image.getchannel("A").getextrema()
        return image if lowest < 255 else image.convert("RGB")
    return _by_profile(image) or image.convert("RGB")


def _by_profile(image):
    """Return `image` with its colors as they look, if a profile says so and can be read."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK", "L"):
        return None
    try:
        return ImageCms.profileToProfile(
            image, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
