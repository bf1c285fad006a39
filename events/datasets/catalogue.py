"""The datasets that can be imported, by name, with what a user must know to get one. May import its siblings."""

from collections.abc import Callable
from dataclasses import dataclass

from events.datasets import historystate
from events.records import Extraction


@dataclass(frozen=True)
class Dataset:
    """`read` takes path and bytes of one file; it raises UnreadableText for anything that is no file of the dataset."""

    name: str
    title: str
    origin: str
    suffixes: frozenset[str]
    read: Callable[[str, bytes], Extraction]


DATASETS = {
    dataset.name: dataset
    for dataset in (
        Dataset(
            "leader-visits",
            "visits by foreign leaders to the United States since 1874",
            "data/*.xml of the public repository HistoryAtState/visits (CC0 1.0)",
            frozenset({".xml"}),
            historystate.leader_visits,
        ),
        Dataset(
            "president-travels",
            "travels abroad of presidents of the United States since 1906",
            "president-travels/*.xml of the public repository HistoryAtState/travels (CC0 1.0)",
            frozenset({".xml"}),
            historystate.president_travels,
        ),
    )
}
