"""Colors that can be read, by the contrast that WCAG 2.2 asks of text."""

LEAST_CONTRAST = 4.5
STEPS = 20


def readable(color, background):
    """Return `color`, mixed with as much black or white as text on `background` needs."""
    parts, behind = _parts(color), _parts(background)
    # Of black and white, the one that can always be read there.
    aim = (0, 0, 0) if _luminance(behind) > 0.18 else (255, 255, 255)
    mixes = (_mix(parts, aim, step / STEPS) for step in range(STEPS + 1))
    found = next(mix for mix in mixes if contrast(mix, behind) >= LEAST_CONTRAST)
    return "#{:02x}{:02x}{:02x}".format(*found)


def _mix(one, other, share):
    """Return the color that has `share` of `other` in it, the rest of `one`."""
    return tuple(
        round(part + (its_other - part) * share) for part, its_other in zip(one, other, strict=True)
    )


def contrast(one, other):
    """Return the contrast of two colors, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _parts(color):
    return tuple(bytes.fromhex(color.removeprefix("#")))


def _luminance(parts):
    linear = [
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
