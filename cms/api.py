"""The JSON API, version 1: who answers what, and in which form."""

from itertools import groupby

from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from articles.api.routes import router as articles_router
from articles.api.throttling import any_request
from articles.api.writing import router as writing_router
from articles.interchange.validation import InvalidRecordError
from recommendations.api import router as related_router

from .openapi import with_problems
from .problems import problem_response
from .requests import checked

DESCRIPTION = """
Read without a key, from any origin. Times are in ISO 8601, addresses whole, and lists go on at
the address in `next`. Every error is an `application/problem+json` (RFC 9457).
"""


class API(NinjaAPI):
    def get_openapi_schema(self, **kwargs):
        return with_problems(super().get_openapi_schema(**kwargs))


api = API(
    title="Articles and Read More",
    version="1",
    description=DESCRIPTION.strip(),
    urls_namespace="api-1",
    throttle=[any_request],
)
api.add_decorator(checked, mode="view")
api.add_router("", articles_router)
api.add_router("", writing_router)
api.add_router("", related_router)


@api.exception_handler(ValidationError)
def invalid(request, error):
    return problem_response(
        422,
        "The request has values that cannot be used.",
        [(_place(problem["loc"]), problem["msg"]) for problem in error.errors],
    )


@api.exception_handler(InvalidRecordError)
def no_article(request, error):
    problems = [(f"body.{field}", fault) for field, fault in error.problems]
    return problem_response(422, "The request describes no article.", problems)


def _place(location):
    """Return where a fault is; django-ninja names the query itself twice where it is deep in it."""
    return ".".join(str(part) for part, _same in groupby(location))


@api.exception_handler(HttpError)
def refused(request, error):
    return problem_response(error.status_code, str(error))


@api.exception_handler(Throttled)
def too_many(request, error):
    detail = "This address asks too often."
    return problem_response(429, detail, headers={"Retry-After": str(error.wait)})


@api.exception_handler(AuthenticationError)
def unknown(request, error):
    detail = "Send a valid token: `Authorization: Bearer TOKEN`."
    return problem_response(401, detail, headers={"WWW-Authenticate": "Bearer"})


@api.exception_handler(Http404)
def not_found(request, error):
    return problem_response(404, "There is nothing at this address that you may see.")
