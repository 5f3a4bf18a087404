"""Rows in great numbers: of ready-made values, without an instance of a model for each."""

from itertools import batched, chain

from django.db import connections, router

# A statement inserts so many rows: less work than one for each, and few enough values for any
# database.
ROWS = 100
# So many are sent at a time. Whoever watches what is written sees it once.
SENT = 5_000


def insert(model, fields, rows, *, unique=(), update=()):
    """Insert `rows`, which have for each of `fields` what the database takes for it.

    Where there is one with the same `unique` fields, it gets the new values of `update`.
    """
    columns = ", ".join(_columns(model, fields))
    values = f"({', '.join(['%s'] * len(fields))})"
    conflict = ""
    if update:
        new_values = (f"{column} = excluded.{column}" for column in _columns(model, update))
        unique_columns = ", ".join(_columns(model, unique))
        conflict = f" ON CONFLICT ({unique_columns}) DO UPDATE SET {', '.join(new_values)}"

    def send(statements, n_rows):
        all_values = ", ".join([values] * n_rows)
        sql = f"INSERT INTO {_table(model)} ({columns}) VALUES {all_values}{conflict}"  # noqa: S608  (our own names)
        _execute_many(model, sql, [[*chain.from_iterable(its)] for its in statements])

    for sent in batched(rows, SENT):
        *statements, last = batched(sent, ROWS)
        if statements:
            send(statements, ROWS)
        send([last], len(last))


def update(model, field, where, rows):
    """Set `field` of the rows that `where`, names of fields, pick out by the further values."""
    [column] = _columns(model, [field])
    conditions = " AND ".join(f"{name} = %s" for name in _columns(model, where))
    sql = f"UPDATE {_table(model)} SET {column} = %s WHERE {conditions}"  # noqa: S608  (our own names)
    for sent in batched(rows, SENT):
        _execute_many(model, sql, sent)


def _table(model):
    return _connection(model).ops.quote_name(model._meta.db_table)


def _columns(model, fields):
    quote = _connection(model).ops.quote_name
    return [quote(model._meta.get_field(name).column) for name in fields]


def _connection(model):
    return connections[router.db_for_write(model)]


def _execute_many(model, sql, rows):
    # They are in hand: who makes them may ask this connection something on the way, and would wait
    # for PostgreSQL, which waits for the rows.
    with _connection(model).cursor() as cursor:
        cursor.executemany(sql, rows)
