from django.tasks import task

from .catching_up import catch_up


@task()
def publish_due():
    """Do what is due; workers begin it each minute."""
    catch_up()
