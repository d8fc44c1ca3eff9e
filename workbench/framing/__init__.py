"""Framing: from a codebook to hits, codes, agreement, a trained coder, and shares corrected by hand codes."""

from workbench.framing.agreement.agreement import score_agreement, score_coder_pairs
from workbench.framing.agreement.disagreement import find_disagreements, join_codes
from workbench.framing.agreement.drift import score_drift
from workbench.framing.agreement.planning import plan_coding
from workbench.framing.codebook.appendix import write_codebook
from workbench.framing.codebook.codebook import Codebook, read_codebook
from workbench.framing.codebook.stale import find_stale
from workbench.framing.coder.classifier import Coder, fit_coder
from workbench.framing.coder.counting import Predictions, build_predictions
from workbench.framing.coder.evaluation import count_confusion, score_calibration, score_predictions
from workbench.framing.coder.learning import score_learning
from workbench.framing.coding.checks import check_codes
from workbench.framing.coding.coding import read_codes, select_predictions
from workbench.framing.coding.gold import read_sample, write_sample
from workbench.framing.coding.hand_codes import HandCodes, read_hand_codes
from workbench.framing.coding.sampling import draw_sample
from workbench.framing.coding.sheets import write_coding_sheet
from workbench.framing.dictionary.counts import count_co_occurrences, count_hits_by_kind
from workbench.framing.dictionary.dictionary import find_hits, score_frames
from workbench.framing.dictionary.scoring import write_scores
from workbench.framing.llm.endpoint import LlmEndpoint
from workbench.framing.llm.llm import LlmCodes, build_llm_codes
from workbench.framing.shares.comparisons import compare_shares
from workbench.framing.shares.effects import estimate_effects
from workbench.framing.shares.shares import estimate_shares
from workbench.framing.words.context import find_in_context
from workbench.framing.words.contrast import compare_words

__all__ = [
    "Codebook",
    "Coder",
    "HandCodes",
    "LlmCodes",
    "LlmEndpoint",
    "Predictions",
    "build_llm_codes",
    "build_predictions",
    "check_codes",
    "compare_shares",
    "compare_words",
    "count_co_occurrences",
    "count_confusion",
    "count_hits_by_kind",
    "draw_sample",
    "estimate_effects",
    "estimate_shares",
    "find_disagreements",
    "find_hits",
    "find_in_context",
    "find_stale",
    "fit_coder",
    "join_codes",
    "plan_coding",
    "read_codebook",
    "read_codes",
    "read_hand_codes",
    "read_sample",
    "score_agreement",
    "score_calibration",
    "score_coder_pairs",
    "score_drift",
    "score_frames",
    "score_learning",
    "score_predictions",
    "select_predictions",
    "write_codebook",
    "write_coding_sheet",
    "write_sample",
    "write_scores",
]
