"""The version of what readers see: another one after each transaction that changes any of it."""

import re
from functools import cache

from django.apps import apps
from django.db import connections, router, transaction
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

from cms.models import ContentChange
from recommendations.models import RelatedArticle
from recommendations.signals import lists_changed

from .purging import EVERY_PAGE, READ_MORE, purge_soon

# Models of ours that no kept page shows; search keeps none.
NOT_SHOWN = {
    "articles.APIToken",
    "articles.BrokenLink",
    "articles.Clock",
    "articles.Autosave",
    "articles.ExternalAddress",
    "articles.ExternalLink",
    "articles.FeedbackComment",
    "articles.FeedbackCount",
    "articles.InternalLink",
    "articles.PromotedResult",
    "articles.Presence",
    "articles.PreviewLink",
    "articles.Revision",
    "articles.SavedFilter",
    "articles.SearchEntry",
    "articles.SearchName",
    "articles.SearchWord",
    "articles.UnansweredQuery",
    "cms.ContentChange",
    "recommendations.ArticleVector",
    "recommendations.Corpus",
    "recommendations.CorpusTerms",
    "recommendations.LinkCount",
    "recommendations.Report",
}
APPS = ("articles", "cms", "recommendations")
# How many changes are remembered; the sum of them all is read with each request.
REMEMBERED = 200
FORGET_AFTER = 50

_SUM_OF_TOKENS = f'SELECT SUM("token") FROM "{ContentChange._meta.db_table}"'  # noqa: S608  (ours)
_WRITE = re.compile(r'(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "?(\w+)')


def content_version():
    """Return the version of what readers see; to be read before anything else of it.

    What is made of data that is newer than the version does no harm: nobody asks for it again.
    """
    # Asked with each request, kept pages too: for the statement alone the ORM takes longer than
    # the database for the answer.
    with connections[router.db_for_read(ContentChange)].cursor() as cursor:
        cursor.execute(_SUM_OF_TOKENS)
        (version,) = cursor.fetchone()
    return int(version or 0)


@cache
def shown_tables():
    """Return the tables that pages show, and the surrogate key of the pages that show them."""
    return {
        model._meta.db_table: READ_MORE if app == "recommendations" else EVERY_PAGE
        for app in APPS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if model._meta.label not in NOT_SHOWN
    }


class ChangeWatch:
    """Sees what a connection writes, and notes each change of what readers see.

    Signals would miss `update()`, `bulk_create()` and the like, and make each delete a slow one.
    """

    # Off while tables are made and changed: there may be none yet to note anything in.
    is_on = True

    def __init__(self, connection):
        self.connection = connection
        self._changed = set()
        self._forget_to = None

    @classmethod
    def of(cls, connection):
        """Return the watch of a connection, which gets one if it has none yet."""
        for wrapper in connection.execute_wrappers:
            if isinstance(wrapper, cls):
                return wrapper
        watch = cls(connection)
        connection.execute_wrappers.append(watch)
        return watch

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        write = _WRITE.match(sql) if self.is_on else None
        if write and (key := shown_tables().get(write[1])):
            self.note(key)
        return result

    def note(self, key=EVERY_PAGE):
        using = self.connection.alias
        change = ContentChange.objects.using(using).create()
        if change.pk % FORGET_AFTER == 0:
            self._forget_to = change.pk - REMEMBERED
        self._changed.add(key)
        transaction.on_commit(self._settle, using=using, robust=True)

    def _settle(self):
        """Do once what is to be done after a transaction, however much it changed."""
        changed, self._changed = self._changed, set()
        forget_to, self._forget_to = self._forget_to, None
        if forget_to:
            # Here, where nothing else is locked: two who forget the same cannot block each other.
            using = self.connection.alias
            # In one statement: `delete()` would commit, which SQLite refuses while the statement
            # that is being watched has not given all of its rows.
            ContentChange.objects.using(using).filter(pk__lte=forget_to)._raw_delete(using)
        if changed:
            purge_soon(changed)


def connect():
    connection_created.connect(watch, dispatch_uid="cms.caching.watch")
    pre_migrate.connect(before_migration, dispatch_uid="cms.caching.before_migration")
    lists_changed.connect(on_lists_changed, dispatch_uid="cms.caching.on_lists_changed")
    post_migrate.connect(after_migration, dispatch_uid="cms.caching.after_migration")


def watch(*, connection, **kwargs):
    ChangeWatch.of(connection)


def on_lists_changed(**kwargs):
    """Note what is written by ways that a watch does not see, such as PostgreSQL's COPY."""
    connection = transaction.get_connection(router.db_for_write(RelatedArticle))
    ChangeWatch.of(connection).note(READ_MORE)


def before_migration(**kwargs):
    ChangeWatch.is_on = False


def after_migration(*, sender, using, apps=apps, **kwargs):
    """Note a change: pages may show other columns now. `apps` are as this migration leaves them.

    `flush` says the same without any.
    """
    if sender.label != "cms":
        return
    try:
        change = apps.get_model("cms", "ContentChange")
    except LookupError:  # migrated back to before there was any
        return
    ChangeWatch.is_on = True
    if change._meta.db_table in transaction.get_connection(using).introspection.table_names():
        ContentChange.objects.using(using).create()
