"""From the stored picture to the files of its sizes."""

from io import BytesIO

from PIL import Image

_ENCODINGS = {
    "webp": {"format": "WEBP", "quality": 80, "method": 4},
    "jpg": {"format": "JPEG", "quality": 82, "optimize": True, "progressive": True},
    "png": {"format": "PNG", "optimize": True},
}


def draw(file, renditions):
    """Yield each of `renditions` of the picture in `file` with what is to be in its own file."""
    with Image.open(file) as image:
        for rendition in renditions:
            size = (rendition.width, rendition.height)
            part = image.resize(size, Image.Resampling.LANCZOS, box=rendition.box)
            buffer = BytesIO()
            part.save(buffer, **_ENCODINGS[rendition.path.rpartition(".")[2]])
            yield rendition, buffer.getvalue()
