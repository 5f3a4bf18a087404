"""The development settings, whatever the shell's environment says, and made for speed."""

import os

os.environ["DJANGO_DEBUG"] = "1"
os.environ.pop("DATABASE_URL", None)

from cms.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
