"""The trained coder on the published folds of the Narrative Frames Corpus, and on other frame sets.

    python benchmarks/framing_coder.py [--data ../shared/data] [--features tfidf] [--model PATH]

Frermann et al. (2023): 428 climate articles, five frames, five folds; each fold is coded by a coder trained on the
other four. FrAC: 523 sentences, one code each, five folds drawn at random. F1 with its 95 % interval by resampling
units, the calibration error of the predictions, CPU seconds. The texts are not part of the project; without them it
says so.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from workbench import fit_coder, score_predictions


def read_narratives(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return articles (with their published fold) and gold codes."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    frames = sorted({label for row in rows for label in row["labels"]})
    articles = pd.DataFrame([{"article_id": row["id"], "text": row["text"], "fold": row["split"]} for row in rows])
    codes = [(row["id"], "published", frame, int(frame in row["labels"])) for row in rows for frame in frames]
    return articles, pd.DataFrame(codes, columns=["unit_id", "coder", "frame", "value"])


def read_sentences(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return sentences and gold codes, one frame a sentence; folds are drawn at random."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    frames = sorted({row["labels"][0] for row in rows}, key=int)
    folds = np.random.default_rng(0).permutation(len(rows)) % 5
    articles = pd.DataFrame(
        [{"article_id": row["id"], "text": row["text"], "fold": fold} for row, fold in zip(rows, folds, strict=True)]
    )
    codes = [(row["id"], "published", frame, int(frame == row["labels"][0])) for row in rows for frame in frames]
    return articles, pd.DataFrame(codes, columns=["unit_id", "coder", "frame", "value"])


def predict_folds(articles: pd.DataFrame, codes: pd.DataFrame, **options: object) -> pd.DataFrame:
    """Return the predictions of each fold by a coder trained on the others."""
    parts = []
    for fold in sorted(articles["fold"].unique()):
        out = articles["fold"] == fold
        known = codes[codes["unit_id"].isin(articles.loc[~out, "article_id"])]
        coder = fit_coder(articles[~out], known, **options)  # type: ignore[arg-type]
        parts.append(coder.predict(articles[out]))
    return pd.concat(parts, ignore_index=True)


def main() -> int:
    """Print one block a data set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--features", default="tfidf")
    parser.add_argument("--model", default=None)
    parser.add_argument("--out", type=Path, help="folder that the predictions are written to, to compare two runs")
    options = parser.parse_args()
    sets = {"narrative_frames_428": read_narratives, "frac_sentences": read_sentences}
    for name, read in sets.items():
        path = options.data / "framing" / f"{name}.jsonl"
        if not path.is_file():
            print(f"{name}: not here ({path}), not measured")
            continue
        articles, codes = read(path)
        started = time.process_time()
        predictions = predict_folds(articles, codes, features=options.features, model=options.model)
        seconds = time.process_time() - started
        print(f"\n{name}: {len(articles)} units, features {options.features}, {seconds:.0f} CPU s for five fits")
        scores = score_predictions(predictions, codes)
        wanted = scores["measure"].isin(["f1", "micro f1", "macro f1", "calibration error"])
        print(scores[wanted].round(3).to_string(index=False))
        if options.out:
            options.out.mkdir(parents=True, exist_ok=True)
            predictions.to_parquet(options.out / f"{name}-{options.features}.parquet", index=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
