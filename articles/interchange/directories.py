"""The topics and people that articles name, found or made."""

from ..models import Person, Topic
from ..slugs import free_slug


class Topics:
    """Topics by language and name, whatever its case."""

    def __init__(self):
        self.forget()

    def forget(self):
        """Read the database again when next asked, after a rollback undid what was made."""
        self._topics = None

    def name_here(self, language, name):
        """Return the name as it is spelled here, or as it is given if the topic is new."""
        topic = self._all().get((language, name.casefold()))
        return topic.name if topic else name

    def get(self, language, name):
        key = (language, name.casefold())
        topics = self._all()
        if key not in topics:
            others = Topic.objects.filter(language=language)
            slug = free_slug(name, others, max_length=100, fallback="topic")
            topics[key] = Topic.objects.create(name=name, slug=slug, language=language)
        return topics[key]

    def _all(self):
        if self._topics is None:
            self._topics = {
                (topic.language, topic.name.casefold()): topic for topic in Topic.objects.all()
            }
        return self._topics


class People:
    """People by name and credentials."""

    def __init__(self):
        self.forget()

    def forget(self):
        self._people = None

    def get(self, language, record):
        """Return the person of `record`, who is made where it is the first that names them.

        What it says of a new person is in `language`, that of the article.
        """
        if self._people is None:
            self._people = {
                (person.name, person.credentials): person for person in Person.objects.all()
            }
        key = (record.name, record.credentials)
        if key not in self._people:
            self._people[key] = Person.objects.create(
                name=record.name, credentials=record.credentials, language=language
            )
        return self._people[key]
