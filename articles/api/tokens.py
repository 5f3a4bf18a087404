"""Who asks: a token, and through it the person who made it."""

from ninja.errors import HttpError
from ninja.security import HttpBearer

from ..models import APIToken


class Token(HttpBearer):
    """A token that staff make in the admin."""

    def authenticate(self, request, token):
        found = APIToken.objects.find(token)
        if found is not None:
            found.note_use()
        return found


def require(token, scope, *permissions):
    """Refuse unless the token has `scope` and its owner, now, all `permissions`."""
    if not token.allows(scope):
        raise HttpError(403, f"This token has no scope {scope}.")
    for permission in permissions:
        if not token.owner.has_perm(f"articles.{permission}"):
            raise HttpError(403, f"The owner of this token has no permission {permission}.")
