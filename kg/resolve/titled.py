"""Works that the story names by their titles: whom 该书, 全片 and 书 mean."""

from __future__ import annotations

from kg.extract.base import Mention, Reading
from kg.resolve.clusters import Cluster, Clusters

SHORT_WORKS = ("书", "影片", "片子", "小说", "剧")
"""Bare nouns for the work that the story tells of."""


def last_title(mention: Mention, reading: Reading, clusters: Clusters) -> Cluster | None:
    """该书, 全片: the only work before it in the paragraph that a title names, else the only one in the story."""
    if mention.type != "Work" or mention.count is not None or mention.modifier is not None:
        return None
    titled = [cluster for cluster in clusters.of("Work", named=True) if "《" in cluster.label]
    for begin in (reading.paragraph_start(mention.start), 0):
        told = [cluster for cluster in titled if any(begin <= start < mention.start for start, _ in cluster.spans)]
        if told:
            return told[0] if len(told) == 1 else None
    return None
