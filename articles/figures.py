"""Pictures in rich text: kept as keys of the library, shown with all that browsers need."""

from django.utils.translation import gettext
from lxml.html.builder import CLASS, SPAN, E

from .html import find_pictures, parse_fragment
from .models import Picture
from .pictures.display import in_text

_FOR_BROWSERS = ("srcset", "sizes", "loading", "decoding", "data-address")


def pictures_in(*htmls):
    """Return the pictures that the cleaned `htmls` show, by key; it asks only if there are any."""
    keys = {key for html in htmls for key, _words in find_pictures(html)}
    return (
        {picture.key: picture for picture in Picture.objects.filter(key__in=keys)} if keys else {}
    )


def show_figures(tree, pictures, language):
    """Give the figures in `tree` their files and words; drop those whose picture is not there."""
    for image in list(tree.iter("img")):
        figure = image.getparent()
        picture = pictures.get(image.get("data-picture"))
        if picture is None:
            figure.drop_tree()
            continue
        words = picture.words_for(language, image.get("alt", ""))
        shown = in_text(picture, words or "")
        figure.replace(image, parse_fragment(shown)[0])
        if picture.credit:
            _add_credit(figure, picture.credit)


def fit_for_programs(tree, url):
    """Make what `tree` leads to and shows right wherever it is read, such as in a feed reader.

    `url` is where its links begin. Of each picture there is the one file that any program knows.
    """
    for element in tree.iter("img", "a"):
        for name in _FOR_BROWSERS:
            element.attrib.pop(name, None)
    tree.make_links_absolute(url)


def _add_credit(figure, credit):
    caption = figure.find("figcaption")
    if caption is None:
        caption = E.figcaption()
        figure.append(caption)
    elif len(caption):
        caption[-1].tail = f"{caption[-1].tail or ''} "
    else:
        caption.text = f"{caption.text} "
    text = gettext("Picture: %(credit)s") % {"credit": credit}
    caption.append(SPAN(CLASS("credit"), text))
