"""Writes the generated data set of the peers' comparison: small, and full of what trips a fairness library.

    python generate.py

Regions: e has nobody with the positive label, d nobody with the other, f one member, g nobody selected, h only weights of 0. Sex is missing in some rows.
Scores are whole hundredths, so that they tie; weights are quarters, 0 among them; `level` is a label of three classes with its prediction.
The draws are a 32-bit linear congruence (Numerical Recipes), written out so that no library's version can change them.
"""

import csv
import pathlib

FILE = pathlib.Path(__file__).resolve().parents[2] / "packages" / "explain-core" / "golden" / "reference" / "fairness-peers" / "generated.csv"
SIZES = {"a": 420, "b": 260, "c": 150, "d": 24, "e": 30, "f": 1, "g": 18, "h": 12}
LEVELS = ["low", "middle", "high"]


def main():
    state = 20240601

    def uniform():
        nonlocal state
        state = (1664525 * state + 1013904223) % 2**32
        return state / 2**32

    rows = []
    for region, size in SIZES.items():
        for _ in range(size):
            sex = "" if uniform() < 0.04 else "female" if uniform() < 0.45 else "male"
            p = 0.25 + 0.5 * uniform() - (0.12 if region == "b" else 0) - (0.05 if sex == "female" else 0)
            label = 1 if uniform() < p else 0
            label = {"d": 1, "e": 0}.get(region, label)
            hundredths = max(1, min(99, int(100 * (0.75 * p + 0.25 * uniform() + (0.08 if label else 0)))))
            if region == "g":
                hundredths = min(hundredths, 49)
            level = LEVELS[min(2, int(3 * uniform()))]
            weight = 0 if region == "h" or uniform() < 0.05 else (1 + int(12 * uniform())) / 4
            rows.append({
                "region": region, "sex": sex, "label": label, "prediction": 1 if hundredths >= 50 else 0, "score": f"{hundredths / 100:.2f}", "weight": f"{weight:g}",
                "level": level, "predictedLevel": level if uniform() < 0.6 else LEVELS[min(2, int(3 * uniform()))]})
    # The rows come in no order of groups, as they would from a file.
    for i in range(len(rows) - 1, 0, -1):
        j = int(uniform() * (i + 1))
        rows[i], rows[j] = rows[j], rows[i]
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    FILE.parent.mkdir(parents=True, exist_ok=True)
    main()
