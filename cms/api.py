"""The JSON API, version 1: who answers what, and in which form."""

from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from articles.api.routes import router as articles_router

from .problems import problem_response

DESCRIPTION = """
Read without a key, from any origin. Every error is an `application/problem+json` (RFC 9457).
"""

api = NinjaAPI(
    title="Articles and Read More",
    version="1",
    description=DESCRIPTION.strip(),
    urls_namespace="api-1",
)
api.add_router("", articles_router)


@api.exception_handler(ValidationError)
def invalid(request, error):
    return problem_response(
        422,
        "The request has values that cannot be used.",
        [
            {"where": ".".join(map(str, problem["loc"])), "detail": problem["msg"]}
            for problem in error.errors
        ],
    )


@api.exception_handler(HttpError)
def refused(request, error):
    return problem_response(error.status_code, str(error))
