from django.contrib import admin

from ..models import Person


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    list_display = ["name", "credentials"]
    search_fields = ["name", "credentials"]
    fields = ["name", "credentials", "slug", "biography", "language"]
    prepopulated_fields = {"slug": ["name"]}

    class Media:
        css = {"all": ["articles/admin.css"]}
