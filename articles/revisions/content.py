"""An article with everything in it as one JSON value, and back.

Two articles with equal contents are the same to readers and editors. What a page shows of its
state (published or not, reviewed, updated) is not in it: restoring a text does not undo its review.
"""

from datetime import date

from ..models import Article, ArticleTopic, Authorship, Person, Picture, Question, Reference
from ..models.topic import topics_standing_for
from .added import added_content, added_parts, apply_added

FIELDS = (
    *("title", "slug", "language", "translation_of", "summary", "key_facts", "body", "headings"),
    *("picture", "picture_alternative_text"),
    *("also_known_as", "source_url", "published_at", "expires_at", "review_due_on"),
)
# The rows that belong to an article, in their order, and their fields.
PARTS = {
    "authorships": (Authorship, ("person",)),
    "questions": (Question, ("question", "answer")),
    "references": (Reference, ("text", "url", "doi", "pmid", "accessed_on")),
}
# Its own; other apps add theirs.
KEYS = (*FIELDS, "topics", *PARTS)


def all_keys():
    return (*KEYS, *added_parts())


def is_same_text(one, other):
    """Whether two contents are the same but for what other apps add to them."""
    return all(one.get(key) == other.get(key) for key in KEYS)


def content_of(article):
    """Return the content of `article`, as it is in the database, in JSON's types."""
    article = Article.objects.prefetch_related("topics", *PARTS).get(pk=article.pk)
    parts = {
        name: [_values(row, fields) for row in getattr(article, name).all()]
        for name, (_model, fields) in PARTS.items()
    }
    topics = sorted(topic.pk for topic in article.topics.all())
    own = {**_values(article, FIELDS), "topics": topics, **parts}
    return own | added_content(article)


def apply(content, article):
    """Make `article` what `content` says and save it, its rows included.

    Topics, people, a picture and an original that are not there any more are left out, and an
    address that another article has by now is not taken.
    """
    slug, published_at = article.slug, article.published_at
    address = (article.language, slug)
    for name in FIELDS:
        field = Article._meta.get_field(name)
        setattr(article, field.attname, field.to_python(content[name]))
    others = Article.objects.exclude(pk=article.pk)
    if (article.language, article.slug) != address and _is_taken(article, others):
        article.slug = slug
    if article.translation_of_id and not _may_translate(article, others):
        article.translation_of_id = None
    if article.picture_id and not Picture.objects.filter(pk=article.picture_id).exists():
        article.picture_id = None
    if article.status == Article.Status.PUBLISHED and article.published_at is None:
        article.published_at = published_at
    article.save()
    _replace_topics(article, content["topics"])
    for name, (model, fields) in PARTS.items():
        rows = model._default_manager.filter(article=article)
        if [_values(row, fields) for row in rows] != content[name]:
            _replace_rows(article, model, content[name])
    apply_added(content, article)


def _is_taken(article, others):
    return others.filter(language=article.language, slug=article.slug).exists()


def _may_translate(article, others):
    original = article.translation_of_id
    rivals = others.filter(translation_of=original, language=article.language)
    return others.filter(pk=original).exists() and not rivals.exists()


def _replace_topics(article, pks):
    through = ArticleTopic.objects.filter(content_object=article)
    if set(through.values_list("tag", flat=True)) != set(pks):
        through.delete()
        ArticleTopic.objects.bulk_create(
            ArticleTopic(content_object=article, tag=topic) for topic in topics_standing_for(pks)
        )


def _replace_rows(article, model, rows):
    model._default_manager.filter(article=article).delete()
    wanted = [row["person"] for row in rows if "person" in row]
    people = set(Person.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    model._default_manager.bulk_create(
        model(article=article, position=position, **_attributes(model, row))
        for position, row in enumerate(rows, start=1)
        if "person" not in row or row["person"] in people
    )


def _attributes(model, row):
    fields = {model._meta.get_field(name): value for name, value in row.items()}
    return {field.attname: field.to_python(value) for field, value in fields.items()}


def _values(row, names):
    """Return the fields `names` of `row` as JSON has them."""
    values = {name: row._meta.get_field(name).value_from_object(row) for name in names}
    return {
        name: value.isoformat() if isinstance(value, date) else value  # a datetime is a date too
        for name, value in values.items()
    }
