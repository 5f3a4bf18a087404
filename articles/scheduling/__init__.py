"""What happens at a time that editors chose, whether or not anybody is there to do it.

What is public is asked of the clock with each query (`Article.objects.published()`). What is more
than a query, a scheduled change or the lists of other articles, is caught up with: by a task each
minute, and before the next reader is answered.
"""

from .catching_up import (
    catch_up,
    catch_up_for_reader,
    is_behind,
    make_clock,
    something_is_due,
)

__all__ = ["catch_up", "catch_up_for_reader", "is_behind", "make_clock", "something_is_due"]
