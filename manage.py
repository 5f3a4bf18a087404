#!/usr/bin/env python
"""Django's command line, for this project."""

import os
import sys

PRODUCTION_VARIABLES = ("DATABASE_URL", "DJANGO_SECRET_KEY", "DJANGO_ALLOWED_HOSTS", "SITE_URL")


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    if not any(os.environ.get(name) for name in PRODUCTION_VARIABLES):
        # Nothing says that this is a production machine. A half-configured one gets no such mercy.
        os.environ.setdefault("DJANGO_DEBUG", "1")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
