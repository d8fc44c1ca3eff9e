"""The works that the methods paragraph and the checklist cite."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reference:
    """A work: how it is cited in the text, and its entry in the list."""

    cited: str
    entry: str


REFERENCES = {
    "angelopoulos": Reference(
        "Angelopoulos et al., 2023",
        "Angelopoulos, A. N., Bates, S., Fannjiang, C., Jordan, M. I., & Zrnic, T. (2023). Prediction-powered "
        "inference. Science, 382(6671), 669–674.",
    ),
    "angelopoulos-duchi": Reference(
        "Angelopoulos, Duchi, & Zrnic, 2023",
        "Angelopoulos, A. N., Duchi, J. C., & Zrnic, T. (2023). PPI++: Efficient prediction-powered inference. "
        "arXiv:2311.01453.",
    ),
    "broder": Reference(
        "Broder, 1997",
        "Broder, A. Z. (1997). On the resemblance and containment of documents. In Compression and Complexity of "
        "Sequences 1997 (pp. 21–29). IEEE Computer Society.",
    ),
    "chang": Reference(
        "Chang et al., 2009",
        "Chang, J., Boyd-Graber, J., Gerrish, S., Wang, C., & Blei, D. M. (2009). Reading tea leaves: How humans "
        "interpret topic models. Advances in Neural Information Processing Systems, 22.",
    ),
    "grimmer": Reference(
        "Grimmer & Stewart, 2013",
        "Grimmer, J., & Stewart, B. M. (2013). Text as data: The promise and pitfalls of automatic content analysis "
        "methods for political texts. Political Analysis, 21(3), 267–297.",
    ),
    "gwet": Reference(
        "Gwet, 2008",
        "Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high agreement. "
        "British Journal of Mathematical and Statistical Psychology, 61, 29–48.",
    ),
    "hayes": Reference(
        "Hayes & Krippendorff, 2007",
        "Hayes, A. F., & Krippendorff, K. (2007). Answering the call for a standard reliability measure for coding "
        "data. Communication Methods and Measures, 1(1), 77–89.",
    ),
    "krippendorff": Reference(
        "Krippendorff, 2019",
        "Krippendorff, K. (2019). Content analysis: An introduction to its methodology (4th ed.). SAGE.",
    ),
    "lacy": Reference(
        "Lacy et al., 2015",
        "Lacy, S., Watson, B. R., Riffe, D., & Lovejoy, J. (2015). Issues and best practices in content analysis. "
        "Journalism & Mass Communication Quarterly, 92(4), 791–811.",
    ),
    "lee": Reference(
        "Lee & Seung, 1999",
        "Lee, D. D., & Seung, H. S. (1999). Learning the parts of objects by non-negative matrix factorization. "
        "Nature, 401, 788–791.",
    ),
    "maier": Reference(
        "Maier et al., 2018",
        "Maier, D., Waldherr, A., Miltner, P., Wiedemann, G., Niekler, A., Keinert, A., Pfetsch, B., Heyer, G., Reber, "
        "U., Häussler, T., Schmid-Petri, H., & Adam, S. (2018). Applying LDA topic modeling in communication research: "
        "Toward a valid and reliable methodology. Communication Methods and Measures, 12(2–3), 93–118.",
    ),
    "monroe": Reference(
        "Monroe et al., 2008",
        "Monroe, B. L., Colaresi, M. P., & Quinn, K. M. (2008). Fightin' words: Lexical feature selection and "
        "evaluation for identifying the content of political conflict. Political Analysis, 16(4), 372–403.",
    ),
    "neuendorf": Reference(
        "Neuendorf, 2017",
        "Neuendorf, K. A. (2017). The content analysis guidebook (2nd ed.). SAGE.",
    ),
    "pustejovsky": Reference(
        "Pustejovsky et al., 2003",
        "Pustejovsky, J., Castaño, J., Ingria, R., Saurí, R., Gaizauskas, R., Setzer, A., Katz, G., & Radev, D. "
        "(2003). TimeML: Robust specification of event and temporal expressions in text. AAAI Technical Report "
        "SS-03-07.",
    ),
    "rubin": Reference(
        "Rubin, 1981",
        "Rubin, D. B. (1981). The Bayesian bootstrap. The Annals of Statistics, 9(1), 130–134.",
    ),
    "wilson": Reference(
        "Wilson, 1927",
        "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the "
        "American Statistical Association, 22(158), 209–212.",
    ),
}
CHECKLIST = ("krippendorff", "lacy", "neuendorf", "grimmer", "maier")


def cite(*names: str) -> str:
    """Return works in brackets, as they stand in a text.

    Example:
        >>> cite("krippendorff", "hayes")
        '(Hayes & Krippendorff, 2007; Krippendorff, 2019)'
    """
    return f"({'; '.join(sorted(REFERENCES[name].cited for name in names))})"


def list_references(names: set[str]) -> list[str]:
    """Return the entries of works in the order of a list of references."""
    return sorted(REFERENCES[name].entry for name in names)
