"""The second look at a page's sentences, as scoring/page/second_look.h says: learning its net, and
asking it as the program does."""
import os

import numpy as np

from weights import thousandths, write_table

FAINT = -3.0
GROUPS = ["own", "prev", "next", "head", "list", "page"]
IS = {"p:link": "is.link", "p:question": "is.question", "p:lead": "is.led", "p:stop": "is.stopped"}
PLACES = ["text", "list", "cell", "heading", "label"]
UNITS, ROUNDS, BATCH, RATE, DROPPED, DECAY = 64, 15, 128, 3e-3, 0.25, 0.01


def odds_of(p):
    p = np.clip(p, 1e-9, 1 - 1e-9)
    return np.log(p / (1 - p))


class Inputs:
    """What is seen of a sentence, by name."""

    def __init__(self, roles, sentences):
        topics = sorted({f[2:] for s in sentences for f in s["features"] if f.startswith("t:")})
        self.roles = roles
        self.names = [f"{group}.{role}" for group in GROUPS for role in roles] + list(IS.values()) + ["position", "joins", "length"]
        self.names += [f"place.{place}" for place in PLACES] + [f"topic.{topic}" for topic in topics]
        self.column = {name: n for n, name in enumerate(self.names)}

    def see(self, sentences, odds):
        """A row a sentence of one page; `odds`: the first look's log-odds of each role."""
        n, k = odds.shape
        shown = np.maximum(0, (odds - FAINT) / -FAINT)
        out = np.zeros((n, len(self.names)), np.float32)
        parts = {group: out[:, g * k:(g + 1) * k] for g, group in enumerate(GROUPS)}
        parts["own"][:] = shown
        parts["prev"][1:] = shown[:-1]
        parts["next"][:-1] = shown[1:]
        parts["page"][:] = np.log1p((1 / (1 + np.exp(-odds))).sum(0))
        heading = list_start = None
        for i, sentence in enumerate(sentences):
            features = set(sentence["features"])
            if "p:heading" in features:
                heading = i
            elif heading is not None:
                parts["head"][i] = shown[heading]
            self.see_place(out[i], sentence, features, i / n)
            listed = "p:list" in features or "p:cell" in features
            if listed and list_start is None:
                list_start = i
            if list_start is not None and (not listed or i + 1 == n):
                self.see_list(parts["list"], shown, list_start, i + 1 if listed else i)
                list_start = None
        return out

    @staticmethod
    def see_list(out, shown, start, end):
        if end - start > 1:
            out[start:end] = (shown[start:end].sum(0) - shown[start:end]) / (end - start - 1)

    def see_place(self, row, sentence, features, position):
        row[self.column["position"]] = position
        row[self.column["joins"]] = sentence["joins"] / 3
        for feature in features:
            if feature in IS:
                row[self.column[IS[feature]]] = 1
            elif feature.startswith("n:"):
                row[self.column["length"]] = (int(feature[2:]) - 1) / 5
            elif feature.startswith("p:"):
                row[self.column["place." + feature[2:]]] = 1
            elif feature.startswith("t:"):
                row[self.column["topic." + feature[2:]]] = 1


def logistic(s):
    return 1 / (1 + np.exp(-np.clip(s, -30, 30)))


class Net:
    """One hidden layer; its answer is added to what is kept of the first look's log-odds."""

    def __init__(self, hidden, bias, out, shift, kept):
        self.weights = [hidden, bias, out, shift, kept]

    @staticmethod
    def learn(x, odds, y, w):
        """Adam with a falling rate; inputs and hidden units are dropped at random, so that none is relied on alone."""
        chance = np.random.default_rng(0)
        n, d, k = len(x), x.shape[1], y.shape[1]
        weights = [chance.normal(0, 2 / np.sqrt(d), (d, UNITS)), np.zeros(UNITS), chance.normal(0, 0.3 / np.sqrt(UNITS), (UNITS, k)), np.zeros(k), np.ones(k)]
        weights = [v.astype(np.float32) for v in weights]
        means, squares = [np.zeros_like(v) for v in weights], [np.zeros_like(v) for v in weights]
        step, steps = 0, ROUNDS * (n // BATCH)
        for _ in range(ROUNDS):
            order = chance.permutation(n)
            for start in range(0, n - BATCH + 1, BATCH):
                some = order[start:start + BATCH]
                seen = x[some] * (chance.random((BATCH, d)) > DROPPED) / (1 - DROPPED)
                hidden = np.maximum(0, seen @ weights[0] + weights[1])
                open_ = (chance.random(hidden.shape) > DROPPED) / (1 - DROPPED)
                told = logistic(hidden * open_ @ weights[2] + weights[3] + weights[4] * odds[some])
                slope = (told - y[some]) * w[some] * (4 / BATCH)
                back = slope @ weights[2].T * open_ * (hidden > 0)
                slopes = [seen.T @ back, back.sum(0), (hidden * open_).T @ slope, slope.sum(0), (slope * odds[some]).sum(0)]
                step += 1
                rate = RATE * (1 - step / steps) + 1e-5
                for v, mean, square, s in zip(weights, means, squares, slopes):
                    mean += 0.1 * (s - mean)
                    square += 0.001 * (s * s - square)
                    v -= rate * (mean / (1 - 0.9 ** step) / (np.sqrt(square / (1 - 0.999 ** step)) + 1e-8) + (DECAY * v if v.ndim == 2 else 0))
        return Net(*weights)

    def answer(self, x, odds):
        hidden, bias, out, shift, kept = self.weights
        return logistic(np.maximum(0, x @ hidden + bias) @ out + shift + kept * odds)


def write(net, inputs, roles, folder):
    hidden, bias, out, shift, kept = net.weights
    units = list(range(1, len(bias) + 1))
    rows = [["bias"] + thousandths(bias)] + [[name] + thousandths(row) for name, row in zip(inputs.names, hidden)]
    write_table(os.path.join(folder, "second-look.csv"), ["input"] + units, rows)
    rows = [[role] + thousandths([s, k, *row]) for role, s, k, row in zip(roles, shift, kept, out.T)]
    write_table(os.path.join(folder, "second-look-roles.csv"), ["role", "shift", "kept"] + units, rows)
