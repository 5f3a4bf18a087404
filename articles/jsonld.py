"""What a page says of itself to machines: schema.org's terms, stored facts only."""

import json

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import mark_safe

from .html import html_to_text
from .pictures.renditions import whole

# Inside a script element only these could end the data or open something else.
_SCRIPT_ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&"}


def script_text(data):
    """Return `data` as JSON that is safe between <script> and </script>."""
    text = json.dumps(data, ensure_ascii=False).translate(_SCRIPT_ESCAPES)
    return mark_safe(text)  # noqa: S308  (escaped above)


def describe_article(article, *, url, description, authors, topics, breadcrumbs):
    """Return the graph of an article's page."""
    graph = [
        _web_page(article, url, description, authors, topics),
        _trail(breadcrumbs, article.title, url),
    ]
    questions = article.questions.all()
    if questions:
        graph.append(_faq_page(questions, url))
    return _context(graph)


def describe_home(*, url, language):
    """Return the graph of the front page: the site, and the body that answers for it."""
    site = {
        "@type": "WebSite",
        "@id": f"{url}#website",
        "url": url,
        "name": settings.SITE_NAME,
        "inLanguage": language,
        "publisher": {"@id": _organization()["@id"]},
    }
    return _context([site, _organization()])


def describe_topic(topic, *, url, breadcrumbs):
    """Return the graph of a topic's page."""
    page = {
        "@type": "CollectionPage",
        "@id": url,
        "url": url,
        "name": topic.name,
        "description": topic.description,
        "inLanguage": topic.language,
    }
    return _context([_known(page), _trail(breadcrumbs, topic.name, url)])


def describe_person(person, *, url, language, breadcrumbs):
    """Return the graph of the page of an author or reviewer."""
    page = {
        "@type": "ProfilePage",
        "@id": url,
        "url": url,
        "inLanguage": language,
        "mainEntity": _person(person),
    }
    return _context([page, _trail(breadcrumbs, person.name, url)])


def _context(graph):
    return {"@context": "https://schema.org", "@graph": graph}


def _known(about):
    return {key: value for key, value in about.items() if value}


def _organization():
    return {
        "@type": "Organization",
        "@id": f"{settings.SITE_URL}/#organization",
        "name": settings.SITE_PUBLISHER,
        "url": f"{settings.SITE_URL}/",
    }


def _web_page(article, url, description, authors, topics):
    dates = article.dates
    page = {
        "@type": "MedicalWebPage",
        "@id": url,
        "url": url,
        "headline": article.title,
        "description": description,
        "inLanguage": article.language,
        "datePublished": iso(dates.published),
        "dateModified": iso(dates.modified),
        "publisher": _organization(),
        "about": [{"@type": "Thing", "name": topic.name} for topic in topics],
        "author": [_person(person) for person in authors],
        "image": article.picture and _image(article),
        "citation": [_citation(reference) for reference in article.references.all()],
    }
    if article.current_review:
        page["lastReviewed"] = dates.reviewed.isoformat()
        page["reviewedBy"] = _person(article.current_review.reviewer)
    return _known(page)


def _image(article):
    shown = whole(article.picture).fallback
    image = {
        "@type": "ImageObject",
        "url": absolute(shown.url),
        "width": shown.width,
        "height": shown.height,
        "caption": article.picture_words,
        "creditText": article.picture.credit,
    }
    return _known(image)


def _person(person):
    about = {
        "@type": "Person",
        "name": person.name,
        "description": person.credentials,
        "url": absolute(person.get_absolute_url()),
    }
    return _known(about)


def _citation(reference):
    work = {"@type": "CreativeWork", "name": reference.text, "url": reference.link}
    if reference.doi:
        work["sameAs"] = f"https://doi.org/{reference.doi}"
    return _known(work)


def _trail(breadcrumbs, name, url):
    """Return the way to the page itself, which closes it."""
    places = [*((crumb.name, crumb.path) for crumb in breadcrumbs), (name, url)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
            for position, (name, path) in enumerate(places, start=1)
        ],
    }


def _faq_page(questions, url):
    return {
        "@type": "FAQPage",
        "@id": f"{url}#questions",
        "mainEntity": [
            {
                "@type": "Question",
                "name": question.question,
                "acceptedAnswer": {"@type": "Answer", "text": html_to_text(question.answer)},
            }
            for question in questions
        ],
    }


def absolute(path):
    return path if path.startswith(("http://", "https://")) else f"{settings.SITE_URL}{path}"


def iso(moment):
    """Return the same spelling of a moment as the page's <time> elements have."""
    return timezone.localtime(moment).isoformat()
