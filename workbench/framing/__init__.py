"""Framing: from a codebook to hits, codes, agreement, a trained coder, and shares corrected by hand codes."""

from workbench.framing.agreement import score_agreement, score_coder_pairs
from workbench.framing.classifier import Coder, fit_coder
from workbench.framing.code_checks import check_codes
from workbench.framing.codebook import Codebook, read_codebook
from workbench.framing.codebook_appendix import write_codebook
from workbench.framing.coding import read_codes, select_predictions
from workbench.framing.coding_sheets import write_coding_sheet
from workbench.framing.comparisons import compare_shares
from workbench.framing.context import find_in_context
from workbench.framing.contrast import compare_words
from workbench.framing.counting import Predictions, build_predictions
from workbench.framing.counts import count_co_occurrences, count_hits_by_kind
from workbench.framing.dictionary import find_hits, score_frames
from workbench.framing.disagreement import find_disagreements, join_codes
from workbench.framing.drift import score_drift
from workbench.framing.effects import estimate_effects
from workbench.framing.evaluation import count_confusion, score_calibration, score_predictions
from workbench.framing.gold import read_sample, write_sample
from workbench.framing.hand_codes import HandCodes, read_hand_codes
from workbench.framing.learning import score_learning
from workbench.framing.llm import LlmCodes, build_llm_codes
from workbench.framing.llm_endpoint import LlmEndpoint
from workbench.framing.planning import plan_coding
from workbench.framing.sampling import draw_sample
from workbench.framing.scoring import write_scores
from workbench.framing.shares import estimate_shares
from workbench.framing.stale import find_stale

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
