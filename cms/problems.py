"""What went wrong, for programs: problem details (RFC 9457)."""

import json
from http import HTTPStatus

from django.http import JsonResponse
from ninja import Field, Schema

MEDIA_TYPE = "application/problem+json"


class FieldProblem(Schema):
    where: str = Field(
        description="The part of the request and the name.", examples=["query.limit"]
    )
    detail: str = Field(examples=["Input should be less than or equal to 100"])


class Problem(Schema):
    """Problem details."""

    type: str = Field(
        description="about:blank: the status says what kind.", examples=["about:blank"]
    )
    title: str = Field(examples=["Unprocessable Content"])
    status: int = Field(examples=[422])
    detail: str = Field("", examples=["The request has values that cannot be used."])
    errors: list[FieldProblem] = []


def problem_response(status, detail="", errors=(), headers=None):
    problem = _problem(status)
    if detail:
        problem["detail"] = detail
    if errors:
        problem["errors"] = [{"where": where, "detail": fault} for where, fault in errors]
    return JsonResponse(problem, status=status, content_type=MEDIA_TYPE, headers=headers)


def _problem(status):
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}


class ProblemDetailsMiddleware:
    """Tell programs what went wrong in their own form where Django tells it in a page.

    The address resolver, the method check, the check of the host and the server's own errors
    answer with HTML or plain text, whatever is below the address.
    """

    PREFIX = "/api/"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code >= 400 and request.path_info.startswith(self.PREFIX):
            _put_as_problem(response)
        return response


def _put_as_problem(response):
    """Change the body alone: what other middleware put into the headers still holds."""
    if response.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
        return
    response.content = json.dumps(_problem(response.status_code))
    response.headers["Content-Type"] = MEDIA_TYPE
    response.headers["Content-Length"] = str(len(response.content))
    del response.headers["Content-Encoding"]
