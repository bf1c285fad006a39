"""What the parse says about a clause: its subjects, its objects, the noun phrases around a word. Imports spaCy's tokens only.

Subjects are shared: over conjuncts ("met and agreed"), participles (", adding that"), relative clauses and absolutes ("with
Russia and China advocating X, arguing Y").
"""

from collections.abc import Iterator

from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
RELATIVES = frozenset({"who", "which", "that", "whom"})
_DEEPEST = 4


def coordinated(head: Token) -> list[Token]:
    """The heads of "Russia and China": one for each conjunct."""
    found, queue = [head], [head]
    while queue:
        for child in queue.pop().children:
            if child.dep_ != "conj":
                continue
            for conjunct in objects(child) if is_visiting_guest(child) else [child]:
                if conjunct.pos_ in {"NOUN", "PROPN", "PRON"}:
                    found.append(conjunct)
                    queue.append(conjunct)
    return sorted(found, key=lambda token: token.i)


def subjects(verb: Token, depth: int = 0) -> Iterator[Token]:
    """Heads of who does it: the subject, of a passive its agent, else the subject of the clause that the verb hangs on."""
    if is_misread_main_verb(verb):
        yield from coordinated(verb.sent.root)
        return
    own_subjects = own_subject_heads(verb)
    subject = min(own_subjects, key=lambda c: abs(c.i - verb.i), default=None)
    if subject is None and (acting := _object_that_acts(verb)) is not None:
        yield from coordinated(acting)
        return
    if depth and subject is not None and subject.dep_ == "nsubjpass":
        # "Putin is scheduled to visit": whom the plan is of is who does it.
        yield from coordinated(verb.head if subject.lower_ in RELATIVES and verb.dep_ == "relcl" else subject)
        return
    if is_passive(verb) or (verb.tag_ == "VBN" and subject is None and verb.dep_ in {"acl", "amod", "advcl"}):
        by = list(agents(verb))
        having = verb.head.head if verb.dep_ == "acl" and verb.head.dep_ == "dobj" else verb
        if not by and having.lemma_ == "have" and having.i != verb.i:
            by = list(subjects(having, depth + 1))  # "China has 15 divisions massed on its border"
        yield from by
        return
    if subject is None and (sayer := sayer_beside(verb)) is not None:
        yield from subjects(sayer, depth + 1)
        return
    if subject is not None:
        related = verb.head if verb.dep_ == "conj" and verb.head.dep_ == "relcl" else verb
        if (named := _brought_out(verb, subject)) is not None:
            yield from coordinated(named)
            return
        own = related.dep_ == "relcl" and (subject.lower_ in RELATIVES or _is_of_whom(subject))
        yield from coordinated(_antecedent(related.head, subject) if own else subject)
        for more in own_subjects:
            if more.i != subject.i and more.i + 1 < len(more.doc) and more.nbor(1).text == "-":
                yield from coordinated(
                    more
                )  # "Lee Sang-ock signed": the small model sees a subject on each side of the hyphen
        return
    if (
        depth < _DEEPEST
        and verb.dep_ in {"conj", "advcl", "xcomp", "ccomp", "pcomp", "acomp"}
        and verb.head.i != verb.i
    ):
        above = verb.head
        if above.dep_ == "prep" and above.head.i != above.i:
            word, above = above.lower_, above.head
            if above.pos_ == "NOUN" and word in {"in", "of", "for"}:
                yield from (c for c in above.children if c.dep_ == "poss")  # "India's help in evacuating Americans"
                return
            done_to = objects(above) if above.pos_ == "VERB" and above.lemma_ not in _OWN_WORD else []
            quoting = word == "as" and above.lemma_ in {"quote", "cite", "report"}
            of_another = word in {"of", "with", "from"} and above.lemma_ in _OF_ANOTHER
            if quoting or (done_to and (word == "for" or of_another)):
                # "quoted him as saying", "was fined for refusing", "accused Peru of attacking": whom the verb is done to.
                yield from done_to
                return
        if verb.dep_ == "advcl" and (absolute := _absolute_before(verb)) is not None:
            above = absolute
        if verb.dep_ != "ccomp" or verb.tag_ == "VBG":
            yield from subjects(above, depth + 1)
    elif verb.dep_ == "acl" and verb.tag_ == "VB" and verb.head.lemma_ in {"invitation", "invite"}:
        yield from subjects(verb.head.head, depth + 1)  # "accepted an invitation to visit Peru"
    elif verb.dep_ == "acl" and verb.tag_ in {"VBG", "VB"}:
        yield verb.head
    elif verb.dep_ == "relcl" and verb.tag_ == "VB" and verb.head.dep_ == "attr":
        yield from subjects(verb.head.head, depth + 1)  # "Bulgaria became the first country to recognise Macedonia"


def _is_of_whom(subject: Token) -> bool:
    """ "the envoys, many of whom say …"."""
    return any(c.lower_ == "of" and any(g.lower_ in RELATIVES for g in c.children) for c in subject.children)


def _antecedent(head: Token, relative: Token) -> Token:
    """Of "Alfred Dregger, a leader of the Christian Democrats, who said": the person, whom the last name only explains."""
    if relative.lower_ != "who" or head.dep_ != "pobj" or relative.i == 0 or relative.nbor(-1).text != ",":
        return head
    apposed = head.head.head
    several = head.tag_ in {"NNS", "NNPS"} or head.ent_type_ in {"ORG", "NORP", "GPE"}
    return apposed.head if several and apposed.dep_ == "appos" and apposed.head.pos_ == "PROPN" else head


def _brought_out(verb: Token, subject: Token) -> Token | None:
    """ "It was the Nigerian navy that had fired": whom "that" means."""
    if subject.lower_ not in {"that", "who"} or verb.dep_ not in {"ccomp", "advcl", "relcl", "ROOT"}:
        return None
    above = next((c for c in verb.children if c.dep_ == "ccomp" and c.i < subject.i), verb.head)
    if above.lemma_ != "be" or not any(c.lower_ == "it" and c.dep_ == "nsubj" for c in above.children):
        return None
    return next((c for c in above.children if c.dep_ == "attr" and c.i < subject.i), None)


def own_subject_heads(verb: Token) -> list[Token]:
    """The subjects that hang on a verb itself; where there is none, a name before it that the small parser takes for an adverbial
    ("Nauru switched …")."""
    found = [c for c in verb.children if c.dep_ in SUBJECTS]
    if found or verb.tag_ not in {"VBD", "VBZ"}:
        return found
    lost = (c for c in verb.children if c.dep_ in {"npadvmod", "advmod"} and c.i < verb.i and c.pos_ == "PROPN")
    return [c for c in lost if c.ent_type_ not in {"DATE", "TIME"}]


def sayer_beside(verb: Token) -> Token | None:
    """Of "said that X was Y, and thanked Z": the verb of saying, whose subject thanks, though the parse joins it to "was"."""
    inner = verb.head
    while inner.dep_ == "conj" and verb.i and verb.nbor(-1).dep_ == "cc" and inner.head.i < inner.i:
        inner = inner.head  # "said that troops had landed and set up posts, and sent an envoy"
    if verb.dep_ != "conj" or verb.tag_ not in {"VBD", "VBZ"} or inner.head.tag_ != verb.tag_:
        return None
    if inner.tag_ == "VB" and inner.dep_ in {"xcomp", "ccomp"} and any(c.lower_ == "to" for c in inner.children):
        return inner.head  # "ordered the envoy to leave and closed the airspace"
    if inner.dep_ != "ccomp":
        return None
    if inner.head.i > inner.i or not any(c.dep_ in SUBJECTS for c in inner.children):
        return None
    ahead = any(c.dep_ == "aux" and c.tag_ == "MD" for c in inner.children)
    joint = next((c for c in inner.children if c.dep_ == "cc" and inner.i < c.i < verb.i), None)
    unlike = inner.tag_ != verb.tag_  # "said that Russia did not plan to … and demanded"
    return inner.head if joint is not None and (ahead or unlike or joint.nbor(-1).text == ",") else None


def _object_that_acts(verb: Token) -> Token | None:
    """ "forced the bank to admit", "footage of Holm saying", "was blamed for refusing": whom a verb is done to does the next."""
    above = verb.head
    if verb.dep_ != "xcomp" or above.i > verb.i or above.lemma_ in _OWN_WORD:
        return None
    if verb.tag_ != "VBG" and not any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children):
        return None
    return next((c for c in above.children if c.dep_ == "dobj" and above.i < c.i < verb.i), None)


_OWN_WORD = frozenset(
    "promise vow pledge threaten swear use take make have telephone phone ring contact cable meet visit summon see convene "
    "issue publish release".split()
)
"""Verbs whose subject does what their infinitive tells, objects or not: "made an effort to deny", "telephoned him to protest"."""


def reporting(verb: Token) -> Token:
    """Of ", noting that …" behind what somebody said, the verb that said it, though the parse hangs it on a verb inside."""
    if verb.tag_ != "VBG" or verb.dep_ not in {"advcl", "conj"} or verb.i < 2:
        return verb
    quoted = verb.nbor(-1).text in {"”", '"', "''"} and verb.nbor(-2).text == ","
    if verb.nbor(-1).text != "," and not quoted:
        return verb
    above = verb.head
    for _step in range(_DEEPEST):
        if above.dep_ == "ccomp" and above.head.i < above.i and above.head.tag_ in {"VBD", "VBZ", "VBP"}:
            return above.head
        above = above.head
    return verb


def apposed_before(verb: Token) -> tuple[Token, int] | None:
    """ "…, the government's spokesman, Juan Rios, warned on Monday": the name right before a cue without a subject, which the small
    parser hangs on the last noun of what was said; and where the words that introduce it begin."""
    doc, before = verb.doc, verb.i - 2
    if before <= verb.sent.start or verb.nbor(-1).text != "," or verb.tag_ not in {"VBD", "VBZ"}:
        return None
    name = top = doc[before]
    if name.pos_ != "PROPN" or name.dep_ != "appos" or any(c.dep_ in SUBJECTS for c in verb.children):
        return None
    for _ in range(_DEEPEST):
        top = top.head if top.head.dep_ == "appos" and top.head.i < top.i else top
    left = top.left_edge.i
    return (name, left) if left > verb.sent.start and doc[left - 1].text in {",", "”", '"', "''"} else None


_OF_ANOTHER = frozenset(
    "accuse suspect charge convict blame criticise criticize condemn denounce thank praise commend congratulate accuse rebuke fault "
    "prevent stop bar ban keep prohibit punish censure".split()
)


def is_visiting_guest(verb: Token) -> bool:
    """ "Abe and visiting Foreign Minister Ban agreed": the small model makes "visiting" a verb beside the first name."""
    if verb.lower_ != "visiting" or any(c.dep_ in {"aux", "nsubj"} for c in verb.children):
        return False
    beside = verb.dep_ == "conj" and verb.head.pos_ in {"NOUN", "PROPN"}
    return beside or (verb.dep_ == "pcomp" and verb.head.lower_ in {"with", "by", "between", "from", "to", "and"})


def is_passive(verb: Token) -> bool:
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children):
        return True
    return _shares_passive(verb)


def _shares_passive(verb: Token) -> bool:
    """ "were pardoned and released by Peru": what is joined to a passive without an auxiliary of its own is one."""
    alone = verb.tag_ == "VBN" and not any(c.dep_ in {"aux", "nsubj", "dobj"} for c in verb.children)
    return verb.dep_ == "conj" and alone and verb.head.pos_ == "VERB" and is_passive(verb.head)


def agents(verb: Token) -> Iterator[Token]:
    """Of a passive: by whom; of two that are joined, the later may say it for both."""
    if not any(c.dep_ == "agent" for c in verb.children):
        joined = [c for c in verb.children if c.dep_ == "conj" and _shares_passive(c)]
        for child in joined[:1]:
            yield from agents(child)
        return
    for child in verb.children:
        if child.dep_ == "agent":
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield from coordinated(inner)
                elif is_visiting_guest(inner):
                    yield from objects(inner)


def objects(verb: Token) -> list[Token]:
    """Heads of what it is done to: direct objects, of a passive the subject, of a relative clause the noun it hangs on."""
    found = [c for c in verb.children if c.dep_ in {"dobj", "dative", "oprd", "nsubjpass"} and c.pos_ not in {"ADP"}]
    if _shares_passive(verb):
        found += [c for c in verb.head.children if c.dep_ == "nsubjpass"]
    # "sealed off the West Bank"
    found += [c for p in verb.children if p.dep_ == "prt" for c in p.children if c.dep_ == "pobj"]
    if not found and verb.dep_ == "xcomp" and any(c.dep_ == "auxpass" for c in verb.children):
        # "is to be received by the president"
        found = [c for c in verb.head.children if c.dep_ in SUBJECTS]
    if not found and not is_passive(verb):
        # "met President Lee Teng-hui Wednesday": the small model makes one phrase of it, with the weekday for its head.
        for day in (
            c for c in verb.children if c.dep_ == "npadvmod" and c.i > verb.i and c.ent_type_ in {"DATE", "PERSON", ""}
        ):
            found += [
                c
                for c in day.children
                if c.i < day.i and c.pos_ in {"PROPN", "NOUN"} and c.dep_ in {"compound", "nmod"}
            ]
    out: list[Token] = []
    for head in found:
        if head.lower_ in RELATIVES:
            # "the contract that Chirac is expected to clinch"
            above = verb.head if verb.dep_ == "xcomp" else verb
            head = above.head if above.dep_ == "relcl" else head
        out.extend(coordinated(head))
    if not out and verb.dep_ in {"relcl", "acl"} and verb.tag_ == "VBN":
        out.append(verb.head)
    return out


def prepositions(head: Token) -> Iterator[tuple[str, Token]]:
    """(preposition, head of what it brings) for every prepositional phrase that hangs on a word, conjuncts included."""
    for child in head.children:
        if child.dep_ in {"prep", "agent", "dative"} and child.pos_ == "ADP":
            for inner in child.children:
                if is_visiting_guest(inner):
                    for guest in objects(inner):
                        yield child.lower_, guest
                elif inner.dep_ in {"pobj", "pcomp"} and not is_absolute(child):
                    for conjunct in coordinated(inner):
                        yield child.lower_, conjunct
                elif inner.dep_ == "prep" or (
                    inner.dep_ == "conj" and inner.pos_ == "ADP"
                ):  # "flights to and from Italy"
                    for deeper in inner.children:
                        if deeper.dep_ == "pobj":
                            yield inner.lower_, deeper
        elif child.dep_ in {"prt", "advmod"} and child.lower_ in _PARTICLES:
            # "handed the villages back to Azerbaijan": the small model hangs it on the particle
            for inner in child.children:
                if inner.dep_ == "prep":
                    for deeper in inner.children:
                        if deeper.dep_ == "pobj":
                            for conjunct in coordinated(deeper):
                                yield inner.lower_, conjunct


def brings(verb: Token, *wanted: str) -> bool:
    """Whether one of these prepositions hangs on a word."""
    return any(preposition in wanted for preposition, _head in prepositions(verb))


def here(verb: Token) -> Token | None:
    """ "arrived here on Sunday": the word for where the report is written."""
    return next((c for c in verb.children if c.lower_ == "here" and c.dep_ == "advmod"), None)


def is_absolute(preposition: Token) -> bool:
    """ "…, with Russia and China vetoing the text": what others do meanwhile takes no part in the deed."""
    if preposition.lower_ != "with":
        return False
    deeds = (c for c in preposition.children if c.dep_ == "pcomp")
    return any(c.dep_ in SUBJECTS for deed in deeds for c in deed.children)


_PARTICLES = frozenset("back out off up down over away home in together ahead on".split())


def own_words(verb: Token, most: int) -> list[Token]:
    """The words of a clause, within its sentence: its subtree without who acts in its relative clauses and what is joined to it with
    a subject of its own."""
    found, queue = [verb], [verb]
    while queue and len(found) < most:
        token = queue.pop()
        for child in token.children:
            joined = child.dep_ in {"conj", "parataxis"} and any(c.dep_ in SUBJECTS for c in child.children)
            joined = joined or sayer_beside(child) is not None
            aside = (child.dep_ == "relcl" and token.dep_ in SUBJECTS) or (token.i == verb.i and _is_meanwhile(child))
            aside = aside or is_absolute(child)
            if not joined and not aside and not (token.dep_ == "relcl" and child.dep_ in SUBJECTS):
                found.append(child)
                queue.append(child)
    sentence = verb.sent  # asked once: spaCy looks for its ends each time
    return sorted((t for t in found if sentence.start <= t.i < sentence.end), key=lambda token: token.i)


_WHEN = frozenset({"as", "when", "while", "after", "before", "since", "because", "although", "though"})


def _is_meanwhile(clause: Token) -> bool:
    """ "cheered him as he denounced the invasion", "before departing for Lima": what somebody does at the same time, before or after."""
    if clause.dep_ == "prep" and clause.lower_ in {"before", "after"}:
        return any(c.dep_ == "pcomp" for c in clause.children)
    return (
        clause.dep_ == "advcl"
        and any(c.dep_ in {"mark", "advmod"} and c.lower_ in _WHEN and c.i < clause.i for c in clause.children)
        and any(c.dep_ in SUBJECTS for c in clause.children)
    )


_APART = frozenset({"relcl", "advcl", "ccomp", "parataxis", "acl", "conj", "cc"})


_LISTED = frozenset({"amod", "compound", "nmod", "poss", "pobj", "conj", "appos"})


def phrase(head: Token, most: int = 60) -> list[Token]:
    """The tokens of a noun phrase: head, modifiers, prepositional phrases, appositions; not its clauses, not its conjuncts."""
    found, queue = [head], [head]
    while queue and len(found) < most:
        token = queue.pop()
        for child in token.children:
            # "French and Egyptian warships": the second adjective hangs on the first.
            # "the foreign ministers of Chile and Bolivia": so does Bolivia on Chile.
            beside = child.dep_ == "conj" and token.i != head.i and token.dep_ in _LISTED and child.pos_ != "VERB"
            if child.dep_ not in _APART or beside or (child.dep_ == "acl" and child.tag_ == "VBN"):
                found.append(child)
                queue.append(child)
    return found


def is_misread_main_verb(verb: Token) -> bool:
    """ "The spokesman, Matthew Miller, highlighted X": the small model reads the verb as a participle of X, and finds none."""
    if verb.tag_ != "VBN" or verb.dep_ not in {"amod", "acl"} or verb.i == 0:
        return False
    root = verb.sent.root
    if verb.dep_ == "acl" and verb.head.i == root.i < verb.i and any(c.dep_ == "dobj" for c in verb.children):
        return not any(
            c.dep_ in {"auxpass", "agent"} for c in verb.children
        )  # "The parliament approved on Friday a deal"
    return (
        root.pos_ in {"NOUN", "PROPN"}
        and root.i < verb.i
        and verb.nbor(-1).text == ","
        and not any(c.dep_ in {"auxpass", "agent"} for c in verb.children)
        and verb.i + 1 < verb.sent.end
    )


def _absolute_before(verb: Token) -> Token | None:
    """Of "…, with Russia and China advocating X, arguing Y": the verb of the absolute, whose subject argues too."""
    for token in reversed(list(verb.doc[max(verb.sent.start, verb.i - 25) : verb.i])):
        if token.dep_ == "pcomp" and token.tag_ == "VBG" and token.head.lower_ == "with":
            return token if any(c.dep_ in SUBJECTS for c in token.children) else None
    return None
