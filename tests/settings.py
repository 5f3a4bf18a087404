"""The development settings, whatever the shell's environment says, and made for speed."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ["DJANGO_DEBUG"] = "1"
os.environ.pop("DATABASE_URL", None)
if "TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]

from cms.settings import *  # noqa: F403

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A file, so that each thread of the live server has a connection of its own, as it has in
    # production. In memory they would share one, and one request end another's transaction.
    directory = tempfile.mkdtemp(prefix="test-database-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    # Tests that run beside each other make every writer slow; who waits must not give up for that.
    DATABASES["default"]["OPTIONS"]["timeout"] = 60  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": Path(directory) / "test.sqlite3"}  # noqa: F405

MEDIA_ROOT = tempfile.mkdtemp(prefix="test-media-")
atexit.register(shutil.rmtree, MEDIA_ROOT, ignore_errors=True)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
