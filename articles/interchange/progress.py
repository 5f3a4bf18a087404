"""The progress bar of a long command."""

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


def progress_bar(stream, *, verbosity):
    """Return a rich `Progress` on `stream`, which shows itself only to a person who watches."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=Console(file=stream),
        transient=True,
        disable=not (verbosity and stream.isatty()),
    )
