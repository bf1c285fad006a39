"""How well the reader reads, measured on folders of texts annotated by hand. No Django; may import extraction.

Three kinds of folder are known: reports with NAME.gold.json beside NAME.txt (persons, countries, statements, events); brat
files NAME.ann beside NAME.txt (attributions, as in PolNeAR); a .jsonl of sentences with one event each (as in PLOVER's gold
standard). Pairs are made greedily, the best overlap first, one to one.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from events import states
from events.extraction import reading
from events.records import as_json

_PRONOUN = re.compile(r"(?i)(he|she|they|it|i|we|you|who|him|her|them)")


FIGURES = Path(__file__).parent / "reference" / "reading_figures.json"
"""What `evaluate --save` last wrote: the figures that the page about the archive shows."""

TOLD = (
    "persons",
    "countries",
    "statements",
    "statements with speaker",
    "events",
    "event dates",
    "content",
    "type",
    "states",
)
"""Figures that a layman can make something of, in the order of telling."""


def saved() -> list[dict[str, Any]]:
    """The saved figures: {"of", "texts", "found", "right"}, the last two as shares of 1; none before the first saving."""
    return list(json.loads(FIGURES.read_text("utf-8"))) if FIGURES.exists() else []


def save(evaluations: Iterable["Evaluation"]) -> None:
    """Write the figures down, rounded to hundredths, one of a kind: the largest set of texts counts."""
    rows: dict[str, dict[str, Any]] = {}
    for found in sorted(evaluations, key=lambda e: e.texts):
        for kind, tally in found.tallies.items():
            if kind in TOLD:
                row = {
                    "of": kind,
                    "texts": found.texts,
                    "found": round(tally.recall, 2),
                    "right": round(tally.precision, 2),
                }
                rows[kind] = row
    ordered = [rows[kind] for kind in TOLD if kind in rows]
    FIGURES.write_text(json.dumps(ordered, indent=1) + "\n", "utf-8")


class UnknownFolder(ValueError):
    """A folder that holds none of the three kinds of annotation; the message names it and what it should hold."""


@dataclass
class Tally:
    """What was asked, what was found, and how much of both agrees."""

    hit: float = 0
    asked: float = 0
    found: float = 0

    def add(self, hit: float, asked: float, found: float) -> None:
        self.hit += hit
        self.asked += asked
        self.found += found

    @property
    def precision(self) -> float:
        return self.hit / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.hit / self.asked if self.asked else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.hit / (self.asked + self.found) if self.asked + self.found else 0.0


@dataclass
class Evaluation:
    """Figures by what they are of, and every error as (kind, text, what)."""

    texts: int = 0
    tallies: dict[str, Tally] = field(default_factory=dict)
    errors: list[tuple[str, str, str]] = field(default_factory=list)

    def tally(self, name: str) -> Tally:
        return self.tallies.setdefault(name, Tally())

    def err(self, kind: str, text: str, what: object) -> None:
        self.errors.append((kind, text, str(what)))

    def worst(self) -> list[tuple[str, int, list[tuple[str, str, str]]]]:
        """(kind, number, errors), the commonest kind first."""
        counted = Counter(kind for kind, _text, _what in self.errors)
        return [(kind, n, [e for e in self.errors if e[0] == kind]) for kind, n in counted.most_common()]


def evaluate(folder: Path) -> Evaluation:
    """Read every text of a folder (or the sentences of a .jsonl) and hold it against its annotation."""
    if folder.suffix == ".jsonl" and folder.is_file():
        return _sentences(folder)
    if any(folder.glob("*.gold.json")):
        return _reports(folder)
    if any(folder.glob("*.ann")):
        return _attributions(folder)
    found = sorted(folder.glob("*.jsonl"))
    if len(found) == 1:
        return _sentences(found[0])
    raise UnknownFolder(
        f"{folder} holds no annotation: it should have NAME.gold.json, NAME.ann, or one .jsonl of sentences"
    )


def _extracted(name: str, data: bytes) -> dict[str, Any]:
    from events.extraction import pipeline  # the site shows figures, and needs no spaCy for that

    return as_json(pipeline.extract(reading.read(name, data)))


def overlap(a: Sequence[int], b: Sequence[int]) -> float:
    """Intersection over union of two spans."""
    inside = min(a[1], b[1]) - max(a[0], b[0])
    return inside / (max(a[1], b[1]) - min(a[0], b[0])) if inside > 0 else 0.0


def paired(gold: Sequence[Any], found: Sequence[Any], weight: Callable[[Any, Any], float]) -> dict[int, int]:
    """Greedy one-to-one pairs, index to index, the best weight first; weight 0 never pairs."""
    rows = sorted(((weight(g, f), -i, -j) for i, g in enumerate(gold) for j, f in enumerate(found)), reverse=True)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for value, i, j in rows:
        if value > 0 and -i not in pairs and -j not in taken:
            pairs[-i] = -j
            taken.add(-j)
    return pairs


def _plain(name: str | None) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name or "").casefold() if c.isalnum())


def same_speaker(gold: dict[str, Any], found: dict[str, Any] | None) -> bool:
    """The same person; else the same state; else one organisation's name within the other's."""
    found = found or {}
    if gold.get("person"):
        return _plain(gold["person"]) == _plain(found.get("person"))
    if found.get("person"):
        return False
    if gold.get("country"):
        return bool(gold["country"] == found.get("country"))
    a, b = _plain(gold.get("org")), _plain(found.get("org"))
    return bool(a and b) and (a in b or b in a)


def _reports(folder: Path) -> Evaluation:
    out = Evaluation()
    for path in sorted(folder.glob("*.gold.json")):
        text = path.with_name(path.name.removesuffix(".gold.json") + ".txt")
        gold = json.loads(path.read_text("utf-8"))
        found = _extracted(text.name, text.read_bytes())
        out.texts += 1
        named = {_plain(p["name"]): p["name"] for p in gold["persons"]}
        read = {_plain(p["name"]): p["name"] for p in found["persons"]}
        _sets(out, "persons", text.stem, named, read)
        _sets(
            out,
            "countries",
            text.stem,
            {c: c for c in gold["countries"]},
            {c["code"]: c["code"] for c in found["countries"]},
        )
        _statements(out, text.stem, gold["statements"], found["statements"])
        _events(out, text.stem, gold["events"], found["events"])
    return out


def _sets(out: Evaluation, kind: str, text: str, gold: dict[str, str], found: dict[str, str]) -> None:
    out.tally(kind).add(len(gold.keys() & found.keys()), len(gold), len(found))
    for key in sorted(gold.keys() - found.keys()):
        out.err(f"{kind} missed", text, gold[key])
    for key in sorted(found.keys() - gold.keys()):
        out.err(f"{kind} too many", text, found[key])


def _statements(out: Evaluation, text: str, gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
    def weight(g: dict[str, Any], f: dict[str, Any]) -> float:
        alike = overlap(g["span"], f["span"])
        return alike + 0.001 * same_speaker(g["speaker"], f["speaker"]) if alike >= 0.5 else 0

    pairs = paired(gold, found, weight)
    asked = [i for i, g in enumerate(gold) if not g.get("optional")]
    extra = sum(1 for i in pairs if gold[i].get("optional"))
    hits = [i for i in asked if i in pairs]
    right = [i for i in hits if same_speaker(gold[i]["speaker"], found[pairs[i]]["speaker"])]
    out.tally("statements").add(len(hits), len(asked), len(found) - extra)
    out.tally("statements with speaker").add(len(right), len(asked), len(found) - extra)
    for i in asked:
        if i not in pairs:
            out.err("statements missed", text, f"{gold[i]['speaker']}: {gold[i]['text'][:90]}")
        elif i not in right:
            out.err(
                "speakers wrong",
                text,
                f"{gold[i]['speaker']}, read {found[pairs[i]]['speaker']}: {gold[i]['text'][:60]}",
            )
    for j in sorted(set(range(len(found))) - set(pairs.values())):
        out.err("statements too many", text, f"{found[j]['speaker']}: {found[j]['text'][:90]}")


def _events(out: Evaluation, text: str, gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
    def weight(g: dict[str, Any], f: dict[str, Any]) -> float:
        a, b = set(g["countries"]), set(f["countries"])
        alike = len(a & b) / len(a | b) if a | b else 1.0
        if g["type"] != f["type"] or alike < 0.5:
            return 0
        return alike + 0.01 * (overlap(g["span"], f["span"]) > 0)

    pairs = paired(gold, found, weight)
    extra = sum(1 for i in pairs if gold[i].get("optional"))
    asked = sum(1 for g in gold if not g.get("optional"))
    out.tally("events").add(len(pairs) - extra, asked, len(found) - extra)
    for i, j in pairs.items():
        good = (found[j]["date"] or None) in gold[i].get("date_ok", [gold[i].get("date") or None])
        out.tally("event dates").add(good, 1, 1)
        if not good:
            out.err("dates wrong", text, f"{gold[i].get('date')}, read {found[j]['date']}: {gold[i]['trigger'][:70]}")
    for i, g in enumerate(gold):
        if i not in pairs and not g.get("optional"):
            out.err("events missed", text, f"{g['type']} {g['countries']}: {g['trigger'][:80]}")
    for j in sorted(set(range(len(found))) - set(pairs.values())):
        out.err("events too many", text, f"{found[j]['type']} {found[j]['countries']}: {found[j]['title'][:80]}")


def marked(path: Path) -> list[tuple[list[tuple[int, int]], list[tuple[int, int]]]]:
    """(content spans, source spans) of every attribution in one brat annotation file."""
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    spans: dict[str, list[tuple[int, int]]] = {}
    for row in lines:
        if row[0].startswith("T"):
            pieces = [piece.split() for piece in row[1].split(" ", 1)[1].split(";")]
            spans[row[0]] = [(int(a), int(b)) for a, b in pieces]
    out = []
    for row in lines:
        if row[0].startswith("E"):
            roles: dict[str, list[tuple[int, int]]] = {"Content": [], "Source": []}
            for argument in row[1].split():
                role, reference = argument.split(":")
                roles.setdefault(re.sub(r"\d+$", "", role), []).extend(spans.get(reference, []))
            if roles["Content"]:
                out.append((roles["Content"], roles["Source"]))
    return out


def _characters(spans: Iterable[Sequence[int]]) -> set[int]:
    return {i for a, b in spans for i in range(a, b)}


def _attributions(folder: Path) -> Evaluation:
    out = Evaluation()
    for path in sorted(folder.glob("*.ann")):
        file = path.with_suffix(".txt")
        text = file.read_text("utf-8")
        found = _extracted(file.name, file.read_bytes())["statements"]
        gold = marked(path)
        out.texts += 1
        sets = [_characters([s["span"]]) for s in found]
        used: set[int] = set()
        for content, source in gold:
            wanted = _characters(content)
            free = ((len(wanted & s) / len(wanted | s), j) for j, s in enumerate(sets) if j not in used)
            best, j = max(free, default=(0.0, -1))
            words = " ".join(text[a:b] for a, b in source)
            if best < 0.5:
                out.err("content missed", file.stem, f"{words}: {' '.join(text[a:b] for a, b in content)[:90]}")
                continue
            used.add(j)
            if words and not _PRONOUN.fullmatch(words):
                good = _belongs(found[j]["speaker"], words)
                out.tally("source").add(good, 1, 1)
                if not good:
                    out.err("source wrong", file.stem, f"{words}, read {found[j]['speaker']}")
        out.tally("content").add(len(used), len(gold), len(found))
        for j in sorted(set(range(len(found))) - used):
            out.err("content too many", file.stem, f"{found[j]['speaker']}: {found[j]['text'][:90]}")
        inside, read = _characters(span for content, _s in gold for span in content), set().union(*sets)
        out.tally("characters").add(len(inside & read), len(inside), len(read))
    return out


def _belongs(speaker: dict[str, Any], words: str) -> bool:
    """Whether the speaker read is among the words marked as the source."""
    name = speaker.get("person") or speaker.get("org")
    return bool(speaker.get("country")) if not name else name.split()[-1].casefold() in words.casefold()


def _sentences(path: Path) -> Evaluation:
    out = Evaluation()
    alpha2 = {state.alpha3: state.code for state in states.all_states() if len(state.code) == 2} | {"JAP": "JP"}
    for line in path.read_text("utf-8").splitlines():
        gold = json.loads(line)
        found = _extracted(f"{gold['id']}.txt", (gold["text"] + "\n").encode())["events"]
        out.texts += 1
        same = [event for event in found if event["type"] == gold["type"]]
        out.tally("found").add(bool(found), 1, 1)
        out.tally("type").add(bool(same), 1, 1)
        if not same:
            read = ", ".join(event["type"] for event in found) or "nothing"
            out.err(f"{gold['type']} missed", gold["id"], f"read {read}: {gold['text'][:100]}")
        wanted = {alpha2[code] for code in gold["source"] + gold["target"] if code in alpha2}
        if same and wanted:
            good = any(wanted <= set(event["countries"]) for event in same)
            out.tally("states").add(good, 1, 1)
            if not good:
                out.err(
                    "states incomplete",
                    gold["id"],
                    f"{sorted(wanted)}, read {same[0]['countries']}: {gold['text'][:80]}",
                )
    return out
