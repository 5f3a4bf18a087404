"""An import from first to last: read, check, store, link, announce."""

from itertools import batched

from django.conf import settings
from django.db import reset_queries, transaction

from ..models import Article
from ..revisions import record_import
from ..signals import articles_imported
from .catalog import Catalog
from .directories import People, Topics
from .problems import Problem
from .readers import open_binary, read
from .records import as_record, with_parts
from .relinking import relink_stored_articles
from .report import Report
from .resolution import Resolver
from .storage import Change, Storage
from .validation import InvalidRecordError, validate
from .waiting import WaitingRecords

BATCH = 250


def import_files(names, *, default_status="", dry_run=False, open_file=open_binary, report=None):
    """Import the articles in the files `names` and return a `Report`, `report` if one is given.

    A dry run is the same, undone at its end. Ctrl-C leaves the batches that were stored, linked
    and announced like any others.
    """
    report = Report() if report is None else report
    if dry_run:
        with transaction.atomic():
            Importer(report, default_status).run(names, open_file)
            transaction.set_rollback(True)
        return report
    importer = Importer(report, default_status)
    try:
        importer.run(names, open_file)
    finally:
        importer.finish()
    return report


class Importer:
    def __init__(self, report, default_status):
        topics = Topics()
        self.report = report
        self.catalog = Catalog()
        self.resolver = Resolver(self.catalog, topics, default_status=default_status)
        self.storage = Storage(self.catalog, topics, People())
        self.waiting = WaitingRecords()
        self.places = {}
        self.stored_pks = set()

    def run(self, names, open_file):
        try:
            self._store(self._valid_records(names, open_file))
            self._store_waiting()
        finally:
            self.waiting.close()

    def finish(self):
        """Let links lead to what was stored, and tell the rest of the project of it, once."""
        if not self.stored_pks:
            return
        with transaction.atomic():
            relinked = relink_stored_articles(self.catalog)
            ids = sorted(self.stored_pks | relinked)
            record_import(ids)
            articles_imported.send(sender=Article, ids=ids)

    def _valid_records(self, names, open_file):
        for name in names:
            for found in read(name, open_file=open_file):
                if isinstance(found, Problem):
                    self.report.add_problem(found)
                    self.report.refused += bool(found.place.line)
                    continue
                place, raw = found
                try:
                    record = validate(raw)
                    self._check_not_given_before(record, place)
                except InvalidRecordError as error:
                    self.report.refuse(place, error.problems)
                else:
                    yield place, record

    def _check_not_given_before(self, record, place):
        if first := self.places.get(record.id):
            raise InvalidRecordError([("id", f"{record.id} is given already in {first}")])
        self.places[record.id] = place

    def _store_waiting(self):
        # Round after round, because an original may be the translation of another that waits.
        count = None
        while len(self.waiting) not in (0, count):
            waiting, self.waiting = self.waiting, WaitingRecords()
            count = len(waiting)
            self._store(waiting.drain())
        for place, record in self.waiting.drain():
            message = f"names no article that is here or could be imported: {record.translation_of}"
            self.report.refuse(place, [("translation_of", message)])

    def _store(self, records):
        for batch in batched(records, BATCH):
            self._store_batch(batch)
            if settings.DEBUG:
                # Django keeps the text of all queries then, which here is that of all articles.
                reset_queries()

    def _store_batch(self, batch):
        identifiers = [record.id for _, record in batch if record.id in self.catalog.entries]
        articles = with_parts(Article.objects.filter(identifier__in=identifiers))
        stored = {article.identifier: article for article in articles}
        changes = []
        for place, record in batch:
            original = record.translation_of
            if original and original not in self.catalog.entries:
                self.waiting.add(place, record)
            elif change := self._change(place, record, stored.get(record.id)):
                changes.append(change)
        if changes:
            self._store_changes(changes)

    def _change(self, place, record, article):
        before = article and as_record(article)
        try:
            record = self.resolver.resolve(record, before)
        except InvalidRecordError as error:
            self.report.refuse(place, error.problems)
            return None
        if record == before:
            self.report.unchanged += 1
            return None
        self.catalog.reserve(record, before)
        return Change(place, record, article, before)

    def _store_changes(self, changes):
        for change, outcome in self.storage.store(changes):
            if isinstance(outcome, Exception):
                self.catalog.release(change.record, change.before)
                self.report.refuse(change.place, [("", f"the database refuses it: {outcome}")])
                continue
            self.catalog.enter(outcome.pk, change.record)
            self.stored_pks.add(outcome.pk)
            if change.before is None:
                self.report.created += 1
            else:
                self.report.updated += 1
