"""Work that editors and readers do not wait for. To repeat or lose a task does no harm.

What is to be done is not in a task's arguments but in the database: each task mends all it finds.
The scientific packages are imported where they are used, so that a process that only serves readers
never loads them.
"""

from django.tasks import task


@task()
def refresh(languages):
    """Bring the lists of these languages up to date with their articles."""
    from . import services  # noqa: PLC0415  (see above)

    for language in languages:
        services.refresh(language)


@task()
def rebuild():
    """Build all lists anew, with new statistics."""
    from . import services  # noqa: PLC0415  (see above)

    for language in services.languages():
        services.build(language)
