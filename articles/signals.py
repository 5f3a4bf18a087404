"""What articles tells the rest of the project; receivers should wait for the commit."""

from django.dispatch import Signal

# An article became public, will by itself at its time, or changed while it was.
# provides args: instance
article_published = Signal()

# An article stopped being public by an editor's hand.
# provides args: instance
article_unpublished = Signal()

# Many articles changed at once, and no signal was sent for each.
# provides args: ids (of the articles that were created or changed)
articles_imported = Signal()

# The clock made articles public, or took them from readers, and nobody saved them.
# provides args: ids
clock_passed = Signal()
