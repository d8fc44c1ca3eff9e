"""English numbers, ordinals and holidays."""

from workbench.timeline.expressions.tokens import words

NUMBERS: dict[str, float] = {
    name: number
    for number, name in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
NUMBERS |= {
    name: 10 * number
    for number, name in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
NUMBERS |= {"hundred": 100, "thousand": 1000, "half": 0.5, "dozen": 12}
_COUNTING = words([name for name in NUMBERS if name not in ("half", "hundred", "thousand", "dozen", "zero")])
_MORE = "(?:[- ](?i:hundred|thousand))?(?: (?i:and a half))?"
NUMBER_IN_WORDS = rf"(?:{_COUNTING}(?:[- ]{_COUNTING})?{_MORE}|(?i:(?:a|one) hundred|a dozen))"

ORDINALS = {
    name: number
    for number, name in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
}
ORDINALS |= {"twenty-first": 21} | {
    f"{number}{ending}": number
    for number, ending in (
        (n, "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")) for n in range(1, 32)
    )
}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PAPERS = (
    *("Times", "Telegraph", "Mail", "Mirror", "Post", "Express", "Herald", "Independent", "Observer", "World", "Star"),
    *("Review", "Journal", "Club", "Night Live", "Night Football", "People", "Mercury", "Tribune"),
)
# Names that hold a word of time and are none.
NAMES: dict[str, object] = dict.fromkeys(f"{day} {paper}" for day in (*_DAYS, "Sunday's") for paper in _PAPERS)
NAMES |= dict.fromkeys(
    f"{kind} {day}" for kind in ("Black", "Bloody", "Super", "Cyber", "Holy", "Giving") for day in _DAYS
)
del NAMES["Black Friday"]  # a day of sales
NAMES |= dict.fromkeys(["Good Friday Agreement", "Easter Island", "Easter Rising", "Christmas Island", "Summer Palace"])
NAMES |= dict.fromkeys(["Winter Palace", "Arab Spring", "Prague Spring", "Spring Statement", "60 Minutes", "48 Hours"])
NAMES |= dict.fromkeys(["New Year Honours", "New Year's Honours", "Twentieth Century Fox", "20th Century Fox"])

HOLIDAYS: dict[str, object] = {
    **dict.fromkeys(["Christmas", "Christmas Day"], (12, 25)),
    "Christmas Eve": (12, 24),
    "Boxing Day": (12, 26),
    **dict.fromkeys(["New Year's Day", "New Year's", "New Year"], (1, 1)),
    "New Year's Eve": (12, 31),
    **dict.fromkeys(["Independence Day", "July Fourth", "the Fourth of July"], (7, 4)),
    **dict.fromkeys(["Valentine's Day", "Valentines Day"], (2, 14)),
    "Halloween": (10, 31),
    "Veterans Day": (11, 11),
    **dict.fromkeys(["Armistice Day", "Remembrance Day"], (11, 11)),
    "May Day": (5, 1),
    "Juneteenth": (6, 19),
    "St. Patrick's Day": (3, 17),
    "International Women's Day": (3, 8),
    "Bastille Day": (7, 14),
    **dict.fromkeys(["Thanksgiving", "Thanksgiving Day"], (11, 4, 4)),
    "Black Friday": (11, 4, 4, 1),
    "Labor Day": (9, 1, 1),
    "Memorial Day": (5, 1, -1),
    "Columbus Day": (10, 1, 2),
    **dict.fromkeys(["Martin Luther King Day", "Martin Luther King Jr. Day"], (1, 1, 3)),
    **dict.fromkeys(["Presidents Day", "Presidents' Day"], (2, 1, 3)),
    "Mother's Day": (5, 7, 2),
    "Father's Day": (6, 7, 3),
    **dict.fromkeys(["Easter", "Easter Sunday", "Easter Day"], ("easter", 0)),
    "Good Friday": ("easter", -2),
    "Easter Monday": ("easter", 1),
    "Ash Wednesday": ("easter", -46),
    "Palm Sunday": ("easter", -7),
}
