from django.core.management.base import BaseCommand, CommandError

from articles.interchange.progress import progress_bar
from recommendations import services

INTERRUPTED = 130


class Command(BaseCommand):
    help = (
        "Make all Read More lists anew. The lists of a language are replaced all at once: the "
        "command can be stopped at any time and run again."
    )

    def handle(self, *, verbosity, **options):
        with progress_bar(verbosity=verbosity) as progress:
            for language in services.languages():
                try:
                    n_articles = services.build(language, progress=_reporter(progress, language))
                except KeyboardInterrupt:
                    raise CommandError(
                        f"Stopped. The lists of {language} are as they were.",
                        returncode=INTERRUPTED,
                    ) from None
                if verbosity:
                    self.stdout.write(f"{language}: lists for {n_articles} articles.")


def _reporter(progress, language):
    bars = {}

    def report(stage, done, total):
        if stage not in bars:
            bars[stage] = progress.add_task(f"{stage} ({language})")
        progress.update(bars[stage], completed=done, total=total)

    return report
