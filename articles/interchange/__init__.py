"""Articles in and out, as records.

A reader (`readers`) turns a file into plain dicts, `validation` turns a dict into a record
(`records`), `importer` decides what each record means here and `storage` writes it. An export is
the same way back: articles become records, and a writer (`writers`) turns them into lines. A
further format is one more reader, one more writer, or both.
"""
