"""Events made by hand, for the tests of what users do with them."""

from dataclasses import replace

from workbench.timeline.events.result import EVENT_COLUMNS, MENTION_COLUMNS, build_table, empty_events


def make_events(*rows, **cells):
    """Events of (event_id, label, first day, last day), with a mention each; other cells are the same in all rows."""
    events = [
        {"event_id": event, "label": label, "earliest": first, "latest": last, "granularity": "day"}
        | {"articles": 1, "mentions": 1, "outlets": 1, "conflict": False, "status": "happened"}
        | {"value": first, "basis": "explicit" if first else "none"}
        | cells
        for event, label, first, last in rows
    ]
    mentions = [
        make_mention(event, "a", 10 * place, f"Sentence {place} of it all.") for place, (event, *_) in enumerate(rows)
    ]
    return replace(empty_events(), events=build_table(events, EVENT_COLUMNS), mentions=make_mentions(mentions))


def make_mention(event, article, start, sentence):
    return {"event_id": event, "article_id": article, "start": start, "end": start + 4, "sentence": sentence}


def make_mentions(rows):
    return build_table([{"place": "text", "status": "happened"} | row for row in rows], MENTION_COLUMNS)
