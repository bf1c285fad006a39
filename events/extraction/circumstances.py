"""The status of an event, from the clause that tells it. May import calendars and clauses."""

from spacy.tokens import Token

from events.extraction import calendars, clauses
from events.vocabulary import Mode, Status

_AHEAD = frozenset(
    "planned upcoming expected proposed possible potential forthcoming scheduled future impending imminent prospective "
    "anticipated projected next coming announced intended".split()
)
_ALLEGED = frozenset({"alleged", "reported", "suspected", "supposed", "purported", "apparent", "claimed"})
_REFUSING = frozenset({"refuse", "decline", "cancel", "reject", "postpone", "block", "prevent", "bar"})
_UNREAL = frozenset({"if", "unless", "whether"})


def of_verb(verb: Token) -> Status | None:
    """The status that a verb's form gives it; None for what is negated or merely supposed and so no event."""
    if is_undone(verb) or _is_supposed(verb):
        return None
    if is_charge(verb):
        return Status.ALLEGED
    if verb.dep_ in {"acl", "ccomp"} and verb.head.pos_ == "NOUN" and verb.head.lemma_ in _CLAIMS:
        return None if _is_refuted(verb.head) else Status.ALLEGED
    if any(c.dep_ == "mark" and c.lower_ in _UNREAL for c in verb.children) or _is_had_they(verb):
        return None
    if any(c.dep_ == "mark" and c.lower_ == "until" for c in verb.children) and any(
        c.dep_ == "neg" for c in verb.head.children
    ):
        return None  # "would not resume relations until Peru agreed"
    own = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    helpers = {t.lower_ for c in own for t in [c, *(g for g in c.children if g.dep_ == "aux")]}  # "could have" may nest
    if "had" in helpers and verb.lemma_ in {"plan", "intend", "mean", "hope", "want"}:
        return None
    if verb.dep_ == "conj" and verb.tag_ == "VB" and not own and verb.head.pos_ == "VERB":
        return of_verb(verb.head)  # "would curtail fishing and halt the sale"
    if _comes_before(verb) and of_verb(verb.head.head) is Status.PLANNED:
        return Status.PLANNED
    if is_first_to(verb):
        return of_verb(verb.head.head) if verb.head.head.pos_ in {"VERB", "AUX"} else Status.OCCURRED
    if "to" in helpers or verb.dep_ == "xcomp":
        return _under(verb)
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.head.lemma_ == "go" and verb.nbor(-1).lower_ == "on":
        return of_verb(verb.head)  # "would go on striking"
    if helpers & {"may", "might"} and "have" in helpers:
        return Status.ALLEGED  # "may have sold arms"
    if helpers & {"could", "would", "should"} and "have" in helpers:
        return None  # "would have been lifted"
    if helpers & {"may", "might", "could", "would", "can", "should", "must"}:
        if verb.dep_ in {"relcl", "acl"} and helpers & {"may", "might"}:
            return None  # "sugar that may be sold": a permission
        first = verb
        while first.dep_ == "conj" and first.head.i < first.i:
            first = first.head  # "announced that it was leaving and would deploy rockets"
        reported = first.dep_ == "ccomp" and "would" in helpers
        return Status.PLANNED if helpers & {"would", "may", "might"} and (reported or "would" not in helpers) else None
    if helpers & calendars.FUTURE:
        return Status.PLANNED
    if verb.tag_ == "VBG" and helpers & {"is", "are", "'s", "’s", "been"}:
        return Status.ONGOING
    if verb.tag_ in {"VBZ", "VBP"} and "has" not in helpers and "have" not in helpers:
        return Status.ONGOING if verb.dep_ not in {"ROOT"} else Status.OCCURRED
    return Status.OCCURRED


def _comes_before(verb: Token) -> bool:
    """ "is to meet the premier before leaving for Hanoi"."""
    return verb.dep_ == "pcomp" and verb.head.lower_ == "before" and verb.head.head.pos_ == "VERB"


def _is_had_they(verb: Token) -> bool:
    """ "Had Iran accepted the offer, …", "Were Peru to withdraw": what did not come to pass."""
    asked = next((c for c in verb.children if c.dep_ in {"aux", "auxpass"} and c.lower_ in {"had", "were"}), None)
    doer = next((c for c in verb.children if c.dep_ in clauses.SUBJECTS), None)
    return verb.dep_ == "advcl" and asked is not None and doer is not None and asked.i < doer.left_edge.i


_FALSE = frozenset("unfounded false untrue baseless groundless wrong incorrect fabricated invented mistaken".split())


def _is_refuted(claim: Token) -> bool:
    """ "there is no truth in reports that …", "rumours that … proved unfounded"."""
    above = claim.head
    if claim.dep_ == "pobj" and above.lower_ in {"in", "to", "for", "of"}:
        return any(c.lower_ == "no" for c in above.head.children if c.dep_ == "det")
    return claim.dep_ in clauses.SUBJECTS and any(c.lower_ in _FALSE for c in above.children)


def is_first_to(verb: Token) -> bool:
    """ "became the first country to recognise Macedonia": who did it, not what is to be done."""
    if verb.dep_ in {"xcomp", "advcl"} and verb.head.lemma_ == "become":
        what = (c for attr in verb.head.children if attr.dep_ == "attr" for c in attr.children)
        return any(c.lower_ in {"first", "second", "third", "last", "latest", "only"} for c in what)
    ordinal = any(c.lower_ in {"first", "second", "third", "last", "latest", "only"} for c in verb.head.children)
    became = verb.head.dep_ == "attr" and verb.head.head.lemma_ == "become"
    return verb.dep_ in {"acl", "relcl"} and verb.tag_ == "VB" and became and ordinal


_OVER = frozenset({"expire", "lapse", "collapse", "fail", "fall", "end"})
"""What a treaty does that is none any more: "said that the treaty had ended"."""

_ALMOST = frozenset({"almost", "nearly", "never", "hardly", "scarcely", "neither"})
_NOBODY = frozenset({"neither", "no", "none", "nobody"})
_KEEPING_FROM = frozenset(
    "prevent stop bar block keep refrain ban prohibit dissuade deter discourage abstain desist exempt protect save".split()
)


def is_undone(verb: Token) -> bool:
    """ "did not meet", "almost broke off relations", "neither Italy nor Spain attacked", "was prevented from entering"."""
    if any(
        c.dep_ == "neg" or (c.dep_ in {"advmod", "preconj", "cc"} and c.lower_ in _ALMOST and c.i < verb.i)
        for c in verb.children
    ):
        return True
    if verb.dep_ == "conj" and any(c.lower_ == "nor" for c in verb.head.children):
        return True
    doers = [c for c in verb.children if c.dep_ in clauses.SUBJECTS]
    if any(
        t.lower_ in _NOBODY
        for head in doers
        for t in [head, *(c for c in head.children if c.dep_ in {"det", "cc", "preconj"})]
    ):
        return True
    above = verb.head
    if above.lower_ in {"of", "in"} and any(c.lower_ == "no" for c in above.head.children if c.dep_ == "det"):
        return True  # "has no intention of recognising", "saw no point in meeting"
    near = above.head.lower_ in {"close", "closer", "near", "verge", "brink", "point", "edge"}
    if verb.dep_ == "pcomp" and above.lower_ in {"to", "of"} and near:
        return True  # "came close to breaking off ties"
    if verb.dep_ != "pcomp" or above.lower_ not in {"from", "of", "without", "against"}:
        return False
    short = above.lower_ == "of" and above.head.lower_ == "short"
    against = above.lower_ == "against" and above.head.lemma_ in {
        "decide",
        "vote",
        "advise",
        "argue",
        "warn",
        "counsel",
    }
    return (
        short or against or above.lower_ == "without" or (above.lower_ == "from" and above.head.lemma_ in _KEEPING_FROM)
    )


_BODIES = frozenset({"council", "assembly", "un", "u.n.", "union", "eu", "league", "oas"})
"""Organisations of states, which do what they vote for; a parliament asks its government to."""

_ATTEMPTED = frozenset({"assassinate", "kill", "murder", "bomb", "hijack", "kidnap", "overthrow"})


def _under(verb: Token) -> Status | None:
    """An infinitive is what its head makes of it: "is scheduled to visit", "refused to meet", "managed to reach"."""
    head = verb.head
    lemma = head.lemma_.lower()
    if any(c.dep_ == "neg" or (c.lower_ == "had" and lemma in calendars.PLANNING) for c in head.children):
        return None  # "had planned to expel"
    if verb.lemma_ == "blame" and head.lemma_ == "be":
        return None  # "was to blame"
    if lemma in {"continue", "keep"} and head.tag_ in {"VBZ", "VBP"}:
        return Status.ONGOING
    if lemma in {"begin", "start", "continue", "go", "come", "keep", "manage", "help", "proceed"}:
        return of_verb(head)
    if lemma == "vote" and any(t.lower_ in _BODIES for s in clauses.subjects(head) for t in clauses.phrase(s, 8)):
        return of_verb(head)  # "The Security Council voted to impose sanctions"
    if lemma == "attempt" and head.pos_ == "NOUN" and verb.lemma_ in _ATTEMPTED:
        return Status.OCCURRED  # "an attempt to assassinate the governor" is an attack
    if lemma in {"want", "hope", "wish", "aim", "seek", "try", "attempt"}:
        return None
    if lemma in calendars.PLANNING | {"vote", "resolve", "opt", "choose"} or head.lower_ in {
        "due",
        "set",
        "scheduled",
        "likely",
        "ready",
        "slated",
    }:
        return Status.PLANNED
    if head.pos_ == "AUX" and head.lower_ in {"is", "are", "was", "were"}:
        return Status.PLANNED
    if lemma in _REFUSING:
        return Status.REFUSED
    if verb.dep_ == "advcl":
        return Status.PLANNED
    if lemma in {"invitation", "invite"} and head.dep_ == "dobj" and head.head.lemma_ == "accept":
        return Status.PLANNED  # "accepted an invitation to visit Peru"
    return None


_UNSURE = frozenset(
    "verify ensure doubt prevent avoid want hope wish suppose assume imagine fear demand insist require".split()
)
_HABITS = frozenset({"every", "regularly", "usually", "routinely", "often", "always"})


def _is_supposed(verb: Token) -> bool:
    """What is only feared, wished or to be checked ("must verify that Iraq has destroyed"), or done as a habit."""
    inner = verb
    while inner.dep_ == "conj" and inner.tag_ == "VB" and inner.head.i != inner.i:
        inner = inner.head  # "demanded that Peru end its embargo and give back the base"
    above = inner.head
    if inner.dep_ == "acl" and any(c.lower_ == "any" for c in above.children if c.dep_ == "det"):
        return True  # "would regard any missile launched from Cuba"
    if inner.dep_ == "ccomp" and above.i != inner.i:
        helpers = {c.lower_ for c in above.children if c.dep_ == "aux"}
        if above.lemma_.lower() in _UNSURE or helpers & {"must", "should", "can", "could"}:
            return True
    if (verb.tag_ in {"VBZ", "VBP"} and verb.dep_ in {"ROOT", "conj"}) or verb.tag_ == "VB":
        return any(t.lower_ in _HABITS for t in verb.subtree)
    return False


def is_charge(verb: Token) -> bool:
    """What somebody is accused of: "accused Egypt of having attacked Sudan", "charges of bombing"."""
    above = verb.head
    return verb.dep_ == "pcomp" and above.lower_ in {"of", "with", "for"} and above.head.lemma_.lower() in _CHARGING


_CLAIMS = frozenset(
    "allegation accusation charge claim suspicion rumour rumor report suggestion speculation assertion".split()
)
_CHARGING = frozenset(
    "accuse suspect charge convict blame denounce condemn criticise criticize accusation allegation suspicion sentence jail imprison fine "
    "arrest detain".split()
)


def is_fresh(verb: Token) -> bool:
    """Whether a verb tells news rather than background: simple past or perfect, not "had", not behind "when" or "after"."""
    helpers = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    if verb.tag_ not in {"VBD", "VBN", "VBG"} or "had" in helpers:
        return False
    if verb.tag_ == "VBN" and not helpers & {"has", "have", "was", "were", "'ve", "’ve", "been"}:
        return False
    if verb.tag_ == "VBG" and verb.dep_ != "pcomp":
        return verb.dep_ in {"advcl", "conj"} and is_fresh(verb.head)
    if verb.dep_ == "pcomp" and verb.head.lower_ == "by" and verb.tag_ == "VBG":
        return is_fresh(verb.head.head)  # "responded by expelling"
    if _is_summed_up(verb, helpers):
        return False
    if any(c.lower_ in {"frequently", "often", "repeatedly", "always", "regularly", "every"} for c in verb.children):
        return False
    token = verb
    for _ in range(4):
        marked = any(c.dep_ in {"mark", "advmod"} and c.lower_ in _BACKGROUND for c in token.children)
        if token.dep_ == "relcl" or (token.dep_ in {"advcl", "pcomp"} and (marked or token.head.lower_ in _BACKGROUND)):
            return False
        if token.head.i == token.i:
            break
        token = token.head
    return True


def _is_summed_up(verb: Token, helpers: set[str]) -> bool:
    """ "have fought three wars", "has visited Peru twice since 1990": all of it together is no news."""
    if not helpers & {"has", "have", "'ve", "’ve"}:
        return False
    counted = any(g.dep_ == "nummod" and c.tag_ == "NNS" for c in verb.children if c.dep_ == "dobj" for g in c.children)
    words = {c.lower_ for c in verb.children if c.dep_ in {"prep", "advmod", "mark", "npadvmod"}}
    wars = any(c.lemma_ in {"war", "round", "visit", "meeting", "summit"} for c in verb.children if c.dep_ == "dobj")
    return (counted and wars) or bool(words & {"since", "twice", "historically", "traditionally", "ever"})


_BACKGROUND = frozenset({"when", "after", "since", "while", "as", "because", "before", "despite", "with", "following"})


def concluded(noun: Token) -> Token | None:
    """ "under an accord signed on Tuesday": the participle that says it was made."""
    if noun.dep_ != "pobj" or noun.head.lower_ != "under":
        return None
    made = (c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_ in _MADE)
    return next((c for c in made if not any(g.dep_ in {"aux", "auxpass"} for g in c.children)), None)


_MADE = frozenset({"sign", "reach", "conclude", "strike", "clinch", "initial", "ink"})


def of_noun(noun: Token, governor: Token | None, mode: Mode | None = None) -> Status | None:
    """Of a noun: what its adjectives say, else what the verb above it says; "under the agreement" speaks of one that there is."""
    modifiers = {c.lower_ for c in noun.children if c.dep_ in {"amod", "compound"}}
    if modifiers & _AHEAD:
        return Status.PLANNED
    if modifiers & _ALLEGED:
        return Status.ALLEGED
    before = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun.head
    if mode is not None and noun.dep_ == "pobj" and before.lower_ in {"ahead", "eve", "advance"}:
        return Status.PLANNED
    if any(c.lower_ in {"no", "any"} for c in noun.children if c.dep_ == "det"):
        return None
    if modifiers & {"ongoing", "current", "continuing"}:
        return Status.ONGOING
    if governor is None or concluded(noun) is not None:
        return Status.OCCURRED
    called_off = governor.lemma_ == "call" and any(c.lower_ == "off" for c in governor.children)
    if governor.lemma_.lower() in _REFUSING or called_off:
        return Status.REFUSED
    if mode is None and noun.dep_ == "nsubj" and governor.lemma_ in _OVER:
        return None
    if mode is None and noun.dep_ == "pobj" and any(c.lower_ in {"the", "this", "that"} for c in noun.children):
        return Status.OCCURRED
    if governor.lower_ in {"is", "are"} and any(_is_infinitive(c) for c in governor.children):
        return Status.PLANNED  # "talks are to open on Saturday"
    if noun.dep_ == "nsubjpass" and any(c.dep_ == "aux" and c.lower_ == "to" for c in governor.children):
        return Status.PLANNED  # "denounced the exercises to be staged by"
    if mode is not None and noun.dep_ == "nsubj" and _goes_on(governor):
        return Status.ONGOING
    own = noun.dep_ not in {"nsubj", "nsubjpass"} or governor.lemma_.lower() in TAKES_PLACE | ENDS | _TELLS_OF
    if calendars.tense(governor) is True and own:
        return Status.PLANNED
    return Status.OCCURRED


def _goes_on(verb: Token) -> bool:
    """ "talks are continuing", "negotiations are under way"."""
    if verb.lemma_ in {"continue", "proceed"}:
        return verb.tag_ in {"VBZ", "VBP"} or (
            verb.tag_ == "VBG" and any(c.lower_ in {"is", "are"} for c in verb.children)
        )
    words = {t.lower_ for c in verb.children for t in [c, *c.children] if t.i > verb.i}
    return verb.lemma_ == "be" and bool(words & {"underway", "progress"} or {"under", "way"} <= words)


def _is_infinitive(verb: Token) -> bool:
    return verb.dep_ == "xcomp" and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


_TELLS_OF = frozenset("come follow focus cover encompass feature include address discuss center centre outline".split())


def governor(noun: Token) -> Token | None:
    """The verb that a noun hangs on, through prepositions and other nouns."""
    token = noun
    for _ in range(6):
        if token.head.i == token.i:
            return token if token.pos_ in {"VERB", "AUX"} else None
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            return token
    return None


ENDS = frozenset({"end", "conclude", "finish", "wind"})
TAKES_PLACE = frozenset(
    {
        "resume",
        "continue",
        "reopen",
        "restart",
        "convene",
        "start",
        "begin",
        "open",
        "kick",
        "last",
        "run",
        "take",
        "hold",
        "schedule",
        "slate",
        "set",
        "be",
        "plan",
        "expect",
    }
)
