"""Tasks where there are no workers: done in place, but never while a reader waits."""

import threading
from contextlib import contextmanager

from django.core.signals import request_finished
from django.tasks.backends.immediate import ImmediateBackend


class _Left(threading.local):
    is_leaving = False
    runs = ()


_left = _Left()


@contextmanager
def after_the_answer():
    """Leave tasks that are enqueued inside the block for when this thread's request is answered."""
    _left.is_leaving = True
    try:
        yield
    finally:
        _left.is_leaving = False


class InPlaceBackend(ImmediateBackend):
    def _execute_task(self, task_result):
        if _left.is_leaving:
            _left.runs = (*_left.runs, (super()._execute_task, task_result))
        else:
            super()._execute_task(task_result)


def run_left(**kwargs):
    runs, _left.runs = _left.runs, ()
    for run, task_result in runs:
        run(task_result)


def connect():
    request_finished.connect(run_left, dispatch_uid="articles.in_place")
