"""The archive's controlled words: event types, modes, statuses, parts and precisions, each with a label and a definition.

Pure Python; imports nothing of ours. Event types are the 16 of PLOVER (manual, CC BY-SA 4.0; definitions paraphrased).
"""

from enum import Enum, StrEnum
from typing import Self


class Quad(StrEnum):
    """PLOVER's four classes of interaction, from words of friendship to deeds of enmity."""

    VERBAL_COOPERATION = "verbal-cooperation"
    MATERIAL_COOPERATION = "material-cooperation"
    VERBAL_CONFLICT = "verbal-conflict"
    MATERIAL_CONFLICT = "material-conflict"


class Described(str, Enum):
    """A coded value with a label for people and a definition for those who count."""

    label: str
    definition: str

    def __new__(cls, value: str, label: str, definition: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.definition = definition
        return member

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def of(cls, value: str) -> Self:
        """The member with this code; ValueError names those there are."""
        for member in cls:
            if member.value == value:
                return member
        raise ValueError(f"{value} is no {cls.__name__}: it is one of {', '.join(member.value for member in cls)}")

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(code, label) pairs in the order of definition, as Django's fields want them."""
        return [(member.value, member.label) for member in cls]


class EventType(Described):
    """PLOVER's 16 event types."""

    AGREE = "AGREE", "Agree", "Agree, offer, promise to cooperate; sign or plan an accord."
    CONSULT = "CONSULT", "Consult", "Meet, visit, host, hold talks, telephone, write."
    SUPPORT = "SUPPORT", "Support", "Praise, endorse, recognise, restore relations; backing that is not material."
    CONCEDE = "CONCEDE", "Concede", "Yield in words: ease, pardon, apologise, announce a withdrawal."
    COOPERATE = "COOPERATE", "Cooperate", "Trade, exercise, extradite, share intelligence: mutual and material."
    AID = "AID", "Aid", "Give money, arms, relief or asylum, mainly to the receiver's benefit."
    RETREAT = "RETREAT", "Retreat", "Yield in deed: withdraw, release, disarm, admit observers."
    REQUEST = "REQUEST", "Request", "Ask, urge, appeal, demand."
    ACCUSE = "ACCUSE", "Accuse", "Criticise, blame, allege, complain, investigate."
    REJECT = "REJECT", "Reject", "Refuse, decline, deny, veto."
    THREATEN = "THREATEN", "Threaten", "Warn of consequences."
    PROTEST = "PROTEST", "Protest", "Civilians demonstrate, strike, boycott."
    SANCTION = (
        "SANCTION",
        "Sanction",
        "Cut or reduce relations, withhold aid, impose sanctions, expel or recall envoys.",
    )
    MOBILIZE = "MOBILIZE", "Mobilize", "Deploy, alert or display forces, short of using them."
    COERCE = "COERCE", "Coerce", "Arrest, seize, restrict, blockade; repression short of violence."
    ASSAULT = "ASSAULT", "Assault", "Attack, kill, bomb, abduct: deliberate physical harm."

    @property
    def quad(self) -> Quad:
        """The PLOVER quad class. SANCTION is taken as material (PLOVER's own section on it says so; one table disagrees)."""
        return _QUADS[self]


_QUADS = {
    EventType.AGREE: Quad.VERBAL_COOPERATION,
    EventType.CONSULT: Quad.VERBAL_COOPERATION,
    EventType.SUPPORT: Quad.VERBAL_COOPERATION,
    EventType.CONCEDE: Quad.VERBAL_COOPERATION,
    EventType.COOPERATE: Quad.MATERIAL_COOPERATION,
    EventType.AID: Quad.MATERIAL_COOPERATION,
    EventType.RETREAT: Quad.MATERIAL_COOPERATION,
    EventType.REQUEST: Quad.VERBAL_CONFLICT,
    EventType.ACCUSE: Quad.VERBAL_CONFLICT,
    EventType.REJECT: Quad.VERBAL_CONFLICT,
    EventType.THREATEN: Quad.VERBAL_CONFLICT,
    EventType.PROTEST: Quad.MATERIAL_CONFLICT,
    EventType.SANCTION: Quad.MATERIAL_CONFLICT,
    EventType.MOBILIZE: Quad.MATERIAL_CONFLICT,
    EventType.COERCE: Quad.MATERIAL_CONFLICT,
    EventType.ASSAULT: Quad.MATERIAL_CONFLICT,
}


class Mode(Described):
    """How states consulted."""

    VISIT = "visit", "Visit", "Someone goes to another country as a guest."
    MEETING = "meeting", "Meeting", "Talks, a summit, a negotiation, wherever held."
    CALL = "call", "Call or letter", "A telephone call, a letter, a message."


class Status(Described):
    """Whether it happened, as far as the source says."""

    OCCURRED = "occurred", "Occurred", "The source reports it as having happened."
    ONGOING = "ongoing", "Ongoing", "It had begun and was going on when reported."
    PLANNED = "planned", "Planned", "Announced, scheduled or expected; not reported as done."
    ALLEGED = "alleged", "Alleged", "Somebody says so; the source does not vouch for it."
    REFUSED = "refused", "Refused", "Proposed or expected, and refused or cancelled."


class Part(Described):
    """The part that a state or a person took in an event."""

    INITIATOR = "initiator", "Initiator", "Did it, or set out to."
    COUNTERPART = "counterpart", "Counterpart", "The other side, to whom it was done or with whom."
    HOST = "host", "Host", "Received the visitor or the meeting."
    PARTICIPANT = "participant", "Participant", "Took part; no more is said."


class StatementKind(Described):
    """How closely the words are the speaker's own."""

    DIRECT = "direct", "Quoted", "The whole content stands in quotation marks."
    INDIRECT = "indirect", "Paraphrased", "The source's own words for what was said."
    MIXED = "mixed", "Partly quoted", "A paraphrase with a quoted part."


class Response(Described):
    """How one statement answers another."""

    DENIAL = "denial", "Denies", "Says that it is not so."
    CONFIRMATION = "confirmation", "Confirms", "Says that it is so."
    ACCEPTANCE = "acceptance", "Accepts", "Agrees to what was proposed."
    REFUSAL = "refusal", "Refuses", "Turns down what was proposed."


class DateBasis(Described):
    """Where a date was read from."""

    STATED = "stated", "Stated", "The source writes the date out."
    RELATIVE = "relative", "Relative", "Worked out from a word such as Monday and the day of publication."
    INFERRED = "inferred", "Inferred", "Concluded from the context; the source gives no date for it."


class Review(Described):
    """What a curator has decided."""

    UNREVIEWED = "unreviewed", "Machine-read", "Read by the machine; no curator has looked at it yet."
    APPROVED = "approved", "Approved", "A curator has checked it against its source."
    REJECTED = "rejected", "Rejected", "A curator has found it wrong; it is not shown."


class RecordKind(Described):
    """What a curator decides on."""

    EVENT = "event", "Event", "An interaction between states."
    PERSON = "person", "Person", "An individual."
    STATEMENT = "statement", "Statement", "Words attributed to a speaker."
    SOURCE = "source", "Source", "The description of a news text."


class Verb(Described):
    """What a curator can decide."""

    SET = "set", "Corrected", "Fields were given other values."
    RELEASE = "release", "Released", "Fields were given back to the machine."
    APPROVE = "approve", "Approved", "Checked against the sources."
    REJECT = "reject", "Rejected", "Found wrong; not shown any more."
    UNREVIEW = "unreview", "Reopened", "Marked as not yet reviewed."
    MERGE = "merge", "Merged", "Other records were found to be the same and joined to this one."
    SPLIT = "split", "Split", "Some of what sources say was found to be about another."
    UNDO = "undo", "Undone", "An earlier decision was taken back."
    REVERT = "revert", "Reverted", "Brought back to how it stood earlier."
    DISTINCT = "distinct", "Kept apart", "Two records are not the same, or do not answer one another."
    ADD = "add", "Added", "Entered by a curator."
    PREFER = "prefer", "Preferred", "One source's date was preferred to the others'."
    ACCEPT = "accept", "Accepted", "The machine's new reading was taken over."
    KEEP = "keep", "Kept", "The curated value was kept against the machine's new reading."


class Standing(Described):
    """What has become of a decision."""

    STANDING = "standing", "In effect", "It holds."
    UNDONE = "undone", "Undone", "Taken back by a later decision."
    MOOT = "moot", "Without object", "What it was about was taken out of the archive with its source."


class Relation(Described):
    """In what two records were found apart."""

    SAME = "same", "Not the same", "They are two."
    ANSWERS = "answers", "No answer", "The one does not answer the other."
