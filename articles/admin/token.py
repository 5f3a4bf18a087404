from django import forms
from django.contrib import admin
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import APIToken


class APITokenForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        label=pgettext_lazy("a program", "May"),
        choices=APIToken.Scope,
        widget=forms.CheckboxSelectMultiple,
    )


@admin.register(APIToken)
class APITokenAdmin(admin.ModelAdmin):
    """Each makes tokens for themselves: a token can do what its owner can, and no more."""

    list_display = ["name", "owner", "may", "expires_on", "last_used_on", "revoked_at"]
    actions = ["revoke"]
    readonly_fields = ["owner", "may", "expires_on", "created_at", "last_used_on", "revoked_at"]

    def get_queryset(self, request):
        tokens = super().get_queryset(request).select_related("owner")
        return tokens if request.user.is_superuser else tokens.filter(owner=request.user)

    def get_fields(self, request, obj=None):
        return ["name", "scopes", "expires_on"] if obj is None else ["name", *self.readonly_fields]

    def get_readonly_fields(self, request, obj=None):
        return [] if obj is None else self.readonly_fields

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = APITokenForm
        return super().get_form(request, obj, change=change, **kwargs)

    def has_delete_permission(self, request, obj=None):
        """A revoked token stays, for those who read in an article's history what it did."""
        return False

    @admin.display(description=pgettext_lazy("a program", "may"))
    def may(self, token):
        return ", ".join(str(APIToken.Scope(scope).label) for scope in token.scopes)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.owner = request.user
            request.secret = obj.new_secret()
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        """Show the secret on this page alone; a message would keep it in a cookie."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("The new token"),
            "token": obj,
            "secret": request.secret,
        }
        return TemplateResponse(request, "admin/articles/apitoken/made.html", context)

    @admin.action(description=_("Revoke selected tokens"), permissions=["change"])
    def revoke(self, request, queryset):
        for token in queryset:
            token.revoke()
            self.log_change(request, token, "Revoked.")
        self.message_user(request, _("They cannot be used any more."))
