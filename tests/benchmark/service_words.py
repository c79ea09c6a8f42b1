"""Which service a page's words speak of, as scoring/page/service_words.h says."""
import collections

import numpy as np

from weights import thousandths, write_table

FIRST_SENTENCES, FIRST_COUNT = 2, 4
UNLIKELY = 1e-3
PAGES_LEAST, AUTHORS_LEAST, PAGES_SHARE = 3, 2, 0.7
PENALTY = 6e-5


def count(sentences):
    """Of each stem in how many sentences it stands; the first sentences count more."""
    times = collections.Counter()
    for n, sentence in enumerate(sentences):
        for feature in sentence["features"]:
            if feature.startswith("w:"):
                times[feature[2:]] += FIRST_COUNT if n < FIRST_SENTENCES else 1
    return times


def slow(likely):
    return np.maximum(0, 1 - np.log(np.maximum(likely, UNLIKELY)) / np.log(UNLIKELY))


class Words:
    """Stems that several authors use, and how rare each is; `weights` and `bias` are set by who learns them."""

    def __init__(self, services, counts, authors, held):
        self.services = services
        pages, users = collections.Counter(), collections.defaultdict(set)
        for times, author in zip(counts, authors):
            for stem in times if author != held else ():
                pages[stem] += 1
                users[stem].add(author)
        total = int((authors != held).sum())
        self.stems = sorted(s for s, n in pages.items() if PAGES_LEAST <= n < PAGES_SHARE * total and len(users[s]) >= AUTHORS_LEAST)
        self.rarity = np.array([round(1000 * np.log(total / pages[s])) / 1000 for s in self.stems])
        self.weights = self.bias = None

    def see(self, counts):
        """A row a page, of length 1."""
        column = {stem: n for n, stem in enumerate(self.stems)}
        x = np.zeros((len(counts), len(self.stems)))
        for row, times in zip(x, counts):
            for stem, n in times.items():
                if stem in column:
                    row[column[stem]] = np.log1p(n) * self.rarity[column[stem]]
        return x / np.maximum(np.sqrt((x * x).sum(1, keepdims=True)), 1e-12)

    def write(self, path):
        rows = [[stem] + thousandths([rarity, *row]) for stem, rarity, row in zip(self.stems, self.rarity, self.weights)]
        write_table(path, ["word", "rarity"] + self.services, [["bias", ""] + thousandths(self.bias)] + rows)
