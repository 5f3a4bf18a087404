"""What an editor can say of an article's Read More list, each in one step.

Every function takes the article, the other one, and the user; makes or ends rules; and returns
what to tell the user and what to write into the article's history, in the form of its log. What
cannot be done is a ValidationError. Lists are refreshed after the commit, by signal handlers.
"""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .models import Exclusion, NeverRecommended, Pin


class Outcome(NamedTuple):
    text: str
    log: dict


def pin(article, other, user):
    if Exclusion.objects.between(article, other).exists():
        raise ValidationError(_("“%s” is excluded. End that first.") % other)
    position = Pin.objects.next_position(article)
    _make(Pin(source=article, target=other, position=position, made_by=user))
    return _outcome(_("“%s” is pinned."), "added", "pin", other)


def unpin(article, other, user):
    _end(article.pins.filter(target=other))
    return _outcome(_("“%s” is not pinned any more."), "deleted", "pin", other)


def move_up(article, other, user):
    _move(article, other, -1)
    return _outcome(_("“%s” moved up."), "changed", "pin", other, ["position"])


def move_down(article, other, user):
    _move(article, other, 1)
    return _outcome(_("“%s” moved down."), "changed", "pin", other, ["position"])


def exclude(article, other, user):
    article.pins.filter(target=other).delete()
    _make(Exclusion(source=article, target=other, made_by=user))
    return _outcome(_("“%s” is not shown on this list any more."), "added", "exclusion", other)


def exclude_both_ways(article, other, user):
    exclusion = article.exclusions.filter(target=other).first()
    if exclusion is None:
        raise ValidationError(_("Nothing has changed: that was done already."))
    other.pins.filter(target=article).delete()
    exclusion.both_ways = True
    exclusion.save(update_fields=["both_ways"])
    text = _("Neither is “%s” shown here, nor this article there.")
    return _outcome(text, "changed", "exclusion", other, ["both ways"])


def include(article, other, user):
    _end(Exclusion.objects.between(article, other))
    return _outcome(_("“%s” may be on this list again."), "deleted", "exclusion", other)


def never_recommend(article, other, user):
    _make(NeverRecommended(article=article, made_by=user))
    text = _("“%s” is not on any list from now on.")
    return _outcome(text, "added", "article never recommended", article)


def recommend_again(article, other, user):
    _end(NeverRecommended.objects.filter(article=article))
    text = _("“%s” may be recommended again.")
    return _outcome(text, "deleted", "article never recommended", article)


def _make(rule):
    rule.full_clean()
    rule.save()


def _end(rules):
    if not rules:
        raise ValidationError(_("Nothing has changed: that was done already."))
    rules.delete()


def _move(article, other, by):
    # Those that readers do not see are passed over, and go last.
    seen = list(article.pins.visible())
    pins = [*seen, *article.pins.exclude(pk__in=[pin.pk for pin in seen])]
    places = {pin.target_id: place for place, pin in enumerate(pins)}
    place = places.get(other.pk)
    if place is None or not 0 <= place + by < len(seen):
        raise ValidationError(_("Nothing has changed: that was done already."))
    pins.insert(place + by, pins.pop(place))
    for position, pin in enumerate(pins):
        if pin.position != position:
            pin.position = position
            pin.save(update_fields=["position"])


def _outcome(text, change, rule, about, fields=()):
    log = {change: {"name": rule, "object": str(about)}}
    if fields:
        log[change]["fields"] = fields
    return Outcome(text % about, log)
