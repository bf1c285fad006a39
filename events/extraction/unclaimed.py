"""Quotations that no cue of the parse has claimed: the cue next to them, a name that signs them, whoever was speaking.

May import records and sibling modules.
"""

import re

from spacy.tokens import Doc, Token

from events.extraction import attribution, cues, quotations, speakers
from events.extraction.assembly import Draft
from events.extraction.coreference import Referents
from events.extraction.parsing import span_of
from events.extraction.spans import Shelf
from events.extraction.speakers import Speakers
from events.records import Document, Span, Speaker

_DASH = re.compile(r"\s*(?:[-‐-―]|--)\s*(?=[A-Z])")


_SIGNATURE = re.compile(r"([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3})[ ,]*(?:\d+)?[ \t]*(?:\n|$)")
"""A name of two to four words at the end of a line, whom the text names nowhere else."""

_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN", "VBG"})
"""Tags of a cue behind a quotation; "VBN" for what the small model takes for a participle."""


class Unclaimed:
    """Speakers for quotations of one document that has been read for cues; `last` is who spoke last in it."""

    def __init__(
        self, doc: Doc, document: Document, referents: Referents, speakers_: Speakers, last: Speaker | None
    ) -> None:
        self.doc = doc
        self.document = document
        self.referents = referents
        self.speakers = speakers_
        self.last = last

    def beside(self, quotation: quotations.Quotation, drafts: Shelf[Draft]) -> Draft | None:
        """A draft for a quotation that no cue of the parse has claimed: the cue next to it, else who spoke just before."""
        text = self.document.text
        behind = self.doc.char_span(
            quotation.span.end, min(len(text), quotation.span.end + 160), alignment_mode="contract"
        )
        paragraph = self.document.paragraphs[quotation.paragraph]
        for verb in behind[:14] if behind is not None else ():
            if verb.idx >= paragraph.end or verb.text in {".", "”"}:
                break
            if verb.tag_ not in _FINITE or "quote" not in cues.frames_of(verb) or _leads_on(verb, paragraph):
                continue
            if (found := self._cued(quotation, verb)) is not None:
                return found
            if any(head.lower_ in {"he", "she"} for head in attribution.speaking(verb)):
                # Said by somebody whom the text has not named: by no other, then.
                return None
        start = max(paragraph.start, quotation.span.start - 120)
        ahead = self.doc.char_span(start, quotation.span.start, alignment_mode="contract")
        for verb in reversed(list(ahead)[-12:]) if ahead is not None else ():
            if verb.text in {".", "?", "!"}:
                break
            if verb.pos_ == "VERB" and cues.frames_of(verb) and (found := self._cued(quotation, verb)) is not None:
                return found
        return self._signed(quotation) or self._continued(quotation, drafts)

    def _signed(self, quotation: quotations.Quotation) -> Draft | None:
        """“Enough is enough.” — Maria Santos, teacher: a name behind a dash signs the quotation."""
        text = self.document.text
        dash = _DASH.match(text, quotation.span.end)
        if dash is None:
            return None
        behind = self.doc.char_span(dash.end(), min(len(text), dash.end() + 60), alignment_mode="expand")
        for token in behind[:5] if behind is not None else ():
            if (person := self.referents.person_at(token)) is not None:
                return Draft(quotation.span, Span(*dash.span()), Speaker(person=person), span_of(token), "signed", "")
        if (name := _SIGNATURE.match(text, dash.end())) is not None:
            signed = Span(*name.span(1))
            return Draft(quotation.span, Span(*dash.span()), Speaker(org=name[1]), signed, "signed", "")
        return None

    def _cued(self, quotation: quotations.Quotation, verb: Token) -> Draft | None:
        head = next(attribution.speaking(verb), None)
        if head is None:
            near = [t for t in self.doc[verb.i + 1 : verb.i + 6] if self.referents.person_at(t)]
            head = near[0] if near else None
        if head is None or quotation.span.start < head.idx < quotation.span.end:
            return None
        speaker = self.speakers.of(head, self.last)
        if speaker is None:
            return None
        return Draft(quotation.span, span_of(verb), speaker, span_of(head), "quotation-cue", cues.lemma(verb))

    def _continued(self, quotation: quotations.Quotation, drafts: Shelf[Draft]) -> Draft | None:
        """A quotation of a sentence or more, in the wake of a statement, goes on in the same voice."""
        words = self.document.text[slice(*quotation.inner)]
        if len(words.split()) < 5 and not (words[0].isupper() and words.rstrip().endswith((".", "!", "?"))):
            return None
        last = max(drafts.before(quotation.span.start + 1, 600), key=lambda d: d.span.end, default=None)
        start = self.document.paragraphs[quotation.paragraph].start
        if last is None or last.span.start < start:
            head = self._on_stage(quotation, start)
            speaker = self.speakers.of(head, self.last) if head is not None else None
            if head is not None and speaker is not None:
                where = span_of(head)
                return Draft(quotation.span, where, speaker, where, "quotation-in-sentence", "")
        if last is None or (last.span.start < start and quotation.span.start - start > 2):
            # Words quoted in the middle of a paragraph are not those of whoever spoke in the one before.
            return None
        return Draft(quotation.span, last.cue, last.speaker, last.speaker_span, "quotation-continued", last.verb)

    def _on_stage(self, quotation: quotations.Quotation, start: int) -> Token | None:
        """Who acts in the sentence that a quotation stands in, or in the one that ends before it with a colon."""
        lead = self.document.text[max(0, quotation.span.start - 8) : quotation.span.start].rstrip()
        if quotation.span.start - start < 2 and not lead.endswith(":"):
            return None
        at = quotation.span.start - 8 + len(lead)
        behind = self.doc.char_span(max(0, at - 2), max(0, at), alignment_mode="expand")
        if behind is None or not len(behind):
            return None
        sentence = behind[0].sent
        last = behind[-1] if behind[-1].text != ":" else behind[0]
        named = last.pos_ == "PROPN" and (last.dep_ != "pobj" or self.referents.person_at(last) is not None)
        if lead.endswith(":") and (named or last.lemma_.lower() in speakers.nouns("work")):
            return last
        for token in self.doc[sentence.start : behind[0].i + 1]:
            if token.dep_ in {"nsubj", "nsubjpass"} and (
                self.referents.person_at(token) or token.pos_ == "PROPN" or _can_speak(token)
            ):
                return token
        return None


def _can_speak(noun: Token) -> bool:
    return any(noun.lemma_.lower() in speakers.nouns(kind) for kind in ("office", "person", "work", "artefact"))


def _leads_on(verb: Token, paragraph: Span) -> bool:
    """ "“No.” Mr. Holm said: “Yes.”": a cue with a colon is of the quotation behind it."""
    return verb.idx + len(verb) < paragraph.end and verb.i + 1 < len(verb.doc) and verb.nbor().text == ":"
