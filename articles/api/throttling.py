"""How many requests one address may make: counted in the cache, see `articles.limits`."""

from django.conf import settings
from ninja.throttling import BaseThrottle

from ..limits import Limit, sender_key

_MINUTE = 60


class PerAddress(BaseThrottle):
    """At most as many requests a minute as the setting of this name says; 0 is any number."""

    def __init__(self, setting):
        self.setting = setting

    def allow_request(self, request):
        times = getattr(settings, self.setting)
        return not times or not self._limit(times).is_passed(sender_key(request))

    def wait(self):
        return self._limit(0).seconds_left()

    def _limit(self, times):
        return Limit(self.setting, times, _MINUTE)


any_request = PerAddress("API_REQUESTS_A_MINUTE")
