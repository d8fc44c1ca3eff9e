"""The fast path must never change a result: what RE2 rules out in bulk, no rule of Python's would have found."""

import gzip
import json
import random
import re
import re._constants as codes  # phrases are walked through to make examples of them
import re._parser as parser
import string

import pyarrow as pa
import pytest
from conftest import DEMO, ROOT, SEEDS
from pyarrow import compute

from workbench.articles import clear
from workbench.articles.blocks import find_blocks
from workbench.articles.clear import mark_lines, widen
from workbench.articles.lines import Line, repair_lines, split_lines
from workbench.articles.phrases import list_names, phrase_list, plain_quotes

SHARED = SEEDS.parent / "data"
ASKED = (*clear._AT_START, *clear._IN_SHORT_LINES, *clear._AT_SENTENCE, *clear._ANYWHERE)
# What is only asked of a line that another list, its place, a digit or a hint has set apart already, and why.
IRRELEVANT = {
    ("boilerplate", "biography"): "of lines that begin with the author's name",
    ("boilerplate", "trail"): "of what breadcrumbs leave over",
    ("byline", "before_date"): "beside a date",
    ("byline", "clock"): "beside a date",
    ("byline", "joining"): "between names",
    ("byline", "outlet_before"): "in a byline",
    ("byline", "outlet_words"): "in a byline",
    ("byline", "place"): "in a byline",
    ("byline", "role_openers"): "in a byline",
    ("byline", "roles"): "in a byline",
    ("call", "leading"): "before a call",
    ("call", "reported"): "of a call",
    ("callout", "weak"): "of the label of a callout",
    ("caption", "libraries"): "of the value of a key",
    **{("keys", name): "before a colon" for name in list_names("keys")},
}
GROUPS = ("lines", "starts", "boilerplate", "callout", "faq", "call", "caption", "byline", "keys")
PHRASES = sorted(
    {(group, name, phrase) for group in GROUPS for name in list_names(group) for phrase in phrase_list(group, name)}
)
ASKED_NAMES = {(group, name) for group, given, _ in ASKED for name in (list_names(group) if given == "*" else [given])}
ASKED_PHRASES = [row for row in PHRASES if row[:2] in ASKED_NAMES]


def prepared(raw):
    return repair_lines(split_lines(raw))[0]


def differing(raws, *, hint="", titled=False):
    """Return the texts of which blocks or head are others when their lines were marked."""
    marked = [prepared(raw) for raw in raws]
    for lines in marked:
        for line in lines:
            line.hint = hint
    mark_lines([line for lines in marked for line in lines])
    found = []
    for raw, lines in zip(raws, marked, strict=True):
        plain = prepared(raw)
        for line in plain:
            line.hint = hint
        title = lines[0].text if titled and lines else None
        if find_blocks(plain, title=title) != find_blocks(lines, title=title):
            found.append(raw)
    return found


def texts_of(folder, pattern="*"):
    paths = sorted(path for path in folder.rglob(pattern) if path.suffix in {".txt", ".md", ""} and path.is_file())
    return [path.read_text(encoding="utf-8", errors="replace") for path in paths]


# No rule is forgotten


def test_every_list_of_phrases_is_asked_for_or_named_as_irrelevant():
    lists = {(group, name) for group, name, _ in PHRASES}
    assert lists - ASKED_NAMES - set(IRRELEVANT) == set(), "a new list: add it to clear.py, or say here why not"
    assert (ASKED_NAMES | set(IRRELEVANT)) - lists == set()
    assert ASKED_NAMES & set(IRRELEVANT) == set()


def test_every_group_is_known_here():
    from workbench.articles.phrases import LANGUAGES, _read

    assert {group for language in LANGUAGES for group in _read(language)} == set(GROUPS)


@pytest.mark.parametrize(("group", "name"), sorted(ASKED_NAMES))
def test_every_phrase_widens_to_a_pattern_the_engine_takes(group, name):
    for phrase in phrase_list(group, name):
        compute.match_substring_regex(pa.array(["x"]), widen(phrase), ignore_case=True)


# Examples made from the phrases themselves

SPACES = " " * 10 + "\u00a0\u202f\u2009\u3000"
MEMBERS = {
    "CATEGORY_DIGIT": "0123456789٣",
    "CATEGORY_SPACE": SPACES,
    "CATEGORY_WORD": "abcéñß7Ж",
    "CATEGORY_NOT_SPACE": "abé.!7",
    "CATEGORY_NOT_WORD": ".,! -–“/",
}


WORDS = (
    "the council met tuesday bridge Minister price of and a in harbour Jane Doe that people über señal não 2025 3 May"
).split()
AROUND = ["{}"] * 6 + "{}. {}: **{}** _{}_ “{}” ¿{}? ({}) {}! '{}' [{}] \u200b{}".split()
AROUND += ["- {}", "> {}", "1. {}", "٣. {}", "— {}", "{} …", "{}\u00a0–\u00a0x", "# {}", "© {}", "{} |"]
ENDS = [".", "!", "?", "…", ".”", "", "»", ":", "\u00a0.", ")", "。", ";", "—"]


class Maker:
    """Makes texts that a phrase matches, by walking through its parts, and lines and articles around them."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self, tree):
        return "".join(self._part(code, value) for code, value in tree)

    def _part(self, code, value):
        pick = self.random
        if code is codes.LITERAL:
            return pick.choice(SPACES) if value == 32 and pick.random() < 0.2 else chr(value)
        if code is codes.NOT_LITERAL or code is codes.ANY:
            return pick.choice([letter for letter in "aé, x7ß“" if ord(letter) != value])
        if code is codes.IN:
            return self._member(value)
        if code in {codes.MAX_REPEAT, codes.MIN_REPEAT}:
            low, high, inner = value
            return "".join(self.text(inner) for _ in range(pick.randint(low, min(high, low + pick.choice([0, 1, 3])))))
        if code is codes.SUBPATTERN:
            return self.text(value[3])
        if code is codes.BRANCH:
            return self.text(pick.choice(value[1]))
        assert code in {codes.AT, codes.ASSERT, codes.ASSERT_NOT}, code
        return ""

    def _member(self, members):
        if members[0][0] is codes.NEGATE:
            pattern = re.compile(f"[{''.join(map(_class_part, members))}]")
            return self.random.choice([letter for letter in "aébx7 ,;-–Ж" if pattern.match(letter)])
        code, value = self.random.choice(members)
        if code is codes.CATEGORY:
            return self.random.choice(MEMBERS[str(value)])
        return chr(value if code is codes.LITERAL else self.random.randint(*value))

    def cased(self, text):
        turned = [text, text.capitalize(), text.upper(), text.title(), text.replace("'", "’").replace('"', "“")]
        odd = [text.replace("i", "ı"), text.upper().replace("I", "İ"), text.replace("s", "ſ"), text.replace("ß", "ẞ")]
        return self.random.choice([*turned, self.random.choice(odd)])

    def prose(self, words):
        chosen = " ".join(self.random.choice(WORDS) for _ in range(words))
        return chosen[0].upper() + chosen[1:]

    def line(self):
        pick = self.random
        long = self.prose(pick.choice([1, 3, 8, 14, 16, 17, 20, 28, 40, 60]))
        phrase = pick.choice(AROUND).format(self.cased(self.text(TREES[pick.choice(PHRASES)])))
        space = pick.choice([" "] * 4 + ["\u00a0", "\u202f", "\u3000", "\x1f"])
        shapes = [long, phrase, phrase + space + long, long + pick.choice(ENDS) + space + phrase]
        return pick.choice(shapes) + pick.choice([*ENDS, "", ""])

    def article(self):
        lines = (
            self.line() if self.random.random() < 0.75 else self.prose(35) + "."
            for _ in range(self.random.randint(1, 9))
        )
        return "\n\n".join(lines)


def _class_part(part):
    code, value = part
    if code is codes.NEGATE:
        return "^"
    if code is codes.CATEGORY:
        return {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}[str(value)]
    return re.escape(chr(value)) if code is codes.LITERAL else f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"


TREES = {row: parser.parse(row[2], re.IGNORECASE) for row in PHRASES}


def test_what_a_phrase_matches_its_widened_pattern_matches():
    maker = Maker(1)
    missed = []
    for row in ASKED_PHRASES:
        texts = [text for text in (maker.text(TREES[row]) for _ in range(4)) if text]
        true = [text for text in texts if re.search(row[2], plain_quotes(text), re.IGNORECASE)]
        wide = compute.match_substring_regex(pa.array(true, pa.string()), widen(row[2]), ignore_case=True)
        missed += [(row, text) for text, match in zip(true, wide.to_pylist(), strict=True) if not match]
    assert missed == []


@pytest.mark.parametrize(("hint", "titled"), [("", False), ("", True), ("paragraph", True)])
def test_invented_pages_keep_their_blocks(hint, titled):
    maker = Maker(2)
    assert differing([maker.article() for _ in range(2500)], hint=hint, titled=titled) == []


# Real texts


@pytest.mark.parametrize(
    "folder", [ROOT / "tests" / "data", DEMO, SEEDS, SHARED / "quotes"], ids=lambda path: path.name
)
def test_real_pages_keep_their_blocks(folder):
    if not folder.is_dir():
        pytest.skip(f"{folder.name} is not beside the project")
    texts = texts_of(folder)
    assert texts
    assert differing(texts) == []


def test_news_articles_keep_their_blocks():
    path = SHARED / "topics" / "bbc_news_raw.jsonl.gz"
    if not path.is_file():
        pytest.skip("the sample of BBC articles is not beside the project")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file][::3]
    assert differing(texts) == []


# Single lines


def marked(text):
    line = Line(text, 0, len(text))
    mark_lines([line])
    return line


@pytest.mark.parametrize(
    "text",
    [
        "The council met on Tuesday to speak about the bridge, which was closed in the spring after a lorry struck it.",
        "He left the room before the vote was taken.",
        "“We will not wait for another winter,” the minister told the council before the vote was taken.",
        "Die Brücke bleibt nach Angaben der Stadt bis zum Ende des kommenden Jahres für Lastwagen gesperrt.",
    ],
)
def test_prose_is_clear(text):
    assert (marked(text).plain_words, marked(text).clear) == (True, True)


@pytest.mark.parametrize(
    ("text", "plain_words"),
    [
        ("٣. The third point of the list is that the bridge will stay closed until the end of the coming year.", True),
        (
            "Place:\u00a0the bridge over the harbour, which was closed in the spring after a lorry struck it twice.",
            True,
        ),
        (
            "World\u00a0›\u00a0Europe and all of the many other places that one can go to from this page of the site!",
            True,
        ),
        ("The bridge is closed until further notice.\u00a0Share your thoughts in the comments below!", False),
        ("Key takeaway\u00a0– the bridge stays closed", False),
        ("_By Jane Doe_", False),
        ("Hace una hora por Ana Ruiz", False),
        ("SUBSCRİBE TO OUR NEWSLETTER", False),
        ("'Please keep in touch'", False),
        ("", True),
    ],
)
def test_what_rules_look_at_is_not_clear(text, plain_words):
    assert (marked(text).plain_words, marked(text).clear) == (plain_words, False)


def test_no_lines_and_odd_lines_are_taken():
    mark_lines([])
    for text in ["\x00", "\ufffd", "🌉" * 500, string.punctuation, "a" * 100_000, "\u202eשלום"]:
        marked(text)


@pytest.mark.parametrize(
    ("pattern", "wide"),
    [
        (
            r"\d{1,2}[:.]\d{2} ?uhr",
            "\\pN+[:.]\\pN+[ \u00a0\u202f]?uhr",
        ),
        (r"a(?<=b)c(?!d(e|f))g$", "acg"),
        (r"[\d.]x", r"[\pN.]x"),
        (r"[^\w]", r"[^\w]"),
        (r"(?-i:A)", "(?-i:A)"),
    ],
)
def test_patterns_are_widened(pattern, wide):
    assert widen(pattern) == wide
