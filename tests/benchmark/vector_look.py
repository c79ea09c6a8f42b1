"""The look at sentences by what their words mean, as scoring/page/vector_look.h says: learning its net,
and asking it as the program does. Needs torch."""
import csv, os

import numpy as np
import torch
from torch import nn

from weights import LETTER_OF_ZERO, LETTERS, LETTERS_IN_ONE, thousandths, write_table

torch.set_num_threads(1)  # what is learnt side by side has a core each

UNITS, GIST, WORDS_SEEN_MAX = 128, 48, 60
AROUND = ["prev", "next", "head", "earlier", "later"]  # whose gists a sentence is told by, and the page's
ROUNDS, PAGES, SINGLES, RATE, DECAY = 20, 6, 12, 4e-3, 0.01
LEAST_RATE, AVERAGED = 0.15, 200  # of RATE at the end; and over about how many steps the weights are averaged
UNSEEN, DROPPED = 0.1, 0.3  # words that are taken for unknown, and what is dropped of the rest, at random
PAGE_COUNTS = 3             # the mean of a page's gists is small beside one sentence's
SHARE = 0.4                 # of the log-odds that the roles end with; the rest is the first look's
NOTHING, UNKNOWN = 0, 1     # numbers of words: none at all, and one without a vector
BATCH = 64                  # sentences of like length


def read_vectors(seeds):
    """The words' numbers, and the vectors by these."""
    with open(os.path.join(seeds, "rubric", "word-vectors.csv"), encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    vectors = np.zeros((2 + len(rows), len(rows[0][1])), np.float32)
    for n, (_, letters) in enumerate(rows, 2):
        vectors[n] = [(LETTERS.index(letter) - LETTER_OF_ZERO) / LETTERS_IN_ONE for letter in letters]
    return {stem: n for n, (stem, _) in enumerate(rows, 2)}, torch.tensor(vectors)


class Pages:
    """Sentences as numbers of words, with each one's neighbours and heading on its page."""

    def __init__(self, seeds, sentences, pages):
        numbers, self.vectors = read_vectors(seeds)
        self.words = [np.array([numbers.get(w, UNKNOWN) for w in s["words"][:WORDS_SEEN_MAX]] or [NOTHING]) for s in sentences]
        self.around = np.full((len(AROUND), len(sentences)), -1)
        self.page = np.full(len(sentences), -1)
        for page, where in enumerate(pages):
            self.page[where] = page
            self.around[0, where[1:]], self.around[1, where[:-1]] = where[:-1], where[1:]
            self.around[3, where[2:]], self.around[4, where[:-2]] = where[:-2], where[2:]
            heading = -1
            for n in where:
                if sentences[n]["heading"]:
                    heading = n
                else:
                    self.around[2, n] = heading

    def take(self, sentences):
        """What Net is asked with: batches of sentences of like length, which sentence each is, of each its neighbours, and its page as
        the share that each sentence has in it; a sentence without a page has none."""
        place = {s: n for n, s in enumerate(sentences)}
        order = np.argsort([len(self.words[s]) for s in sentences], kind="stable")
        batches = []
        for start in range(0, len(order), BATCH):
            some = [self.words[sentences[n]] for n in order[start:start + BATCH]]
            batch = np.full((len(some), max(map(len, some))), NOTHING)
            for row, words in zip(batch, some):
                row[:len(words)] = words
            batches.append(torch.tensor(batch))
        around = [torch.tensor([place.get(s, len(sentences)) for s in of]) for of in self.around[:, sentences]]
        pages, page = np.unique(self.page[sentences], return_inverse=True)
        within = np.zeros((len(pages), len(sentences)), np.float32)
        within[page, np.arange(len(sentences))] = pages[page] >= 0
        within *= PAGE_COUNTS / (1 + within.sum(1, keepdims=True))
        return batches, torch.tensor(order), around, torch.tensor(within), torch.tensor(page)


class Net(nn.Module):
    def __init__(self, vectors, roles):
        super().__init__()
        self.vectors = vectors
        self.words = nn.Linear(3 * vectors.shape[1], UNITS)
        self.gists = nn.Linear(2 * UNITS, GIST)
        self.roles = nn.Linear(2 * UNITS + (len(AROUND) + 1) * GIST, roles)
        self.roles.bias.data.fill_(-3)

    def pool(self, words):
        if self.training:
            words = torch.where(torch.rand(words.shape) < UNSEEN, UNKNOWN, words) * (words != NOTHING)
        seen = (words != NOTHING).float().unsqueeze(2)
        vectors = self.vectors[words]
        nobody = torch.zeros_like(vectors[:, :1])
        window = torch.cat([torch.cat([nobody, vectors[:, :-1]], 1), vectors, torch.cat([vectors[:, 1:], nobody], 1)], 2)
        units = torch.relu(self.words(window)) * seen
        return torch.cat([units.max(1)[0], units.sum(1) / (1 + seen.sum(1))], 1)

    def forward(self, batches, order, around, within, page):
        def drop(values):
            return nn.functional.dropout(values, DROPPED, self.training)
        pooled = torch.cat([self.pool(words) for words in batches])[torch.argsort(order)]
        gists = torch.relu(self.gists(drop(pooled)))
        of_page = (within @ gists)[page]
        gists = torch.cat([gists, torch.zeros(1, GIST)])
        return self.roles(drop(torch.cat([pooled] + [gists[a] for a in around] + [of_page], 1)))

    @staticmethod
    def learn(pages, told, singles, y, w):
        """Adam with a falling rate, and of the last steps' weights the mean, which tells rare roles better. `told`: the sentences of each
        page; `singles`: sentences without a page."""
        torch.manual_seed(0)
        chance = np.random.default_rng(0)
        y, w, told = torch.tensor(y), torch.tensor(w), list(told)
        net = Net(pages.vectors, y.shape[1])
        adam = torch.optim.AdamW(net.parameters(), weight_decay=DECAY)
        mean = [v.detach().clone() for v in net.parameters()]
        step, steps = 0, ROUNDS * -(-len(told) // PAGES)
        for _ in range(ROUNDS):
            chance.shuffle(told)
            for start in range(0, len(told), PAGES):
                some = np.concatenate(told[start:start + PAGES] + [chance.choice(singles, SINGLES, replace=False)])
                loss = nn.functional.binary_cross_entropy_with_logits(net(*pages.take(some)), y[some], w[some], reduction="sum") / len(some)
                for group in adam.param_groups:
                    group["lr"] = RATE * max(LEAST_RATE, 1 - step / steps)
                adam.zero_grad()
                loss.backward()
                adam.step()
                step += 1
                with torch.no_grad():
                    for m, v in zip(mean, net.parameters()):
                        m.lerp_(v, 1 / min(step, AVERAGED))
        with torch.no_grad():
            for m, v in zip(mean, net.parameters()):
                v.copy_(m)
        return net.eval()

    @torch.no_grad()
    def answer(self, pages, where):
        """The log-odds of each role of the sentences of one page."""
        return self(*pages.take(where)).numpy()


def write(net, roles, seeds):
    def table(name, first, names, layer):
        weights, bias = layer.weight.detach().numpy().T, layer.bias.detach().numpy()
        rows = [["bias"] + thousandths(bias)] + [[n] + thousandths(row) for n, row in zip(names, weights)]
        write_table(os.path.join(seeds, "rubric", name), [first] + list(range(1, len(bias) + 1)), rows)

    length = net.vectors.shape[1]
    pooled = [f"{group}.{n}" for group in ("most", "mean") for n in range(1, UNITS + 1)]
    table("vector-look.csv", "input", [f"{place}.{n}" for place in ("before", "word", "after") for n in range(1, length + 1)], net.words)
    table("vector-look-gists.csv", "input", pooled, net.gists)
    weights, bias = (SHARE * v.detach().numpy() for v in (net.roles.weight, net.roles.bias))
    weights[:, -GIST:] *= PAGE_COUNTS
    rows = [[role] + thousandths([b, 1 - SHARE, *row]) for role, b, row in zip(roles, bias, weights)]
    gists = [f"{group}.{n}" for group in AROUND + ["page"] for n in range(1, GIST + 1)]
    write_table(os.path.join(seeds, "rubric", "vector-look-roles.csv"), ["role", "shift", "kept"] + pooled + gists, rows)
