"""Simulated coders of a class: people who see what is there, now and then otherwise, and write what they saw by the log
of the coding widget."""

from hashlib import sha256

from workbench.framing.coding.answers import CODE, SKIP, UNDO, Answer
from workbench.framing.coding.sampling import permanent_numbers
from workbench.widgets.coding.log import append_answer, log_path

NAMES = ["Ana", "Ben", "Chloé", "Dragan", "Eun-ji"]


def chance(*about):
    """A number from 0 to 1 that is always the same for the same things."""
    return int(sha256("\n".join(map(str, about)).encode()).hexdigest()[:8], 16) / 0xFFFFFFFF


def truth(unit, frame, frames):
    return chance("truth", unit, frame) < 0.65 - 0.12 * frames.index(frame)


def answers_of(coder, shared, *, wrong=0.1, most=None, comments=True):
    """The answers of one coder, in the coder's own order; a lively one: skips, takes back, comments, flags."""
    frames = list(shared.codebook.frames["frame"])
    units = list(shared.sample["unit_id"])
    order = [unit for _, unit in sorted(zip(permanent_numbers(units, 0, f"order for {coder}"), units, strict=True))]
    for place, unit in enumerate(order[:most]):
        seen = {
            f: int(truth(unit, f, frames) != (chance(coder, unit, f) < wrong * (1 + frames.index(f)))) for f in frames
        }
        told = {"unit_id": unit, "coder": coder, "codebook": shared.codebook.hash}
        told["seconds"] = 20 + 60 * chance(coder, unit)
        at = f"2026-01-12T10:{place:02d}:00.000000Z"
        if chance("slip", coder, unit) < 0.1:
            first = f"{coder}-{unit}-slip"
            yield Answer(CODE, first, codes=dict.fromkeys(frames, 1), coded_at=at, **told)
            yield Answer(UNDO, f"{first}-undo", undoes=first, coded_at=at, **told)
        if chance("skip", coder, unit) < 0.05:
            yield Answer(SKIP, f"{coder}-{unit}-skip", codes=dict.fromkeys(frames), coded_at=at, **told)
        comment = (
            f"I wavered between {frames[0]} and {frames[1]}." if comments and chance("c", coder, unit) < 0.25 else None
        )
        flag = chance("f", coder, unit) < 0.1
        yield Answer(CODE, f"{coder}-{unit}", codes=seen, coded_at=at, comment=comment, flag=flag, **told)


def code_all(shared, coders, **how):
    for coder in coders:
        for answer in answers_of(coder, shared, **how):
            append_answer(log_path(shared.codes, coder), answer)
