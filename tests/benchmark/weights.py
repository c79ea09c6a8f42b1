"""Tables of learnt weights, as scoring/page/weights.h reads them: whole numbers of thousandths."""
import csv

# A number of a word's vector as a letter, as scoring/page/word_vectors.h reads it: the letter's place less
# LETTER_OF_ZERO, in LETTERS_IN_ONE-ths.
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
LETTER_OF_ZERO, LETTERS_IN_ONE = 32, 16


def thousandths(values):
    return [round(1000 * float(v)) or "" for v in values]


def write_table(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        table = csv.writer(f, lineterminator="\n")
        table.writerow(header)
        table.writerows(rows)
