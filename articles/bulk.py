"""What is done to many articles at once: to each by itself, whole or not at all."""

import logging
from dataclasses import dataclass, field

from django import forms
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Article, Revision, ScheduledChange, Topic
from .revisions import apply, content_of, record, stand_by_review, withdraw

logger = logging.getLogger(__name__)


@dataclass
class Outcome:
    done: int = 0
    # Of what was not done: article (or None, if it is gone), and why.
    refused: list[tuple[Article | None, str]] = field(default_factory=list)


class Operation:
    """Something that editors do with articles. `obstacle` says why it is not for one of them."""

    name = heading = question = done = log = ""
    # Whether links to an article lead nowhere afterwards.
    breaks_links = False
    permission = "articles.change_article"
    form_class = forms.Form

    def obstacle(self, article, user, **options):
        return ""

    def do(self, article, user, **options):
        raise NotImplementedError

    def run(self, pks, user, **options):
        outcome = Outcome()
        for pk in pks:
            article = Article.objects.filter(pk=pk).first()
            reason = self._run_one(pk, user, options)
            if reason:
                outcome.refused.append((article, reason))
            else:
                outcome.done += 1
        return outcome

    def _run_one(self, pk, user, options):
        """Return why it was not done, "" if it was."""
        try:
            with transaction.atomic():
                article = Article.objects.select_for_update().filter(pk=pk).first()
                if article is None:
                    return _("It is not there any more.")
                if reason := self.obstacle(article, user, **options):
                    return str(reason)
                if not article.revisions.exists():
                    # Imported, say: what it was is to be had again too.
                    content, event = content_of(article), Revision.Event.FOUND
                    Revision.objects.add(article, content, event=event)
                self.do(article, user, **options)
                LogEntry.objects.log_actions(
                    user.pk, [article], CHANGE, change_message=self.log, single_object=True
                )
        except ValidationError as error:
            return " ".join(error.messages)
        except Exception:
            # One that fails must not keep the others from it.
            logger.exception("Could not do with an article what was asked for many")
            return _("Something went wrong. Whoever runs the server finds it in the log.")
        return ""


class SignificanceForm(forms.Form):
    significance = forms.ChoiceField(
        label=gettext_lazy("How much do unpublished changes change?"),
        choices=Article.Significance,
        initial=Article.Significance.MINOR,
        widget=forms.RadioSelect,
    )


class Publish(Operation):
    name = "publish"
    heading = gettext_lazy("Publish articles")
    question = gettext_lazy("Readers see them, with their unpublished changes, at once.")
    done = gettext_lazy("Published:")
    log = "Published."
    permission = "articles.publish_article"
    form_class = SignificanceForm

    def obstacle(self, article, user, **options):
        if _is_scheduled(article):
            return _("It is scheduled: publish it on its form.")
        if article.status == Article.Status.PUBLISHED and not article.draft_id:
            if article.is_public:
                return _("Readers see it already, and it has no unpublished changes.")
            return _("It has expired: change that on its form.")
        return ""

    def do(self, article, user, *, significance=Article.Significance.MINOR):
        if article.draft:
            apply(article.draft.content, article)
        article.publish(significance=significance)
        stand_by_review(article, record(article, Revision.Event.PUBLISHED, by=user))


class Unpublish(Operation):
    name = "unpublish"
    breaks_links = True
    heading = gettext_lazy("Unpublish articles")
    question = gettext_lazy("Readers do not see them any more; what is scheduled is canceled.")
    done = gettext_lazy("Unpublished:")
    log = "Unpublished."
    permission = "articles.publish_article"

    def obstacle(self, article, user, **options):
        return "" if article.status == Article.Status.PUBLISHED else _("It is not published.")

    def do(self, article, user):
        withdraw(article, by=user)


class TopicForm(forms.Form):
    topic = forms.ModelChoiceField(Topic.objects.all(), label=gettext_lazy("Topic"))


class AddTopic(Operation):
    name = "add-topic"
    heading = gettext_lazy("Add a topic to articles")
    question = gettext_lazy("They have it besides those that they have. Readers see it at once.")
    done = gettext_lazy("With the topic:")
    log = "Added a topic."
    form_class = TopicForm

    def obstacle(self, article, user, *, topic=None):
        is_published = article.status == Article.Status.PUBLISHED
        if is_published and not user.has_perm("articles.publish_article"):
            return _("It is published, and you may not change what readers see.")
        if article.draft_id or _is_scheduled(article):
            return _("It has unpublished changes: add the topic on its form.")
        if topic and topic.language != article.language:
            return _("The topic is of another language.")
        if topic and article.topic_items.filter(tag=topic).exists():
            return _("It has the topic already.")
        return ""

    def do(self, article, user, *, topic):
        article.topics.add(topic)
        article.announce()
        is_published = article.status == Article.Status.PUBLISHED
        record(article, Revision.Event.PUBLISHED if is_published else Revision.Event.SAVED, by=user)


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(
        get_user_model().objects.filter(is_staff=True, is_active=True).order_by("username"),
        label=gettext_lazy("Owner"),
    )


class ChangeOwner(Operation):
    name = "change-owner"
    heading = gettext_lazy("Change the owner of articles")
    question = gettext_lazy("They are among the drafts of whoever you choose; readers see nothing.")
    done = gettext_lazy("With the new owner:")
    log = "Changed the owner."
    form_class = OwnerForm

    def obstacle(self, article, user, *, owner=None):
        return _("It is theirs already.") if owner and article.owner_id == owner.pk else ""

    def do(self, article, user, *, owner):
        article.owner = owner
        article.save(update_fields=["owner", "saved_at"])


OPERATIONS = {one.name: one for one in (Publish(), Unpublish(), AddTopic(), ChangeOwner())}


def _is_scheduled(article):
    is_to_come = article.status == Article.Status.PUBLISHED and not article.was_seen
    return is_to_come or ScheduledChange.objects.filter(article=article).exists()
