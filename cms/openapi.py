"""The OpenAPI document: what django-ninja makes of the operations, and which problems they have."""

from http import HTTPStatus

from .problems import MEDIA_TYPE, Problem

# By what an operation takes; any request can be refused for what is in the first.
_ALWAYS = (400, 406, 422, 429, 500)
_WITH_BODY = (413, 415)
_WITH_TOKEN = (401, 403, 409)
_WITH_MATCH = (412, 428)
_WITH_PATH = (404,)


def with_problems(document):
    """Return `document` with the problems that each operation may answer with."""
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas = document["components"]["schemas"]
    schemas.update(schema.pop("$defs"), Problem=schema)
    for path, operations in document["paths"].items():
        for operation in operations.values():
            statuses = [*_ALWAYS, *(_WITH_PATH if "{" in path else ())]
            statuses += _WITH_BODY if "requestBody" in operation else ()
            statuses += _WITH_TOKEN if "security" in operation else ()
            names = {parameter["name"] for parameter in operation["parameters"]}
            statuses += _WITH_MATCH if "If-Match" in names else ()
            for status in sorted(statuses):
                operation["responses"].setdefault(status, problem(status))
            for parameter in operation["parameters"]:
                # The operations ask for it themselves, to answer 428 where it is missing.
                parameter["required"] |= parameter["name"] == "If-Match"
                # A list here is JSON Schema's; the parameter's own would be a map.
                parameter.pop("examples", None)
    return document


def problem(status):
    """Return the description of a response that is a problem."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    response = {"description": HTTPStatus(status).phrase, "content": content}
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        seconds = {"description": "Seconds to wait.", "schema": {"type": "integer"}}
        response["headers"] = {"Retry-After": seconds}
    return response
