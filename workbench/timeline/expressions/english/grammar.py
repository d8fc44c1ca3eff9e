"""English: what surrounds an expression of time, and what tells the tense."""

from workbench.timeline.expressions.english.lexicon import TOKENS
from workbench.timeline.expressions.english.numbers import NUMBERS
from workbench.timeline.expressions.english.rules import CALENDAR, LASTING, PREFIXES, RELATIVE, SUFFIXES
from workbench.timeline.expressions.grammar import Grammar

# A number before one of these is a number of something, whatever stands before it.
_UNITS = (
    "percent|per cent|people|men|women|children|troops|soldiers|vessels|boats|ships|barrels|dollars|euros|pounds|pesos|"
    "bolivars|tons|tonnes|miles|kilometers|kilometres|km|meters|metres|feet|hours|minutes|seconds|points|jobs|votes|"
    "words|copies|shares|units|deaths|members|million|billion|thousand|hundred|GMT|UTC|EST|EDT|hrs|cents|yards|acres|"
    "pounds|students|employees|workers|homes|houses|cars|aircraft|prisoners|casualties|km2|sq"
)
# After a bare number, a word that is none of these may be what the number counts.
_FUNCTION_WORDS = (
    "in|at|on|for|to|and|or|with|by|during|when|as|after|before|while|that|who|which|was|were|is|are|has|had|have|will|"
    "would|could|until|since|through|from|but|if|because|than|then|the|a|an|he|she|it|they|his|her|its|their|our|we|"
    "this|these|those|not|no|also|where|under|over|into|between|amid|against|said|says|alone|only|about|there|here"
)
# A year straight before one of these dates it: "the disputed 2024 election".
_EVENTS = (
    "presidential|parliamentary|legislative|regional|general|election|elections|vote|referendum|campaign|coup|summit|"
    "invasion|war|crisis|uprising|revolution|constitution|treaty|accord|agreement|deal|talks|budget|census|season|"
    "Olympics|World Cup|earnings|results|sales|profit|revenue|figures|report|law|act|Act|ruling|decision"
)
_NOT_UNIT = rf"(?! ?%)(?! (?:(?:to|or) [\d.,]{{1,12}} )?(?:{_UNITS})\b)"
_NOT_COUNTING = rf"{_NOT_UNIT}(?! (?!(?:{_FUNCTION_WORDS})\b)[a-z])"
_AWAY = r"(?= (?:ago|earlier|later|from now|before|after|afterwards?|or (?:so|two|more))\b)"

GUARDS = {
    "after_month": "(?! [A-Z]| on | for )",
    "away": _AWAY,
    "closing": "(?=[);,]| ?[–—-])",
    "counting_day": r"(?= \d{1,2} [a-z])",
    "ended": r"(?= (?:ended|ending|to|through) )",
    "ends": r"(?=[.,;:)!?”\"]|$)",
    "era_follows": r"(?=[-–—/]\d{1,4}(?:[-–—]\d{1,4})? ?(?:BC|B\.C\.|BCE)\b)",
    "function_word": rf"(?=[.,;:)!?]|$| (?:{_FUNCTION_WORDS})\b)",
    "line_end": r"(?=[^\S\n]*(?:\n|$|[:–—-] ))",
    "not_age": r"(?![- ](?:years?[- ])?olds?)(?! of age)(?!(?<=quarters) of)(?!(?<=quarter) of)",
    "not_between": rf"(?!-[a-z])(?! and [\d.,]{{1,12}} (?:{_UNITS})\b){_NOT_UNIT}",
    "not_counting": _NOT_COUNTING,
    "not_joined_unit": f"(?!-[a-z]){_NOT_UNIT}",
    "not_share": r"(?! of (?:the(?! year\b)|all|its|his|her|their|a|those|these|our|them)\b)",
    "not_verb": r"(?! (?:of|to|into|from|by)\b)",
    "not_thing": r"(?! \d)(?! (?:of|when|that|to|he|she|it|they|we|I|you|is|was)\b)(?![-’'])",
    "not_unit": _NOT_UNIT,
    "of_event": rf"(?= (?:{_EVENTS})\b)",
    "of_a_year": r"(?= (?:of |in )?(?:last|this|next|that|the same|the following|the previous) year\b)",
    "of_the_year": r"(?= of (?:(?:the|last|this|next|that|the same) year\b|[12]\d{3}))",
    "plain_word": "(?= (?!on |for |of |to )[a-z])",
    "thing": "(?= [a-z])",
    "word": "(?= [A-Za-z])",
}

_SIGNALS = ("since", "until", "by", "before", "after", "during", "from", "to", "in", "on", "within")
_LEADS: dict[str, str | None] = {signal: signal for signal in _SIGNALS}
_LEADS |= {
    "between": "between",
    "into": "to",
    "till": "until",
    "through": "until",
    "throughout": "during",
    "as of": "on",
}
_LEADS |= {"prior to": "before", "ahead of": "before", "following": "after", "starting": "from", "beginning": "from"}
_LEADS |= {"up to": "until", "up until": "until", "ever since": "since", "over": "during"}
_LEADS |= dict.fromkeys(
    ["of", "for", "total of", "number of", "some of", "fleet of", "group of", "at", "around", "about"]
)
_LEADS |= dict.fromkeys(["one in", "1 in", "10 in", "one out of", "fell to", "rose to", "dropped to", "population of"])
_LEADS |= dict.fromkeys(["record of", "salary of", "score of", "price of", "average of", "speed of", "height of"])
_LEADS |= dict.fromkeys(["than", "lasting", "lasted", "took", "later in", "earlier in"])

# Clauses that tie a time to another event or to an office; they begin with what ties them.
_OFFICE = r"(?:office|power|the presidency|the government|the ministry|parliament|congress|the White House)"
_CAME_OR_WENT = (
    "leaving|left|leaves|taking|took|takes|entering|entered|in|out of|preparing to leave|about to leave|assuming|"
    "assumed"
)
_EVENT = (
    "election|elections|vote|referendum|inauguration|invasion|coup|blackout|war|ceasefire|summit|strike|strikes|attack|"
    "attacks|call|phone call|meeting|talks|deadline|closure|arrest|detention|crash|earthquake|hurricane|storm|trial|"
    "verdict|resignation|announcement|agreement|deal|protests|pandemic"
)
_IN_OFFICE = (
    r"(?<!\w)(?P<clause>(?:as|while|when|before|after|until|since|by the time) (?:[\w’'.-]+ ){0,4}?"
    rf"(?:(?:was|were|is|are|had been|has been) )?(?:{_CAME_OR_WENT}) {_OFFICE})"
)
_AROUND_EVENT = (
    r"(?<!\w)(?P<clause>(?:after|before|since|until|during|following|prior to|ahead of) (?:the|his|her|their|its|an?) "
    rf"(?:[A-Za-z][\w’'-]+ ){{0,3}}(?:{_EVENT}))\b"
)
_FUTURE = (
    "(?i:(?:(?:is|was|are|were|been|be) due|set|scheduled|expected|planned|going|likely|about|hopes?|agreed|wants?) to|"
    "will|won['’]t|shall|begins|starts|opens|reopens|ends|closes|resumes|meets|votes|returns|expires|takes place|"
    "['’]ll|(?:is|are|be) (?:to|due|scheduled|set|expected|planned|likely|going)|would|"
    "scheduled|plans?|planned|planning|expects?|expected|intends?|due|upcoming|forthcoming|(?-i:may)|could|should|must)"
)
_PAST = (
    "(?i:was|were|had|did|has|have|been|went|came|told|said|met|began|took|made|gave|held|left|won|lost|hit|fell|rose|"
    "struck|broke|sent|spoke|wrote|saw|got|grew|became|brought|bought|caught|fought|sought|taught|thought|paid|sold|ran|"
    "sat|stood|withdrew|shot|quit|drew|flew|knew|threw|led|fled|found|heard|kept|built|swept|sank|[a-z]{2,}ed)"
)

ENGLISH = Grammar(
    tokens=TOKENS,
    guards=GUARDS,
    rules=CALENDAR + RELATIVE + LASTING,
    prefixes=PREFIXES,
    suffixes=SUFFIXES,
    numbers=NUMBERS,
    leads=_LEADS,
    articles=("the", "the year", "a", "an", "its", "his", "her", "their", "this", "our"),
    range_words=("to", "until", "till", "through", "into"),
    list_words=("and", "or"),
    future=_FUTURE,
    past=_PAST,
    past_leads=frozenset(["since", "ever since"]),
    future_leads=frozenset(["by", "until", "till", "through", "up to", "up until"]),
    clauses=(_IN_OFFICE, _AROUND_EVENT),
    hyphened=("mid", "early", "late", "pre", "post"),
    day_first=False,
)
