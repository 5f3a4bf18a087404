"""Work on all processors: NumPy and SciPy compute without holding the interpreter's lock."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice


def map_ahead[Item, Result](
    work: Callable[[Item], Result], items: Iterable[Item]
) -> Iterator[Result]:
    """Yield what `work` makes of each of `items`, in order; the next ones are in work meanwhile.

    A few at a time, so that an interrupt need not wait for all, nor all results be held. The items
    themselves are fetched by this thread.
    """
    items = iter(items)
    first = list(islice(items, 2))
    if len(first) < 2:  # threads would only take time
        yield from map(work, first)
        return
    n_threads = os.cpu_count() or 1
    with ThreadPoolExecutor(n_threads) as executor:
        ahead: deque[Future[Result]] = deque()
        for item in chain(first, items):
            ahead.append(executor.submit(work, item))
            if len(ahead) > n_threads:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
