"""`manage.py make_pictures`: the sizes of pictures that are not there."""

from django.core.management.base import BaseCommand, CommandError

from articles.interchange.progress import progress_bar
from articles.models import Picture
from articles.pictures.files import make_files


class Command(BaseCommand):
    help = (
        "Make those sizes of the library's pictures that are missing, as after a new version that "
        "has others. It can be stopped, and run again."
    )

    def handle(self, *, verbosity, **options):
        made, lost = 0, []
        pictures = Picture.objects.order_by("pk")
        with progress_bar(verbosity=verbosity) as progress:
            for picture in progress.track(
                pictures.iterator(), pictures.count(), description="Pictures"
            ):
                try:
                    made += make_files(picture)
                except FileNotFoundError:
                    lost.append(f"{picture} ({picture.image.name})")
        self.stdout.write(f"{made} {'file' if made == 1 else 'files'} made.")
        if lost:
            raise CommandError(f"The original is missing of: {', '.join(lost)}.")
