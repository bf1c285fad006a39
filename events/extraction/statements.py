"""Finds what the text attributes to a speaker: cue, speaker, content, kind. May import records and sibling modules.

Three passes. The parse pass takes every cue verb with the content of its frame; the phrase pass takes "according to X" and
nouns such as "allegations that"; the quotation pass takes quotations that no cue of the parse has claimed. Assembly snaps
contents to quotation marks, drops what only repeats, and names the kind. Every statement's text is text[span].
"""

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from events.extraction import (
    answers,
    attribution,
    boundaries,
    claims,
    clauses,
    contents,
    cues,
    quotations,
    speakers,
    voices,
)
from events.extraction.assembly import Draft, assemble
from events.extraction.coreference import Referents
from events.extraction.dates import DateMention
from events.extraction.parsing import span_of
from events.extraction.speakers import Speakers
from events.extraction.unclaimed import Unclaimed
from events.records import Document, Span, Speaker, StatementRecord


def find(
    doc: Doc, document: Document, referents: Referents, dates: tuple[DateMention, ...]
) -> tuple[StatementRecord, ...]:
    """Every statement, in the order of the text; joint speakers ("Russia and China argued") make one record each."""
    reader = _Reader(doc, document, referents)
    drafts = reader.drafts()
    quoted = quotations.find(document)
    unclaimed = Unclaimed(doc, document, referents, reader.speakers, reader.last)
    made = assemble(drafts, quoted, unclaimed.beside, document)
    return claims.answer(made, referents, dates, document)


_INTRODUCTION = re.compile(r"[\"“]?(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4}):[ \u00a0]+(?=\S)")
"""A name of at most five words and a colon, at the start of a headline or a paragraph."""

_HEADED = frozenset(
    "poll report reports survey study source sources official officials police analyst analysts ministry minister kremlin pentagon "
    "spokesman spokeswoman diplomats diplomat".split()
)
"""What headlines give as their source before a colon."""

_SOME_WORDS = 15
"""Characters of an object that is more than a name: less says nothing unless a person or a state speaks."""

_UNIONS = frozenset("union nations nato eu un asean league quartet council commission osce opec".split())
"""Words of the organisations of states, which speak as states do."""

_FEW_WORDS = 5
_HANDING_OUT = frozenset({"issue", "release", "publish", "circulate"})
_EVIDENT = frozenset({"show", "find", "determine", "indicate", "project"})


_OPEN = frozenset({"whether", "if", "when", "where", "how", "why"})


def _stays_unnamed(verb: Token) -> bool:
    """ "asked not to be named", "has yet to say if it will": says nothing of the matter."""
    if verb.dep_ == "xcomp" and verb.head.lemma_ == "have" and any(c.lower_ == "yet" for c in verb.head.children):
        return True
    unsaid = verb.lemma_ in {"say", "tell", "specify", "reveal"} and any(c.dep_ == "neg" for c in verb.children)
    asked = (g for c in verb.children if c.dep_ == "ccomp" for g in c.children if g.dep_ in {"mark", "advmod"})
    if unsaid and any(g.lower_ in _OPEN and g.i > verb.i for g in asked):
        return True  # "has not said whether it will stay"
    below = (c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and c.lemma_ in {"name", "identify", "quote"})
    return any(c.dep_ in {"neg", "auxpass"} for clause in below for c in clause.children)


class _Reader:
    """One document being read for statements; `last` is who spoke last, for pronouns and for what follows unattributed."""

    def __init__(self, doc: Doc, document: Document, referents: Referents) -> None:
        self.doc = doc
        self.document = document
        self.referents = referents
        self.speakers = Speakers(document, referents)
        self.last: Speaker | None = None
        self.before: Speaker | None = None
        self.cue: Token | None = None
        self.sentence = -1

    def drafts(self) -> list[Draft]:
        found: list[Draft] = []
        for token in self.doc:
            if token.lower_ == "according":
                found.extend(self._according(token))
            elif token.lower_ in cues.adjectives() and token.dep_ in {"acomp", "conj"}:
                found.extend(self._adjective(token))
            elif token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB"):
                found.extend(self._verb(token))
            elif token.pos_ == "NOUN":
                found.extend(self._noun(token))
        return [*found, *self._introduced()]

    def _introduced(self) -> Iterator[Draft]:
        """ "Lavrov: Talks will go on" as a headline, "LAVROV: We shall talk." in a transcript: what a name and a colon introduce."""
        document = self.document
        title = [document.title_span] if document.title_span else []
        blocks = ((block, _INTRODUCTION.match(document.text, *block)) for block in (*title, *document.paragraphs))
        introduced = [(block, opened) for block, opened in blocks if opened is not None]
        voices = [opened["name"] for _block, opened in introduced if opened["name"].isupper()]
        for block, opened in introduced:
            name = Span(*opened.span("name"))
            speaker = self._introduced_speaker(name)
            if speaker is None and len(voices) > 2 and opened["name"] in voices and len(opened["name"]) > 1:
                speaker = Speaker(org=opened["name"])  # a transcript names everybody who speaks
            span = _trimmed(document.text, Span(opened.end(), block.end))
            credit = (
                speaker is not None
                and speaker.org is not None
                and span is not None
                and span.end - span.start < _SOME_WORDS
            )
            if speaker is not None and span is not None and not credit:  # not "Source: NATO"
                yield Draft(span, Span(name.end, name.end + 1), speaker, name, "introduced", "")

    def _introduced_speaker(self, name: Span) -> Speaker | None:
        persons = self.referents.persons_in(name)
        if len(persons) == 1:
            return Speaker(person=persons[0])
        word = self.document.text[slice(*name)]
        if word.lower() in _HEADED or speakers.is_agency(word):
            return Speaker(org=word)
        known = [p.name for p in self.referents.persons if p.name.split()[-1].casefold() == word.split()[-1].casefold()]
        return Speaker(person=known[0]) if word.isupper() and len(known) == 1 else None

    def _verb(self, verb: Token) -> Iterator[Draft]:
        frames = cues.frames_of(verb)
        if (not frames and answers.answered(verb) is None) or _stays_unnamed(verb):
            return
        heads = voices.named_before(verb, self.referents) or list(attribution.speaking(verb))
        if len(heads) == 1 and heads[0].lower_ == "they":
            heads = voices.several_before(heads[0], self.referents) or heads
        elif len(heads) == 1 and any(c.lower_ == "both" for c in heads[0].children):
            heads = voices.both_before(heads[0], self.referents) or heads
        if not heads or (verb.lemma_ in _EVIDENT and not self._is_evidence(heads[0])):
            return
        two = voices.the_two(heads[0], self.referents) if len(heads) == 1 else []
        told = [(heads[0], voice) for voice in two] or voices.joint(
            [(head, voice) for head in heads if (voice := self._voice(head, verb)) is not None]
        )
        if not told or (cues.is_thought(verb) and told[0][1].country):
            return
        for content in self._contents(verb, frames):
            if verb.lemma_ in _HANDING_OUT and (paper := self._bare_paper(content.span)) is not None:
                self.speakers.authors[paper.lemma_.lower()] = told[-1][1]
                continue
            if not self._is_said(verb, content, told[0][1]) or (content.frame == "obj" and not _shows(verb, heads[0])):
                continue
            self._speaks(told[-1][1], verb)
            self._note_artefact(verb, told[-1][1])
            for head, speaker in told:
                where = span_of(head)
                yield Draft(content.span, _cue_span(verb), speaker, where, f"verb-{content.frame}", cues.lemma(verb))

    def _is_evidence(self, head: Token) -> bool:
        """ "The poll shows that …" says something; "Taipei would show the world that …" does not."""
        return head.pos_ != "PRON" and self.referents.country_at(head) is None

    def _voice(self, head: Token, verb: Token) -> Speaker | None:
        """ "…, she said" is who spoke before, whoever else the sentence speaks of; so is "He added" in the wake of a statement."""
        behind = any(c.dep_ == "ccomp" and c.i < verb.i for c in verb.children) or head.i - verb.sent.start > 5
        above = self._subject_above(head, verb) if head.lower_ in {"he", "she", "they", "it"} else None
        if above is not None:
            return above
        if head.lower_ in {"he", "she"} and head.dep_ == "nsubj" and behind:
            # A cue before this one in the sentence: told of by him, or told by him as well.
            told_of = self.cue is not None and self.sentence == verb.sent.start and verb.is_ancestor(self.cue)
            last = self.before if told_of else self.last
            if last is not None and self._fits(head, last):
                return last
        return self.speakers.of(head, self.last)

    def _subject_above(self, pronoun: Token, verb: Token) -> Speaker | None:
        """ "Sadeghi welcomed what he called a return": who does what the pronoun's clause belongs to."""
        above = verb.head
        if verb.dep_ != "ccomp" or above.i > pronoun.i or above.i == verb.i:
            return None
        acting = [t for t in clauses.subjects(above) if t.pos_ != "PRON"]
        if pronoun.lower_ in {"they", "it"}:
            alone = len(acting) == 1 and self.referents.person_at(acting[0]) is None
            return self.speakers.of(acting[0], self.last) if alone and above.tag_ == "VBG" else None
        person = next((self.referents.person_at(t) for t in acting), None)
        found = Speaker(person=person) if person is not None else None
        return found if found is not None and self._fits(pronoun, found) else None

    def _fits(self, pronoun: Token, speaker: Speaker) -> bool:
        """Whether "he" or "she" may be a speaker: not where the name tells otherwise."""
        if speaker.person is None:
            return speakers.is_one(speaker)
        wanted = "m" if pronoun.lower_ == "he" else "f"
        return self.referents.gender(speaker.person) in {wanted, ""}

    def _speaks(self, speaker: Speaker, cue: Token) -> None:
        """Note who spoke last, and who had before the cue's sentence."""
        if cue.sent.start != self.sentence:
            self.before, self.sentence = self.last, cue.sent.start
        self.last, self.cue = speaker, cue

    def _note_artefact(self, verb: Token, speaker: Speaker) -> None:
        """ "said in a message": the message is his from now on."""
        for _preposition, head in clauses.prepositions(verb):
            if head.lemma_.lower() in speakers.nouns("artefact"):
                self.speakers.authors[head.lemma_.lower()] = speaker

    def _contents(self, verb: Token, frames: frozenset[str]) -> Iterator[contents.Content]:
        if answers.answers_relatively(verb):
            head = verb.head
            start = head if head.pos_ == "VERB" else head.left_edge
            yield contents.Content(Span(start.idx, verb.right_edge.idx + len(verb.right_edge)), "that")
            return
        if any(answers.answers_relatively(child) for child in verb.children):
            return
        if clauses.is_misread_main_verb(verb):
            span = contents.rest_of_sentence(verb, self.document.text)
            if span is not None:
                yield contents.Content(span, "that")
            return
        found = list(contents.of_verb(verb, frames, self.document.text))
        yield from found
        if not found and (claim := answers.answered(verb)) is not None:
            last = claim.right_edge
            yield contents.Content(Span(claim.left_edge.idx, last.idx + len(last)), "obj")

    def _in_title(self, verb: Token) -> bool:
        title = self.document.title_span
        return title is not None and title.start <= verb.idx < title.end

    def _is_said(self, verb: Token, content: contents.Content, speaker: Speaker) -> bool:
        """Objects say less than clauses do: "Norway rejected the charges" says something, "the law rejected him" nothing.
        Headlines are read for clauses only."""
        if content.frame in {"that", "to", "urge"}:
            return True
        if self._in_title(verb):
            return False
        if content.frame == "obj" and cues.is_deed(verb, self._kind_of(content.span), speaker.person is not None):
            return False
        speaks = (
            (speaker.org is not None and bool(_UNIONS & set(speaker.org.lower().split())))
            or speaker.person is not None
            or speaker.country is not None
            or bool(self.referents.persons_in(content.span))
        )
        return content.frame != "obj" or speaks or content.span.end - content.span.start >= _SOME_WORDS

    def _bare_paper(self, span: Span) -> Token | None:
        """ "issued a statement", "a statement denouncing the raid": the paper says it, not its issuing."""
        phrase = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        if phrase is None or phrase.root.lemma_.lower() not in speakers.nouns("artefact"):
            return None
        told = any(c.dep_ == "acl" and cues.frames_of(c) for c in phrase.root.children)
        return phrase.root if told or len(phrase) < _FEW_WORDS else None

    def _kind_of(self, span: Span) -> str:
        """What an object names: a person, by name or as such ("the guests"), a state, or something else."""
        phrase = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        head = phrase.root if phrase is not None else None
        if head is None:
            return ""
        if self.referents.person_at(head) is not None or head.lemma_.lower() in speakers.nouns("person"):
            return "person"
        return "state" if self.referents.country_at(head) is not None else ""

    def _according(self, token: Token) -> Iterator[Draft]:
        """ "This summit, according to Victor Cha, represents …": the sentence without the phrase, its longer side."""
        end = next((t for t in self.doc[token.i : token.i + 3] if t.lower_ == "to"), None)
        head = next((c for t in (end, token) if t is not None for c in t.children if c.dep_ == "pobj"), None)
        if end is None or head is None:
            return
        speaker = self.speakers.of(head, self.last)
        if speaker is None:
            return
        sentence, text = token.sent, self.document.text
        phrase_end = self._phrase_end(head)
        before = Span(sentence.start_char, token.idx)
        after = Span(phrase_end, sentence.end_char)
        sides = [trimmed for side in (before, after) if (trimmed := _trimmed(text, side)) is not None]
        if not sides:
            # "According to host Ana Prado, the talks failed": the small parser takes all of it for what explains her.
            comma = next((t for t in self.doc[head.i + 1 : sentence.end] if t.text == ","), None)
            behind = _trimmed(text, Span(comma.idx, sentence.end_char)) if comma is not None else None
            sides = [behind] if behind is not None else []
        if not sides:
            return
        self.last = speaker
        content = max(sides, key=lambda side: side.end - side.start)
        yield Draft(content, Span(token.idx, end.idx + 2), speaker, span_of(head), "according-to", "accord")

    def _phrase_end(self, head: Token) -> int:
        """Where the phrase that names the source ends: with its appositions, at the next comma after them or the full stop."""
        last = head.i
        for child in head.subtree:
            if child.sent.start == head.sent.start and child.i > last and child.i - head.i < 25:
                last = child.i
        return int(self.doc[last].idx + len(self.doc[last]))

    def _adjective(self, adjective: Token) -> Iterator[Draft]:
        """ "was critical of the plan", "are confident that …"."""
        above = adjective.head.head if adjective.dep_ == "conj" and adjective.head.dep_ == "acomp" else adjective.head
        content = contents.of_adjective(adjective, cues.adjectives()[adjective.lower_], self.document.text)
        if above.lemma_ not in {"be", "remain"} or content is None or self._in_title(adjective):
            return
        heads = list(clauses.subjects(above))
        stands = bool(heads) and heads[0].i < adjective.i and heads[0].lower_ != "it"
        voice = self._voice(heads[0], above) if stands else None
        if voice is None or (voice.country and cues.is_thought(adjective)):
            return
        self._speaks(voice, adjective)
        yield Draft(
            content.span, span_of(adjective), voice, span_of(heads[0]), f"adjective-{content.frame}", adjective.lower_
        )

    def _phrase(self, noun: Token) -> Iterator[Draft]:
        """ "took issue with the plan", "cast doubt on the figures": verb, noun and preposition are one cue."""
        prepositions, verbs = cues.phrases()[noun.lemma_.lower()]
        verb = noun.head
        none = any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children)  # "made no mention of"
        if noun.dep_ != "dobj" or verb.lemma_ not in verbs or none or self._in_title(verb):
            return
        near = (
            c
            for c in (*noun.children, *verb.children)
            if c.dep_ in {"prep", "dative"}
            and c.i > noun.i
            and not any(t.ent_type_ in {"DATE", "TIME"} for t in c.children)
        )
        preposition = next((c for c in near if c.lower_ in prepositions and c.i + 1 < c.sent.end), None)
        source = next(attribution.speaking(verb), None)
        voice = self._voice(source, verb) if source is not None else None
        if preposition is None or voice is None or source is None:
            return
        last = boundaries.before_aside(preposition, preposition.right_edge)
        span = _trimmed(self.document.text, Span(preposition.nbor().idx, boundaries.end(last)))
        if span is not None:
            self._speaks(voice, verb)
            cue = Span(verb.idx, noun.idx + len(noun)) if verb.i < noun.i else span_of(noun)
            yield Draft(span, cue, voice, span_of(source), "phrase", noun.lemma_.lower())

    def _noun(self, noun: Token) -> Iterator[Draft]:
        """ "allegations that North Korea had supplied …", "a warning that …"."""
        if noun.lemma_.lower() in cues.phrases():
            yield from self._phrase(noun)
        if noun.lemma_.lower() not in speakers.nouns("content"):
            return
        clause = attribution.told_by(noun)
        if clause is None:
            return
        source = attribution.of_noun(noun)
        if source is None:
            return
        speaker = self.speakers.of(source, self.last)
        span = _trimmed(self.document.text, Span(clause.left_edge.idx, clause.right_edge.idx + len(clause.right_edge)))
        if speaker is None or span is None:
            return
        span = Span(span.start + 5, span.end) if self.document.text[span.start : span.start + 5] == "that " else span
        self.last = speaker
        cue = (
            Span(noun.head.idx, noun.idx + len(noun)) if noun.dep_ == "dobj" and noun.head.i < noun.i else span_of(noun)
        )
        yield Draft(span, cue, speaker, span_of(source), "noun-that", noun.lemma_.lower())


def _cue_span(verb: Token) -> Span:
    """A cue verb, with its particle where that stands right behind it: "ruled out"."""
    particle = cues.particle(verb)
    return (
        span_of(verb.doc[verb.i : verb.i + 2]) if particle is not None and particle.i == verb.i + 1 else span_of(verb)
    )


def _shows(verb: Token, head: Token) -> bool:
    """ "The poll showed a narrow lead" says something; "the army showed restraint" does not."""
    return verb.lemma_ not in _EVIDENT or head.lemma_.lower() in speakers.nouns("work")


def _trimmed(text: str, span: Span) -> Span | None:
    start, end = span
    while start < end and (text[start].isspace() or text[start] in ",;:—–-"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:.—–-"):
        end -= 1
    return Span(start, end) if end - start > 3 else None
