"""Pictures in rich text: kept as keys of the library, shown with all that browsers need."""

from lxml.html.builder import CLASS, SPAN, E

from .html import find_pictures, parse_fragment
from .models import Picture
from .pictures.display import picture_html
from .pictures.renditions import whole

# As wide as the text.
SIZES = "(min-width: 45rem) 41rem, calc(100vw - 2.5rem)"


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
        shown = picture_html(whole(picture), words or "", SIZES)
        figure.replace(image, parse_fragment(shown)[0])
        if picture.credit:
            _add_credit(figure, picture.credit)


def _add_credit(figure, credit):
    caption = figure.find("figcaption")
    if caption is None:
        caption = E.figcaption()
        figure.append(caption)
    elif len(caption):
        caption[-1].tail = f"{caption[-1].tail or ''} "
    else:
        caption.text = f"{caption.text} "
    caption.append(SPAN(CLASS("credit"), credit))
