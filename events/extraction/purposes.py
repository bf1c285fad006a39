"""What a text only speaks of, promises, asks for or lays down: words that tell a deed elsewhere, and none here.

May import clauses, papers and triggers.
"""

from spacy.tokens import Token

from events.extraction import clauses, papers, triggers
from events.extraction.circumstances import is_first_to
from events.vocabulary import EventType, Mode

_CONTENT_OF = frozenset(
    "agree promise pledge vow offer refuse decline threaten urge ask demand call request order tell propose suggest want hope "
    "invite encourage appeal beg press persuade warn reject plan".split()
)
"""What hangs on these as an infinitive is what was promised or asked, and no event of its own."""


_PROPOSING = frozenset({"propose", "suggest", "recommend", "demand", "request", "urge", "insist", "ask"})
_PLANS = frozenset("plan decision intention agreement offer promise pledge deal proposal invitation move".split())
_TOWARDS_DEED = frozenset({"for", "into", "on", "against", "of", "to"})
_PRESSING = frozenset(
    "call press push advocate appeal ask argue lobby campaign pressure talk coax plead persuade urge insist force".split()
)
_ONLY_THOUGHT = frozenset(
    "importance need necessity idea possibility prospect risk danger hope task aim goal purpose way means chance likelihood "
    "desirability benefit cost wisdom point option favor favour thought dream".split()
)


def is_content(verb: Token) -> bool:
    """Whether the verb only says what was promised, asked or refused."""
    if verb.dep_ == "xcomp" and verb.head.lower_ in triggers.INTENT and verb.head.tag_ != "VBD":
        return True
    wished = verb.dep_ == "ccomp" and verb.tag_ in {"VB", "VBP"} and verb.head.lemma_ in _PROPOSING
    if wished and verb.i > verb.head.i and not any(c.dep_ == "aux" for c in verb.children):
        return True  # "proposed that the union suspend aid"
    if verb.dep_ == "ccomp" and verb.head.lemma_ in {"let", "help", "make", "watch"}:
        return True  # "demanded that Egypt let the troops enter"
    if verb.dep_ in {"xcomp", "ccomp"} and verb.head.lemma_ == "help" and verb.head.dep_ in {"advcl", "xcomp"}:
        return True  # "offered to send troops to help defend the coast"
    if verb.dep_ == "pcomp" and verb.head.lower_ in _TOWARDS_DEED:
        above = verb.head.head.lemma_.lower()
        return above in _PRESSING or (verb.head.lower_ in {"of", "for"} and above in _ONLY_THOUGHT)
    if verb.dep_ == "xcomp" or (
        verb.dep_ == "ccomp" and any(c.lower_ == "to" for c in verb.children if c.dep_ == "aux")
    ):
        lemma = verb.head.lemma_.lower()
        return lemma in _CONTENT_OF and lemma not in {"plan", "want", "hope"}
    beside = verb.dep_ == "conj" and verb.head.dep_ == "xcomp" and clauses.sayer_beside(verb) is None
    return beside and is_content(verb.head)


def is_clause_of_paper(verb: Token) -> bool:
    """ "a treaty which bans nuclear tests", "plans to buy arms": what a paper says or a purpose is, not what is done."""
    head = verb.head.lemma_.lower()
    says = any(c.lower_ in clauses.RELATIVES for c in verb.children if c.dep_ in clauses.SUBJECTS)
    lays_down = verb.tag_ in {"VBZ", "VBP", "VB"} or (verb.tag_ == "VBD" and says)
    if (verb.dep_ == "relcl" and lays_down) or (verb.dep_ == "acl" and verb.tag_ == "VBG"):
        return head in papers.PAPERS
    if is_first_to(verb):
        return False
    if verb.dep_ == "pcomp" and verb.head.lower_ in {"on", "about", "for"}:
        above = verb.head.head  # "signed a statement on developing their partnership", wherever the parser hangs it
        return any(h.lemma_.lower() in papers.PAPERS for h in [above, *clauses.objects(above)])
    infinitive = any(c.lower_ == "to" for c in verb.children if c.dep_ == "aux")
    return verb.dep_ in {"acl", "relcl"} and infinitive and verb.head.pos_ == "NOUN" and head not in _PLANS


_ON = frozenset({"on", "about", "over", "concerning", "regarding"})
_TALKING = frozenset(
    "view idea opinion discuss talk speak confer consult negotiate brief consultation discussion exchange".split()
)
_WORKS = frozenset(
    "poem book film movie novel song play article story essay lecture exhibition museum memorial documentary joke".split()
)
_WISHING = frozenset(
    "negotiate "
    "seek demand propose urge suggest want request oppose reject discuss consider advocate favour favor avoid forestall avert deter "
    "fear expect".split()
)
_OFFERING = frozenset(
    "offer propose refuse decline urge ask invite volunteer threaten want hope wish appeal press beg implore".split()
)
_GOING_ON = frozenset(
    {"continue", "maintain", "strengthen", "deepen", "expand", "enhance", "promote", "intensify", "keep"}
)
_CALLING_BACK = frozenset({"recall", "withdraw", "order"})
_WISHING_FOR = frozenset("call ask appeal press push plead hope pray lobby object argue".split())


def is_wished(noun: Token, mode: Mode | None) -> bool:
    """ "called for talks", "ruled out a meeting", "exchanged views on a pact", "without agreement": wished, refused or talked of."""
    above, token = noun.head, noun
    while token.dep_ == "conj" and above.i != token.i:
        token, above = above, above.head
    if token.dep_ == "pobj":
        if above.lower_ == "without":
            return True
        told = above.head
        if above.lower_ == "for" and told.lemma_ in _CALLING_BACK:
            return True  # "recalled its ambassador for consultations"
        topical = above.lower_ in _ON and mode is None
        if above.lower_ in _ON and told.lemma_.lower() in _WORKS:
            return True  # "a film about the war"
        if topical and (
            told.lemma_.lower() in _TALKING or ((of := triggers.of_noun(told)) is not None and of[1] is not None)
        ):
            return True
        above = told if above.lower_ in {"for", "out", "to", "against", "on"} else above
        return above.lemma_.lower() in _WISHING_FOR and token.head.lower_ in {"for", "to", "against"}
    if token.dep_ == "dobj" and above.dep_ == "xcomp" and above.head.lemma_ in _OFFERING:
        return True  # "offered to host talks"
    if token.dep_ == "dobj" and above.dep_ == "xcomp" and above.head.lemma_ == "agree" and above.lemma_ in _GOING_ON:
        return True  # "agreed to continue consultations"
    of = triggers.of_noun(noun)
    if of is not None and of[0] is EventType.ASSAULT and above.lemma_ == "discuss":
        return False  # "discussed Peru's war on Chile"
    return token.dep_ == "dobj" and (above.lemma_.lower() in _WISHING or (above.lemma_ == "rule" and mode is not None))
