"""What somebody is called: friend or foe, a success or an outrage. May import answers, clauses and coreference. Used by conditions.py."""

from collections.abc import Callable

from spacy.tokens import Token

from events.extraction import answers, clauses
from events.extraction.coreference import Referents
from events.vocabulary import Response

_FOES = frozenset(
    "traitor liar aggressor terrorist puppet threat enemy dictator tyrant criminal bully murderer butcher thug provocateur warmonger "
    "hypocrite invader occupier stooge lackey racist coward madman killer rogue disgrace menace outlaw pariah provocation aggression crime "
    "outrage outrageous unacceptable interference violation betrayal blackmail piracy barbarous barbaric illegal hostile irresponsible "
    "genocide massacre terrorism lie nonsense absurd shameful cynical criminal evil unjust hypocritical farce sham "
    "illegitimate usurper unlawful oppressor inhumane inhuman cruel brutal unfair unjustified discriminatory regrettable disgraceful "
    "disproportionate deplorable intolerable arbitrary savage cowardly unprovoked insulting scandalous "
    "unfortunate lamentable mistake blunder error folly dirty insult affront reckless dangerous provocative "
    "unfriendly wrong incomprehensible unwarranted unreasonable ill-advised unhelpful counterproductive premature unpardonable "
    "unforgivable inexcusable unjustifiable appalling heinous abhorrent despicable horrific".split()
)
_FRIENDS = frozenset(
    "friend partner ally brother hero champion model example milestone breakthrough success courageous historic constructive positive "
    "welcome encouraging wise statesman triumph step beginning start gesture opportunity".split()
)


_POINTING = frozenset({"the", "this", "that", "these", "those", "their", "its"})


def _called(words: frozenset[str], of_deeds: bool) -> Callable[[Token, Referents], bool]:
    """ "described the president as a traitor", "called the attack barbaric"."""

    def check(verb: Token, referents: Referents) -> bool:
        whom = (t for head in clauses.objects(verb) for t in clauses.phrase(head, 12))
        told = of_deeds and any(c.lower_ in _POINTING for head in clauses.objects(verb) for c in head.children)
        if not told and not any(referents.country_at(t) or referents.person_at(t) for t in whom):
            return False
        return any(t.lemma_.lower() in words for t in _names_given(verb))

    return check


def _names_given(verb: Token) -> list[Token]:
    """What something is called: "a traitor", "as inhumane", "baseless and false"."""
    below = [c for c in verb.children if c.i > verb.i and c.dep_ in {"oprd", "xcomp", "ccomp", "acomp", "attr", "dobj"}]
    around = [verb, *clauses.objects(verb)]  # the small parser hangs "as inhumane" on the noun
    below += [h for word in around for child in word.children if child.lower_ == "as" for h in child.children]
    return below + [g for h in below for g in h.children if g.dep_ in {"conj", "acomp", "attr", "amod", "oprd"}]


def as_false(verb: Token, referents: Referents) -> bool:
    """ "called the allegations baseless", "dismissed the report as a lie"."""
    claimed = [head for head in clauses.objects(verb) if answers.is_claim(head)]
    judged = [answers.judgements().get(t.lower_) for t in _names_given(verb)]
    return bool(claimed) and Response.DENIAL in judged


as_foe = _called(_FOES, of_deeds=True)
as_friend = _called(_FRIENDS, of_deeds=False)
