"""Tables of learnt weights, as scoring/weights.h reads them: whole numbers of thousandths."""
import csv


def thousandths(values):
    return [round(1000 * float(v)) or "" for v in values]


def write_table(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        table = csv.writer(f, lineterminator="\n")
        table.writerow(header)
        table.writerows(rows)
