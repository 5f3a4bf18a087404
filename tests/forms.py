"""What a browser sends of a form as the server wrote it."""

from lxml import html


def as_sent(response, form="article_form"):
    form = html.fromstring(response.text).get_element_by_id(form)
    # A field without a value is sent empty; lxml leaves it out.
    empty = form.xpath(".//input[@name][not(@value)][not(@type='checkbox' or @type='radio')]")
    sent = {field.get("name"): [""] for field in empty}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent
