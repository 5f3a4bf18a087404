"""The engine against what the editors of a real site chose."""

import gzip
import json
import re

from articles.html import html_to_text
from recommendations.evaluation import evaluate
from recommendations.index import Document, TfidfIndex
from recommendations.labels import read_labels

from .conftest import shared_file


def test_the_engine_agrees_with_the_editors_of_medlineplus():
    articles = shared_file("data/medlineplus.en.jsonl.gz")
    labels = read_labels(shared_file("data/medlineplus.en.related.tsv"))
    with gzip.open(articles, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    ids = [record["id"] for record in records]

    index = TfidfIndex().fit(ids, map(document, records))

    rows = [row for row, article in enumerate(ids) if article in labels]
    neighbors, _ = index.neighbors(len(ids), rows=rows)
    rankings = {
        ids[row]: [ids[column] for column in columns if column >= 0]
        for row, columns in zip(rows, neighbors.tolist(), strict=True)
    }
    measures = evaluate(rankings, labels)
    assert len(labels) == 409
    assert measures["ndcg@4"] >= 0.715
    assert measures["recall@10"] >= 0.78
    assert measures["mrr"] >= 0.83


def document(record):
    return Document(
        title=record["title"],
        also_known_as=tuple(record.get("also_known_as", [])),
        topics=tuple(record.get("topics", [])),
        summary=record.get("summary", ""),
        body=html_to_text(record["body_html"]),
        links=tuple(map(address, re.findall(r'href="([^"]*)"', record["body_html"]))),
        addresses=(address(record["source_url"]),),
    )


def address(url):
    return url.split("#")[0].partition("://")[2]
