"""What curators decide: one verb a function, each a transaction that stores a Decision, has its effect, and keeps the past.

This package only hands the verbs on. Whoever calls one names the account (`who`), may say `why`, and passes as `seen` the
`version` of the record that the curator had before them. Everything is refused with `Refused`, in words for the curator;
`Stale` is the refusal that carries what has changed since. May import everything but views, templates and the admin.
"""

from events.curation.adding import add_event, add_person, add_statement
from events.curation.answers import Answer, accept_answer, decline_answer, suggested_answers
from events.curation.changes import Change, changes
from events.curation.claims import Claim, claims, prefer
from events.curation.comparing import Compared, compare, conflicts
from events.curation.duplicates import Pair, Stretch, distinct, possible_duplicates, stretch
from events.curation.merging import merge, split
from events.curation.proposals import Proposal, accept, keep, proposals
from events.curation.refusals import Refused, Stale, version
from events.curation.replaying import export_lines, import_lines
from events.curation.undoing import resting_on, revert, undo
from events.curation.verdicts import approve, reject, release, set_fields, unreview

__all__ = [
    "Answer",
    "Change",
    "Claim",
    "Compared",
    "Pair",
    "Proposal",
    "Refused",
    "Stale",
    "Stretch",
    "accept",
    "accept_answer",
    "add_event",
    "add_person",
    "add_statement",
    "approve",
    "changes",
    "claims",
    "compare",
    "conflicts",
    "decline_answer",
    "distinct",
    "export_lines",
    "import_lines",
    "keep",
    "merge",
    "possible_duplicates",
    "prefer",
    "proposals",
    "reject",
    "release",
    "resting_on",
    "revert",
    "set_fields",
    "split",
    "stretch",
    "suggested_answers",
    "undo",
    "unreview",
    "version",
]
