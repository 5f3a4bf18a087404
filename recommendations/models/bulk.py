"""Rows in great numbers: of ready-made values, without an instance of a model for each."""

from itertools import batched

from django.db import connections, router

BATCH = 500


def insert(model, fields, rows, *, unique=(), update=()):
    """Insert `rows`, which have for each of `fields` what the database takes for it.

    Where there is one with the same `unique` fields, it gets the new values of `update`.
    """
    sql = "INSERT INTO {} ({}) VALUES ({})".format(  # noqa: S608  (our own names)
        _table(model), ", ".join(_columns(model, fields)), ", ".join(["%s"] * len(fields))
    )
    if update:
        values = (f"{column} = excluded.{column}" for column in _columns(model, update))
        unique_columns = ", ".join(_columns(model, unique))
        sql += f" ON CONFLICT ({unique_columns}) DO UPDATE SET {', '.join(values)}"
    _execute_many(model, sql, rows)


def update(model, field, where, rows):
    """Set `field` of the rows that `where`, names of fields, pick out by the further values."""
    [column] = _columns(model, [field])
    conditions = " AND ".join(f"{name} = %s" for name in _columns(model, where))
    sql = f"UPDATE {_table(model)} SET {column} = %s WHERE {conditions}"  # noqa: S608  (our own names)
    _execute_many(model, sql, rows)


def _table(model):
    return _connection(model).ops.quote_name(model._meta.db_table)


def _columns(model, fields):
    quote = _connection(model).ops.quote_name
    return [quote(model._meta.get_field(name).column) for name in fields]


def _connection(model):
    return connections[router.db_for_write(model)]


def _execute_many(model, sql, rows):
    # In hand before they are sent: who makes them may ask this connection something on the way, and
    # would wait for PostgreSQL, which waits for the rows.
    with _connection(model).cursor() as cursor:
        for some in batched(rows, BATCH):
            cursor.executemany(sql, some)
