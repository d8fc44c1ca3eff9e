"""What the tests of schedulers share: awkward folders, a job in one, and a stand-in for the workbench."""

import json
import re
import sys
from pathlib import Path

from workbench.reports.schedule import Job

# Names a folder may have on this system, each with what some language takes for its own.
FOLDERS = [
    "plain",
    "with spaces  in it",
    "it's 'quoted'",
    'say "hi"',
    "50% of %TEMP% at %H",
    "back\\slash \\% \\n and end\\",
    "$HOME ${HOME} $(id) `id`",
    "{{ ds }} {% raw %} {# no #} ${{ github.token }}",
    "a;b & c | d > e < f # g ! h * ? [i] ~",
    "größe 新聞 новости 📰",
    "a=b, c: d, - e",
]
STAND_IN = """
import json, os, sys
def main(words=None):
    with open(os.environ["SEEN"], "w", encoding="utf-8") as file:
        json.dump(sys.argv[1:] if words is None else words, file)
    print("what the run said: é")
    return int(os.environ["CODE"])
"""


def make_job(folder, *, name="daily", python=None, days=(1, 2, 3, 4, 5), articles=("articles",), variables=()):
    """A job whose report file and interpreter are in `folder`, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    if python is None:
        python = folder / "py thon"
        python.unlink(missing_ok=True)
        python.symlink_to(sys.executable)
    return Job(
        name=name,
        reports=(name,),
        file=folder / "report.toml",
        out=folder / "reports",
        articles=tuple(folder / part for part in articles),
        variables=variables,
        python=str(python),
        minutes=70,
        hour=2,
        minute=30,
        days=days,
    )


def stand_in(folder, *, code=0):
    """The environment in which `python -m workbench.cli` writes down its words and ends with `code`."""
    package = folder / "stand-in" / "workbench" / "cli"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").touch()
    (package / "__init__.py").write_text(STAND_IN, encoding="utf-8")
    (package / "__main__.py").write_text("import sys\nfrom workbench.cli import main\nsys.exit(main())\n")
    seen = folder / "seen.json"
    return {"PYTHONPATH": str(folder / "stand-in"), "SEEN": str(seen), "CODE": str(code), "PATH": "/usr/bin:/bin"}


def words_seen(environment):
    """What the stand-in was called with."""
    return json.loads(Path(environment["SEEN"]).read_text(encoding="utf-8"))


def as_cron_reads(line):
    """The rule of crontab(5): a bare % ends the command, one behind a backslash is itself."""
    read, escaped = "", False
    for letter in line:
        if escaped and letter == "%":
            read = read[:-1]
        assert escaped or letter != "%", f"a bare % in {line}"
        read += letter
        escaped = letter == "\\" and not escaped
    return read


def as_windows_reads(line):
    """The rules of CommandLineToArgvW for the words after the first."""
    words, word, slashes, quoted = [], None, 0, False
    for letter in f"{line} ":
        if letter == "\\":
            slashes += 1
            word = word or ""
            continue
        if letter == '"':
            word = (word or "") + "\\" * (slashes // 2)
            if slashes % 2:
                word += '"'
            else:
                quoted = not quoted
        else:
            word = (word or "") + "\\" * slashes if slashes else word
            if letter in " \t" and not quoted:
                words, word = words + ([word] if word is not None else []), None
            else:
                word = (word or "") + letter
        slashes = 0
    return words


def as_systemd_reads(line):
    """Words in double quotes with C-style escapes, then %% and $$; a bare specifier or variable is a fault."""
    found = [
        quoted if quoted or plain == '""' else plain
        for plain, quoted in re.findall(r'("((?:[^"\\]|\\.)*)"|[^ "]+)', line)
    ]
    words = []
    for word in found:
        plain = re.sub(r"\\([\\\"])", r"\1", word)
        assert not re.search(r"(?<!%)%(%%)*(?!%)", plain)
        assert not re.search(r"(?<!\$)\$(\$\$)*(?!\$)", plain)
        words.append(plain.replace("%%", "%").replace("$$", "$"))
    return words
