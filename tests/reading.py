"""What tests of readers' pages look at."""

from lxml import html as lxml_html

LANGUAGES = "//nav[@class='languages']//a"


def load(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return lxml_html.document_fromstring(response.content.decode())


def links(tree, selector="//main//a"):
    return [link.get("href") for link in tree.xpath(selector)]


def text_of(element):
    return " ".join(element.text_content().split())
