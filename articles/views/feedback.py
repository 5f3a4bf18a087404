"""What readers say of an article: a plain form, without cookie, account or script."""

from math import ceil

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import DetailView

from ..forms import FeedbackForm
from ..limits import Limit, sender_key
from ..models import Article, FeedbackComment, FeedbackCount
from .page import Crumb, PageMixin

FROM_ONE_ADDRESS = Limit("feedback", times=10, seconds=3600)
FROM_ALL = Limit("feedback-all", times=60, seconds=60)


class ArticleSidePage(PageMixin, DetailView):
    """A page that belongs to an article, and is there while the article is."""

    context_object_name = "article"

    def get_object(self, queryset=None):
        public = Article.objects.published().in_language(self.language)
        slug = self.kwargs["slug"]
        article = (
            public.filter(slug=slug).first()
            # A form that was opened before the article moved is still good.
            or public.formerly_at(self.language, slug).first()
        )
        if article is None:
            raise Http404
        return article

    def get_breadcrumbs(self):
        article = Crumb(self.object.title, self.object.get_absolute_url())
        return [*super().get_breadcrumbs(), article]


# Django's protection needs a cookie, and guards what somebody's account may do. Here nobody has an
# account: all that a foreign page could borrow is its visitor's network address, so the browser is
# asked where the form was.
@method_decorator(csrf_exempt, name="dispatch")
class FeedbackView(ArticleSidePage):
    template_name = "articles/feedback.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"form": FeedbackForm(), **kwargs})

    def post(self, request, **kwargs):
        if not is_from_our_page(request):
            raise PermissionDenied
        self.object = self.get_object()
        form = FeedbackForm(request.POST)
        if not form.is_valid():
            return self._ask_again(form, status=422)
        if limit := passed_limit(request):
            seconds = limit.seconds_left()
            response = self._ask_again(form, status=429, minutes_to_wait=ceil(seconds / 60))
            response.headers["Retry-After"] = seconds
            return response
        if not form.is_from_a_program:
            keep(self.object, **form.cleaned_data)
        thanks = reverse("articles:feedback-thanks", args=[self.object.slug])
        return HttpResponseRedirect(thanks, status=303)

    def _ask_again(self, form, *, status, **context):
        """Show the form with everything typed still in it."""
        context = self.get_context_data(form=form, **context)
        return self.render_to_response(context, status=status)


class FeedbackThanksView(ArticleSidePage):
    template_name = "articles/feedback_thanks.html"


def passed_limit(request):
    """Count an answer, and return the limit that it is one too many for, if there is one."""
    if FROM_ONE_ADDRESS.is_passed(sender_key(request)):
        return FROM_ONE_ADDRESS
    return FROM_ALL if FROM_ALL.is_passed() else None


def is_from_our_page(request):
    """Return whether the form was on one of our pages, as far as the sender tells."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin in (None, f"{request.scheme}://{request.get_host()}")


def keep(article, *, helpful, comment, **rest):
    FeedbackCount.objects.count_answer(article, helpful=helpful)
    if comment:
        # Here too, so that the promise does not hang on a nightly command alone.
        FeedbackComment.objects.too_old().delete()
        article.feedback_comments.create(language=article.language, helpful=helpful, text=comment)
