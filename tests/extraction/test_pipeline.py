"""pipeline.extract over whole small documents: the shape of the contract, and that spans slice to their words."""

from events.extraction import pipeline, reading
from events.records import as_json

TEXT = (
    "LIMA: Chilean Foreign Minister Maria Torres met Peruvian President Luis Prado on Monday.\n\n"
    "Torres said the border would stay open.\n"
)


def test_one_object_in_the_shape_of_the_contract() -> None:
    found = as_json(pipeline.extract(reading.read("a/b.txt", TEXT.encode())))
    assert list(found) == ["source", "persons", "countries", "statements", "events"]
    assert [c["code"] for c in found["countries"]] == ["PE", "CL"]
    assert [p["name"] for p in found["persons"]] == ["Maria Torres", "Luis Prado"]
    for person in found["persons"]:
        assert {TEXT[a:b] for a, b in person["mentions"]} <= {person["name"], *person["aliases"]}


def test_many_documents_give_what_each_gives_alone() -> None:
    documents = [reading.read(f"{n}.txt", (TEXT * (n + 1)).encode()) for n in range(3)]
    assert list(pipeline.extract_many(documents)) == [pipeline.extract(d) for d in documents]
