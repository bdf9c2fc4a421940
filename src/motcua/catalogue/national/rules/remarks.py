"""What could not be read of a record, and why."""

from dataclasses import dataclass
from enum import StrEnum


class RemarkKind(StrEnum):
    """Why a value is open, or what is odd about it."""

    NO_LINE = "NO_LINE"
    LIMIT_IN_WORDS = "LIMIT_IN_WORDS"
    LIMIT_WITHOUT_UNIT = "LIMIT_WITHOUT_UNIT"
    UNIT_FROM_STEPS = "UNIT_FROM_STEPS"
    NUMBERS_RUN_TOGETHER = "NUMBERS_RUN_TOGETHER"
    FEE_ELSEWHERE = "FEE_ELSEWHERE"
    FEE_BUT_FREE = "FEE_BUT_FREE"
    FREE_FOR_SOME = "FREE_FOR_SOME"
    FEE_TOO_SMALL = "FEE_TOO_SMALL"
    FEE_SAID_TWICE = "FEE_SAID_TWICE"
    FEE_UNCLEAR = "FEE_UNCLEAR"
    NO_PAPER_TABLE = "NO_PAPER_TABLE"
    PAPER_WITHOUT_NUMBER = "PAPER_WITHOUT_NUMBER"
    BASIS_WITHOUT_NUMBER = "BASIS_WITHOUT_NUMBER"
    RESULT_WITHOUT_CODE = "RESULT_WITHOUT_CODE"
    UNKNOWN_WORD = "UNKNOWN_WORD"


REASONS = {
    RemarkKind.NO_LINE: "The table of channels has no line that can be read.",
    RemarkKind.LIMIT_IN_WORDS: "The time limit is words, not a number.",
    RemarkKind.LIMIT_WITHOUT_UNIT: "The time limit is a number without a unit.",
    RemarkKind.UNIT_FROM_STEPS: (
        "The unit is missing in the table and was found in the description of steps."
    ),
    RemarkKind.NUMBERS_RUN_TOGETHER: (
        "Time limit and fee are one run of digits that can be cut in several ways."
    ),
    RemarkKind.FEE_ELSEWHERE: (
        "No amount: the fee is said to stand in an instrument or to be set by others."
    ),
    RemarkKind.FEE_BUT_FREE: "It is said to be free and an amount is named, too.",
    RemarkKind.FREE_FOR_SOME: (
        "It is said to be free for some; what the others pay is not said."
    ),
    RemarkKind.FEE_TOO_SMALL: (
        "The sum is below 1,000 đồng and nothing beside it says what is meant."
    ),
    RemarkKind.FEE_SAID_TWICE: "Two different sums are said for the same fee.",
    RemarkKind.FEE_UNCLEAR: "Amounts are named that are not simply the fee.",
    RemarkKind.NO_PAPER_TABLE: "Papers are told in prose, not in the table.",
    RemarkKind.PAPER_WITHOUT_NUMBER: "No number of originals and copies is stated.",
    RemarkKind.BASIS_WITHOUT_NUMBER: "An instrument is named without its number.",
    RemarkKind.RESULT_WITHOUT_CODE: "A result has no code.",
    RemarkKind.UNKNOWN_WORD: "A level or kind of applicant is not known here.",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that could not be read, with the start of its text."""

    kind: RemarkKind
    text: str
