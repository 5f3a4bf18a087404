"""What is on the desk to be read, by whoever may see articles, and not to be changed there."""


class ToReadMixin:
    """For the admin of what is mended elsewhere: nothing can be added, changed or deleted."""

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("articles.view_article")

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
