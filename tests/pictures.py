"""Real picture files, made where they are needed, and pictures of the library."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def drawing(size=(800, 500), mode="RGB", color=None):
    """Return a picture that is not one color, so that crops of it differ."""
    image = Image.linear_gradient("L").resize(size)
    if color is None:
        return image.convert(mode)
    return Image.composite(Image.new(mode, size, color), image.convert(mode), image)


def encoded(image, kind="JPEG", **options):
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def upload(data, name="cramp.jpg"):
    return SimpleUploadedFile(name, data)


def figure(picture, *, words="", caption=""):
    """Return a picture as it is stored in a text."""
    alt = f' alt="{words}"' if words else ""
    caption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img data-picture="{picture.key}"{alt}>{caption}</figure>'


@pytest.fixture
def make_picture(db):
    """Add a picture to the library, described unless told otherwise."""
    from articles.models import Picture
    from articles.pictures.files import add_picture
    from articles.pictures.uploads import read_upload

    def make(title="A stretched calf", *, size=(800, 500), **fields):
        if not fields.get("decorative"):
            fields.setdefault("alternative_text", f"What {title} shows")
        file = upload(encoded(drawing(size)))
        return add_picture(read_upload(file), Picture(title=title, **fields))

    return make
