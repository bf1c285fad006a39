"""What harm a verb tells of: done, meant, or only one of words. May import clauses, doers, encounters and frames.

Used by conditions.py and triggers.py.
"""

from spacy.tokens import Token

from events.extraction import clauses, doers, encounters, frames
from events.extraction.coreference import Referents
from events.vocabulary import EventType

_COERCIVE = frozenset(
    "impose extend ban restrict expel cut attack strike punish retaliate suspend withhold block invade close seize bar deny "
    "cancel boycott intervene bomb kill execute sanction veto limit curb destroy annihilate obliterate crush avenge wipe turn".split()
)


_HOSTILE = frozenset({EventType.SANCTION, EventType.COERCE, EventType.ASSAULT, EventType.THREATEN, EventType.MOBILIZE})


def is_hostile(deed: Token) -> bool:
    """Whether a verb, with its objects, tells of a harm: "break off relations", "retaliate", "destroy the economy"."""
    if deed.lemma_ == "use" and any(word in {"force", "weapon", "might"} for word, _head in frames.object_nouns(deed)):
        return True
    return deed.lemma_.lower() in _COERCIVE or frames.plain_type(deed) in _HOSTILE


def is_coercive(verb: Token, referents: Referents) -> bool:
    below, found = [c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and c.i > verb.i], False
    ahead = verb.lemma_ not in {"tell", "say"}
    for _ in range(4):
        ahead = ahead or any(
            g.lower_ in {"would", "will", "prepared", "ready"} for c in below for g in [c, *c.children]
        )
        found = found or any(
            c.lemma_.lower() in _COERCIVE and not any(g.lower_ == "short" or g.dep_ == "neg" for g in c.children)
            for c in below
        )
        below = [g for c in below for g in c.children if g.dep_ in {"xcomp", "acomp", "ccomp"}]
    return found and ahead


def means_harm(verb: Token, referents: Referents) -> bool:
    """ "vowed to retaliate", "is considering breaking off relations"."""
    below = [
        c for c in verb.children if c.dep_ in {"xcomp", "ccomp", "pcomp", "dobj"} and c.i > verb.i and c.pos_ == "VERB"
    ]
    if any(c.lemma_.lower() in _HARMS for c in verb.children if c.dep_ == "dobj"):
        return True  # "is considering a freeze on aid"
    return any(is_hostile(c) and not any(g.dep_ == "neg" for g in c.children) for c in below)


_HARMS = frozenset(
    "freeze suspension embargo sanction sanctions ban expulsion boycott strike cut cutoff retaliation reprisal blockade invasion attack "
    "countermeasure closure".split()
)


_PAID = frozenset({"price", "consequence", "consequences", "penalty", "cost", "retribution", "punishment", "reprisal"})


def to_pay(verb: Token, referents: Referents) -> bool:
    """ "said Russia would pay a heavy price", "told Peru it would face consequences"."""
    clause = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    if clause is None or clause.lemma_ not in {"pay", "face", "suffer", "bear"}:
        return False
    ahead = any(c.dep_ == "aux" and c.lower_ in {"will", "would", "must"} for c in clause.children)
    return ahead and any(head.lemma_.lower() in _PAID for head in clauses.objects(clause))


def warns_of_deed(verb: Token, referents: Referents) -> bool:
    clause = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    if clause is not None:
        short = {c.lemma_ for c in clause.children if c.dep_ in clauses.SUBJECTS}
        if short & {"patience", "time"}:
            return True  # "warned Syria that its patience was running out"
        undone = any(c.dep_ == "neg" for c in clause.children)
        acting = (c for c in clause.children if c.dep_ in clauses.SUBJECTS)
        if undone and all(c.pos_ == "NOUN" and not referents.country_at(c) for c in acting):
            return False  # "cautioned that the dispute would not be resolved overnight"
        return any(c.lower_ in {"would", "will", "may", "might", "could"} for c in clause.children if c.dep_ == "aux")
    told = [head.lemma_.lower() for p, head in clauses.prepositions(verb) if p in {"of", "about"}]
    if told and set(told) <= _PERILS and not clauses.brings(verb, "against"):
        return any(head.pos_ == "PROPN" for head in clauses.objects(verb))  # "warned of the risk of war"
    return clauses.brings(verb, "of", "against") or bool(clauses.objects(verb))


_PERILS = frozenset(
    "risk danger peril possibility threat crisis catastrophe disaster war famine famines instability shortage".split()
)


def of_violence(verb: Token, referents: Referents) -> bool:
    violent = {
        "torture",
        "wound",
        "bullet",
        "explosion",
        "bomb",
        "blast",
        "attack",
        "gunfire",
        "shelling",
        "beating",
        "clash",
        "result",
    }
    return any(head.lemma_.lower() in violent for _p, head in clauses.prepositions(verb))


_WORDS = frozenset(
    "policy stance statement decision remark comment record plan proposal government administration idea speech critic criticism move "
    "report press media west position claim approach opposition party bill law sanction treaty agreement resolution".split()
)


def in_words(verb: Token, referents: Referents) -> bool:
    """Whether an attack is one of words: by somebody who is no force, on a policy or a person, not on a place."""
    who = list(clauses.subjects(verb))
    if any(t.lemma_.lower() in doers.FORCES for head in who for t in [head, *head.children]):
        return False
    targets = clauses.objects(verb)
    if any(head.lemma_.lower() in _WORDS for head in targets):
        return True
    speaks = any(referents.person_at(head) or head.lemma_.lower() in encounters.ROLES for head in who)
    return speaks and any(referents.person_at(head) for head in targets)


_BLOWS = frozenset("strike airstrike raid missile rocket shell bomb drone shelling bombardment artillery".split())


def hit_by_forces(verb: Token, referents: Referents) -> bool:
    """ "Saudi-led jets pounded the Yemeni capital", "Aden was hit by air strikes"."""
    blows = any(head.lemma_.lower() in _BLOWS for head in clauses.subjects(verb))
    return (blows or doers.has_forces(verb)) and encounters.has_state(verb, referents)
