"""What every request to the API must be like, whatever it asks for."""

from functools import wraps

from django.utils.cache import get_conditional_response, set_response_etag

from .problems import problem_response

JSON = "application/json"
# An article with all its parts, or a text in which each letter takes six bytes ("\u00e9").
LARGEST_BODY = 1_500_000


# The site keeps these answers, and says how long others may.
KEPT = ("related",)


class HeadMiddleware:
    """Answer HEAD as GET, and leave the body to the server to drop, as Django's own views do.

    django-ninja knows no HEAD but where it is declared, as an operation of its own.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "HEAD" or not request.path_info.startswith("/api/"):
            return self.get_response(request)
        request.method = "GET"
        try:
            return self.get_response(request)
        finally:
            request.method = "HEAD"


def checked(run):
    """Let an operation run only for a request that it can answer."""

    @wraps(run)
    def run_if_fit(request, *args, **kwargs):
        response = _refusal(request) or run(request, *args, **kwargs)
        is_whole = request.method == "GET" and response.status_code == 200
        if is_whole and "ETag" not in response.headers:
            return _unless_known(request, response)
        return response

    return run_if_fit


def _unless_known(request, response):
    """Return `response`, or say that the client has it already."""
    set_response_etag(response)
    if request.resolver_match.url_name not in KEPT:
        response.headers.setdefault("Cache-Control", "no-cache")
    return get_conditional_response(request, etag=response.headers["ETag"], response=response)


def _refusal(request):
    if not request.accepts(JSON) and not request.accepts("application/problem+json"):
        return problem_response(406, f"Answers are {JSON}.")
    if request.method in ("POST", "PUT"):
        return _refusal_of_body(request)
    return None


def _refusal_of_body(request):
    if request.content_type != JSON:
        return problem_response(415, f"Send {JSON}.", headers={"Accept": JSON})
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        return problem_response(413, f"More than {LARGEST_BODY} bytes are not read.")
    return None
