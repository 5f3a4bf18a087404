from django.core.management import call_command
from django.tasks import task


@task()
def prune():
    """Forget what need not be kept; workers do it each night."""
    call_command("prune_revisions", verbosity=0)
