"""What a browser sends of a form as the server wrote it."""

from lxml import html


def as_sent(response, form="article_form"):
    sent = {}
    for name, value in html.fromstring(response.text).get_element_by_id(form).form_values():
        sent.setdefault(name, []).append(value)
    return sent
