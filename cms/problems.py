"""What went wrong, for machines: problem details (RFC 9457)."""

from http import HTTPStatus

from django.http import JsonResponse
from ninja import Field, Schema


class FieldProblem(Schema):
    where: str = Field(
        description="The part of the request and the name.", examples=["query.limit"]
    )
    detail: str = Field(examples=["Input should be less than or equal to 100"])


class Problem(Schema):
    """Problem details, as `application/problem+json`."""

    type: str = Field(
        description="about:blank: the status says what kind.", examples=["about:blank"]
    )
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field("", examples=["There is nothing at this address."])
    errors: list[FieldProblem] = []


def problem_response(status, detail="", errors=()):
    title = HTTPStatus(status).phrase
    problem = {"type": "about:blank", "title": title, "status": status}
    if detail:
        problem["detail"] = detail
    if errors:
        problem["errors"] = list(errors)
    return JsonResponse(problem, status=status, content_type="application/problem+json")


class ProblemDetailsMiddleware:
    """Tell programs what went wrong in their own form where Django tells it in a page.

    The address resolver, the method check and the server's own errors answer with HTML or plain
    text, whatever is below the address.
    """

    PREFIX = "/api/"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code < 400 or not request.path_info.startswith(self.PREFIX):
            return response
        if response.headers.get("Content-Type", "").startswith("application/problem+json"):
            return response
        problem = problem_response(response.status_code)
        if "Allow" in response.headers:
            problem.headers["Allow"] = response.headers["Allow"]
        return problem
