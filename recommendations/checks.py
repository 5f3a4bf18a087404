"""System checks of the settings of Read More."""

from django.conf import settings
from django.core.checks import Error, register


@register()
def check_recommendations(app_configs, **kwargs):
    # Here, because the engine takes a while to import and a process may never check anything.
    from .conf import DEFAULTS, get  # noqa: PLC0415

    given = getattr(settings, "RECOMMENDATIONS", {})
    if not isinstance(given, dict):
        return [_error("RECOMMENDATIONS is not a dict.", "E001", DEFAULTS)]
    errors = [
        _error(f"RECOMMENDATIONS has no setting {name!r}.", "E002", DEFAULTS)
        for name in given
        if name not in DEFAULTS
    ]
    for name, defaults in DEFAULTS.items():
        if name == "CHALLENGER_WEIGHTS" and not errors:
            defaults = get("WEIGHTS")
        errors += _weight_errors(name, given.get(name, {}), defaults)
    return errors


def _weight_errors(name, weights, defaults):
    where = f"RECOMMENDATIONS[{name!r}]"
    if not isinstance(weights, dict):
        return [_error(f"{where} is not a dict.", "E003", defaults)]
    errors = [
        _error(f"{where} has no weight {key!r}.", "E004", defaults)
        for key in weights
        if key not in defaults
    ]
    errors += [
        _error(f"{where}[{key!r}] is not a number of 0 or more: {weight!r}", "E005", defaults)
        for key, weight in weights.items()
        if not (isinstance(weight, int | float) and 0 <= weight < float("inf"))
    ]
    if not errors and not any({**defaults, **weights}.values()):
        errors = [_error(f"{where} leaves no weight above 0.", "E006", defaults)]
    return errors


def _error(message, number, known):
    return Error(message, hint=f"There are {', '.join(known)}.", id=f"recommendations.{number}")
