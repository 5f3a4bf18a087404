"""Readers' pages, kept on the server and never stale.

What is kept is kept under the version of the site's content, a number that the database changes in
the transaction that changes what readers see (`versions`), and until the clock changes something.
"""
