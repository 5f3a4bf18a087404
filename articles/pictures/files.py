"""The files of a picture: made when it comes or its focal point moves, deleted when it goes."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from .renditions import shapes


def add_picture(drawing, picture):
    """Store `picture`, of which all is known but what it shows, with the files of `drawing`."""
    picture.checksum = drawing.checksum
    picture.width, picture.height = drawing.image.size
    content = ContentFile(drawing.encode())
    picture.image.save(f"original.{drawing.extension}", content, save=False)
    make_files(picture)
    picture.save()
    return picture


def make_files(picture):
    """Make those files of `picture` that are not there yet; return how many that were."""
    wanted = [rendition for shape in shapes(picture) for rendition in shape.files]
    missing = [rendition for rendition in wanted if not default_storage.exists(rendition.path)]
    if missing:
        # Pillow takes its time to load, and who only serves readers draws nothing.
        from .drawing import draw  # noqa: PLC0415

        with picture.image.open() as file:
            for rendition, data in draw(file, missing):
                default_storage.save(rendition.path, ContentFile(data))
    return len(missing)


def delete_files(key):
    """Delete all files of the picture that was called `key`."""
    folder = f"pictures/{key}"
    _folders, names = default_storage.listdir(folder)
    for name in names:
        default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)
