"""What is wrong with a file, a line or a field, said so that a person can find and mend it."""

from dataclasses import dataclass

LONGEST_MESSAGE = 500


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file; line 0 is the file as a whole."""

    file: str
    line: int = 0

    def __str__(self):
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why something could not be imported."""

    place: Place
    message: str
    field: str = ""

    def __str__(self):
        field = f"field `{self.field}`: " if self.field else ""
        return _printable(f"{self.place}: {field}{self.message}")


def _printable(text):
    # Keys and values of a hostile file must not steer the terminal that shows them.
    text = "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)
    return text if len(text) <= LONGEST_MESSAGE else f"{text[:LONGEST_MESSAGE]}…"
