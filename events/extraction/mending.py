"""Mends the parse around names, where the small parser is known to err and the words beside a name leave no doubt.

May import records, clauses, cues, frames and roles. Works on the Doc in place: only heads and labels change, no word and no sentence.
"""

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from events.extraction import clauses, cues, frames, roles
from events.records import PersonRecord, Span

_FINITE = frozenset({"VBD", "VBZ"})
_OPENING = frozenset({",", "”", '"', "''"})

_AFFAIRS = frozenset(
    "affairs state defense defence trade commerce finance justice interior economy energy culture education parliament republic "
    "government staff ministers union kingdom federation congress development security".split()
)
"""What an office may be of besides a state: "the minister of foreign affairs", "the president of the republic"."""


def mend(doc: Doc, persons: Iterable[PersonRecord], states: Iterable[Span]) -> None:
    """Give names back to the offices and the verbs that they stand beside. `states`: where states are mentioned."""
    for token in doc:
        if token.dep_ == "conj" and token.tag_ in _FINITE and token.head.pos_ in {"NOUN", "PROPN"}:
            _join_to_verb(token)
        elif token.tag_ in {"NN", "VBG"} and token.dep_ in {"compound", "amod"} and token.lower_.endswith("ing"):
            _make_charge(token)
        elif token.tag_ == "VBD" and token.dep_ == "acl" and token.head.dep_ in clauses.SUBJECTS:
            _join_first(token)
        elif token.tag_ == "VBG" and token.dep_ == "xcomp" and token.head.i == token.i - 1:
            _make_modifier(token)
        elif token.text in _WEEKDAYS and token.dep_ == "compound" and token.head.dep_ == "pobj":
            _free_subject(token)
        elif token.lower_ == "co" and token.i + 2 < len(doc) and token.nbor().text == "-":
            _join_prefix(token, token.nbor(2))
        elif token.tag_ == "VBN" and token.dep_ == "amod" and token.head.dep_ == "ROOT":
            _make_main_of_modifier(token)
        elif token.tag_ in {"VBD", "VBN"} and token.dep_ in {"acl", "relcl"} and token.head.dep_ == "ROOT":
            _make_main(token)
    ends = {span.end for span in states}
    for person in persons:
        for mention in person.mentions:
            named = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            if named is None or len(named) == 0:
                continue
            _lift_over_office(named.root, named.start, ends)
            _give_to_cue(named.root, named.start, named.end)


def _join_to_verb(verb: Token) -> None:
    """ "condemned the sanctions imposed on Peru and demanded that …": what is joined by "and" to a noun before it, and is a verb, is
    joined to the verb above that noun."""
    if any(c.dep_ in clauses.SUBJECTS for c in verb.children) or verb.i == 0 or verb.nbor(-1).dep_ != "cc":
        return
    above = verb.head
    for _ in range(6):
        if above.head.i == above.i or above.pos_ == "VERB":
            break
        above = above.head
    if above.pos_ == "VERB" and above.tag_ == verb.tag_ and above.i < verb.i and above.dep_ not in {"relcl", "acl"}:
        verb.head = above


def _join_first(verb: Token) -> None:
    """ "The Lao minister called on the king and laid a wreath": two deeds, though the small parser takes the first for what he is."""
    subject, main = verb.head, verb.head.head
    if verb.i != subject.i + 1 or main.tag_ != "VBD" or main.i < verb.i or main.nbor(-1).dep_ != "cc":
        return
    verb.head, verb.dep_ = main, "conj"


_WEEKDAYS = frozenset({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})


def _free_subject(day: Token) -> None:
    """ "On Tuesday Prado received the envoy": she did, and is no part of the day."""
    name, on = day.head, day.head.head
    verb = on.head
    opens = on.i == on.sent.start and on.i == day.i - 1 and verb.i > name.i
    if not opens or verb.tag_ not in _FINITE or any(c.dep_ in clauses.SUBJECTS for c in verb.children):
        return
    day.head, day.dep_ = on, "pobj"
    name.head, name.dep_ = verb, "nsubj"


def _make_modifier(word: Token) -> None:
    """ "impose punishing sanctions": the sanctions are imposed, and are punishing."""
    verb, thing = word.head, next((c for c in word.children if c.dep_ == "dobj" and c.i == word.i + 1), None)
    if verb.lemma_ not in {"impose", "slap", "lift", "levy", "inflict"} or thing is None:
        return
    thing.head, thing.dep_ = verb, "dobj"
    word.head, word.dep_ = thing, "amod"


_NEAR = 40
"""Words beside a word that are looked through."""


def _join_prefix(prefix: Token, verb: Token) -> None:
    """ "Torres and Dahl co-chaired the meeting": one verb, of which the tokenizer makes three words."""
    if not verb.tag_.startswith("VB"):
        return
    for token in prefix.doc[max(prefix.sent.start, prefix.i - _NEAR) : min(prefix.sent.end, verb.i + _NEAR)]:
        if token.head.i in {prefix.i, prefix.i + 1} and token.i not in {prefix.i, prefix.i + 1, verb.i}:
            token.head = verb
    for token in (prefix, prefix.nbor()):
        if not token.is_ancestor(verb):
            token.head, token.dep_ = verb, "punct"


_WHEN = frozenset({"on", "before", "after", "during", "since"})


def _make_main_of_modifier(verb: Token) -> None:
    """ "The 87-year-old emir held talks": he held them, though the small parser takes the talks for held ones."""
    thing = verb.head
    doer = next((c for c in verb.children if c.dep_ in {"npadvmod", "nsubj"} and c.i == verb.i - 1), None)
    if doer is None or doer.pos_ not in {"NOUN", "PROPN"} or thing.i < verb.i or doer.ent_type_ in {"DATE", "TIME"}:
        return
    before = [c for c in thing.children if c.i < doer.i]
    verb.head, verb.dep_, verb.tag_ = verb, "ROOT", "VBD"
    doer.head, doer.dep_ = verb, "nsubj"
    thing.head, thing.dep_ = verb, "dobj"
    for child in before:
        child.head = doer
    for child in [c for c in thing.children if c.lower_ in _WHEN and c.i > thing.i]:
        child.head = verb


_CHARGING = frozenset({"accuse", "suspect", "charge", "convict", "accusation", "allegation", "charges", "guilty"})


def _make_charge(word: Token) -> None:
    """ "accused Peru of bombing villages": what they are accused of is done to the villages, and no kind of village."""
    target = word.head
    preposition = target.head
    if target.dep_ != "pobj" or preposition.lower_ != "of" or preposition.i != word.i - 1:
        return
    above = preposition.head.head if preposition.head.dep_ == "dobj" else preposition.head
    bare = target.tag_ == "NNS" or (target.tag_ == "NN" and not any(c.dep_ == "det" for c in target.children))
    if above.lemma_.lower() not in _CHARGING or not bare:
        return
    verb = word.lemma_ if word.tag_ == "VBG" else frames.of_participle(word.lower_)
    if verb is None:
        return
    word.head, word.dep_, word.tag_, word.pos_, word.lemma_ = preposition, "pcomp", "VBG", "VERB", verb
    target.head, target.dep_ = word, "dobj"


def _make_main(verb: Token) -> None:
    """ "Sir Nils Dahl, the Norwegian ambassador, called on the king": the past tense behind a name and its comma is the main verb."""
    name = verb.head
    if verb.tag_ == "VBN" and not _is_introduced(name, verb):
        return
    if (
        (name.pos_ != "PROPN" and verb.tag_ == "VBD")
        or verb.nbor(-1).text != ","
        or any(c.dep_ in clauses.SUBJECTS for c in verb.children)
    ):
        return
    if name.i > verb.i or any(t.tag_ in {"WP", "WDT", "WP$"} for t in verb.children):
        return
    verb.head, verb.dep_, verb.tag_ = verb, "ROOT", "VBD"
    name.head, name.dep_ = verb, "nsubj"


def _is_introduced(head: Token, verb: Token) -> bool:
    """ "The UN envoy, Nils Dahl, left for Lima": a name between commas, and behind it the only verb of the sentence."""
    name = verb.nbor(-2) if verb.i - 2 > head.i else head
    named = name.pos_ == "PROPN" and name.dep_ == "appos" and name.head.i == head.i
    done_to = any(c.dep_ in {"agent", "auxpass"} for c in verb.children)
    if not named or done_to or len(head.sent) > 2 * _NEAR:
        return False
    return not any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in head.sent)


def _lift_over_office(name: Token, first: int, ends: set[int]) -> None:
    """ "Minister of Foreign Affairs of Norway Nils Dahl met …": he met, and the minister is what he is, not the other way round."""
    before = name.doc[first - 1] if first else name
    if name.dep_ != "pobj" or before.i == name.i or before.pos_ not in {"PROPN", "NOUN"}:
        return
    if before.idx + len(before) not in ends and before.lower_ not in _AFFAIRS:
        return
    office = name.head
    for _ in range(4):
        if office.pos_ != "ADP" or office.lower_ not in {"of", "for"}:
            return
        office = office.head
        if office.lower_ not in _AFFAIRS:
            break
        office = office.head
    title = name.doc[office.i : first]
    known = roles.find(office.lower_)
    if known is None or known.kind == "kin" or any(t.is_punct and t.text != "-" for t in title):
        return
    if any(roles.find(t.lower_) is not None for t in title[1:]):
        return  # "the adviser of President Dahl"
    preposition = name.head
    above, label = (None, "ROOT") if office.head.i == office.i else (office.head, office.dep_)
    if above is None:
        return
    place = before
    while place.head.i != name.i and place.head.i != place.i:
        place = place.head
    name.head, name.dep_ = above, label
    office.head, office.dep_ = name, "nmod"
    if place.head.i == name.i:
        place.head, place.dep_ = preposition, "pobj"


def _give_to_cue(name: Token, first: int, end: int) -> None:
    """ "…, her counterpart, Ana Prado, ministry spokesman Nils Dahl told reporters": he told them, though the small parser lists him
    with the other."""
    doc = name.doc
    cue = doc[end] if end < len(doc) else name
    if cue.tag_ not in _FINITE or cue.sent.start != name.sent.start or "quote" not in cues.frames_of(cue):
        return
    if name.dep_ in clauses.SUBJECTS or any(c.dep_ in clauses.SUBJECTS for c in cue.children) or name.is_ancestor(cue):
        return
    left = name.left_edge.i
    if left <= name.sent.start or doc[left - 1].text not in _OPENING:
        return
    if any(t.is_punct and t.text not in "-." for t in doc[left:first]):
        return
    name.head, name.dep_ = cue, "nsubj"
