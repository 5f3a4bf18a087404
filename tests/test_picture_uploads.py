"""What may be uploaded, what is refused and why, and what is kept of it."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from PIL import Image, ImageCms

from articles.pictures.uploads import read_upload

from .pictures import drawing, encoded, upload

GPS = 0x8825


def read(data, name="cramp.jpg"):
    return read_upload(upload(data, name)).image


def refusal(data, name="cramp.jpg"):
    with pytest.raises(ValidationError) as refused:
        read(data, name)
    assert name in refused.value.message
    return refused.value.message


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_a_picture_is_known_by_its_content_whatever_its_name(kind):
    assert read(encoded(drawing(), kind), "picture.txt").size == (800, 500)


@pytest.mark.parametrize(
    "data",
    [
        b"<html><script>alert(1)</script></html>",
        b"",
        b"GIF89a<script>alert(1)</script>",
        b"%PDF-1.7",
        encoded(drawing(), "TIFF"),
        encoded(drawing(), "BMP"),
    ],
    ids=["html", "empty", "gif with a program", "pdf", "tiff", "bmp"],
)
def test_what_is_no_picture_for_pages_is_refused_whatever_its_name(data):
    message = refusal(data)
    assert "no picture that pages can show" in message or "damaged" in message


@pytest.mark.parametrize("start", [b"", b'<?xml version="1.0"?>\n', b"<!-- x -->"])
def test_an_svg_is_refused_with_what_to_do_instead(start):
    data = start + b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    assert "Save it as PNG" in refusal(data, "drawing.svg")


def test_a_file_that_was_cut_off_is_refused():
    data = encoded(drawing())
    assert "damaged or cut off" in refusal(data[: len(data) // 2])


def png_header(width, height):
    """Return a PNG that says it is so large, and has hardly a pixel."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"0"))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize("size", [(8_000, 8_000), (10_000, 10_000), (60_000, 60_000)])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(size):
    # As Pillow sees them: in order, to be warned of, and a bomb.
    assert "more than 50 million pixels" in refusal(png_header(*size), "bomb.png")


def test_the_limits_are_settings(settings):
    data = encoded(drawing())
    settings.PICTURE_MAX_PIXELS = 300_000
    assert "more than 0.3 million pixels" in refusal(data)
    settings.PICTURE_MAX_BYTES = len(data) - 1
    assert "is the most" in refusal(data)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_a_moving_picture_is_refused(kind):
    frames = [drawing(color="red"), drawing(color="blue")]
    data = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
    assert "stand still" in refusal(data)


def test_the_first_of_a_telephones_two_views_is_taken():
    views = [drawing((60, 40)), drawing((30, 20))]
    data = encoded(views[0], "MPO", save_all=True, append_images=views[1:])
    assert read(data).size == (60, 40)


def test_nothing_of_the_file_but_its_picture_is_kept():
    exif = Image.Exif()
    exif[0x010E] = "Zyxwvut"  # a description
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (52.0, 31.0, 12.0)
    data = encoded(drawing(), exif=exif, comment=b"Zyxwvut", xmp=b"<x>Zyxwvut</x>")
    assert Image.open(BytesIO(data)).getexif().get_ifd(GPS)
    drawn = read_upload(upload(data + b"<script>Zyxwvut</script>"))
    kept = drawn.encode()
    assert b"Zyxwvut" in data
    assert b"Zyxwvut" not in kept
    assert not Image.open(BytesIO(kept)).getexif()


def test_a_picture_that_lies_on_its_side_is_set_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    drawn = read_upload(upload(encoded(drawing((60, 40)), exif=exif)))
    assert drawn.image.size == (40, 60)
    assert Image.open(BytesIO(drawn.encode())).getexif().get(0x0112) is None


def test_a_long_side_is_cut_down_to_what_pages_can_use():
    assert read(encoded(drawing((6400, 1000)))).size == (3200, 500)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "YCbCr"])
def test_any_kind_of_color_becomes_rgb(mode):
    kind = "PNG" if mode in ("1", "P") else "JPEG"
    assert read(encoded(drawing().convert(mode), kind)).mode == "RGB"


def test_a_printers_jpeg_keeps_its_look():
    red = Image.new("CMYK", (20, 20), (0, 255, 255, 0))
    assert read(encoded(red)).getpixel((5, 5))[0] > 200


def test_sixteen_bits_of_gray_keep_their_grays():
    image = Image.new("I;16", (20, 20), 0x8000)
    assert read(encoded(image, "PNG"), "x-ray.png").getpixel((5, 5)) == (128, 128, 128)


def test_what_shines_through_stays_so_and_only_there():
    assert read(encoded(drawing().convert("RGBA"), "PNG")).mode == "RGB"
    image = drawing().convert("RGBA")
    image.putalpha(drawing(mode="L"))
    drawn = read_upload(upload(encoded(image, "PNG")))
    assert (drawn.image.mode, drawn.extension) == ("RGBA", "png")
    palette = Image.new("P", (20, 20))
    assert read(encoded(palette, "GIF", transparency=0)).mode == "RGBA"


def test_a_profile_of_colors_is_followed_if_it_can_be_read():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    gray = Image.new("RGB", (20, 20), (120, 120, 120))
    for profile in (lab, b"no profile at all"):
        image = read(encoded(gray, icc_profile=profile))
        assert image.mode == "RGB"
        assert max(abs(value - 120) for value in image.getpixel((5, 5))) < 4
        assert "icc_profile" not in image.info


def test_the_sizes_are_made_and_none_is_larger_than_the_picture(make_picture):
    picture = make_picture(size=(1000, 600))
    _folders, names = default_storage.listdir(f"pictures/{picture.key}")
    assert sorted(names) == sorted(
        [
            *("original.jpg", "1000.jpg", "320.webp", "640.webp", "960.webp", "1000.webp"),
            *("card-50-50-320.webp", "card-50-50-640.webp", "card-50-50-960.webp"),
            "card-50-50-1000.jpg",
        ]
    )
    for name in names:
        width = 1000 if name == "original.jpg" else int(name.rpartition(".")[0].split("-")[-1])
        with default_storage.open(f"pictures/{picture.key}/{name}") as file:
            image = Image.open(file)
            height = width * 9 / 16 if name.startswith("card") else width * 6 / 10
            assert image.size == (width, round(height))


@pytest.mark.parametrize("size", [(1, 1), (3, 3000), (3000, 3), (200, 100)])
def test_a_picture_of_any_shape_gets_its_sizes(make_picture, size):
    picture = make_picture(size=size)
    _folders, names = default_storage.listdir(f"pictures/{picture.key}")
    assert len(names) >= 5
