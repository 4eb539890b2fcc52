"""Where the links between firms came from, in one sentence for pages and for paper."""

import pandas as pd

from chains.figures import numbers
from chains.i18n import _

DECLARED, RECORDED, INFERRED = "企业申报", "联络员登记", "推断"


def supply_words(sources: pd.DataFrame) -> str:
    """How many links are declared, recorded and inferred (columns source, links), and what follows.

    What follows is that a result ranks and does not predict.
    """
    count = dict(zip(sources["source"], sources["links"], strict=True))
    return _(
        "{total} supply links: {declared} declared by firms, {recorded} recorded by liaisons, "
        "{inferred} inferred. What is worked out from them ranks; it does not predict.",
        total=numbers.count(sum(count.values())),
        declared=numbers.count(count.get(DECLARED, 0)),
        recorded=numbers.count(count.get(RECORDED, 0)),
        inferred=numbers.count(count.get(INFERRED, 0)),
    )
