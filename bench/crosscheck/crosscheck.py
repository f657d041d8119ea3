"""Holds the numbers of one evidence bundle against the same numbers made from the data file and the model file by other libraries.

    python crosscheck.py --bundle BUNDLE.zip --data FILE.csv --model FILE --mapping FILE [--quick]

Prints a line a quantity: how many numbers were compared, the largest difference, and how large it may be. Exit 1 when one is larger.
What the audit drew by chance is made again with other draws and many more of them, and compared in units of the standard error.
"""

import argparse
import json
import math
import sys
import zipfile
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parent))
import intervals
from models import Model

MISSING = ["", "NA", "NaN", "nan", "null", "NULL", "?", "#N/A"]


class Table:
    def __init__(self):
        self.failed = False

    def line(self, what, n, largest, limit, note=""):
        bad = not largest <= limit
        self.failed |= bad
        print(f"{'DIFFERS' if bad else 'same   '} | {what} | {n} | {largest:.2e} | {limit:.0e} | {note}", flush=True)

    def fact(self, what, n, text):
        print(f"fact    | {what} | {n} | {text}", flush=True)


def read_bundle(path):
    with zipfile.ZipFile(path) as archive:
        audit = json.loads(archive.read("audit.json"))
        bodies = [json.loads(archive.read(name)) for name in sorted(archive.namelist()) if name.startswith("artifacts/")]
        return audit, {b["name"]: b["body"] for b in bodies}, json.loads(archive.read("judgement.json")), json.loads(archive.read("policy.json"))


def shapley(worth, m):
    worth = worth.reshape([2] * m)  # axis 0 is the last player's
    sizes = np.indices([2] * m, sparse=True)
    size = sum(sizes)
    weight = np.array([math.factorial(s) * math.factorial(m - s - 1) / math.factorial(m) for s in range(m)])
    values = np.empty(m)
    for j in range(m):
        axis = m - 1 - j
        without, with_ = np.take(worth, 0, axis), np.take(worth, 1, axis)
        values[j] = (weight[np.take(size, 0, axis)] * (with_ - without)).sum()
    return values


class Check:
    def __init__(self, args):
        self.audit, self.artifacts, self.judgement, self.policy = read_bundle(args.bundle)
        self.plan, self.results, self.quick = self.audit["plan"], self.audit["results"], args.quick
        self.subject = self.plan["subject"]
        self.rng = np.random.default_rng(20240601)
        self.table = Table()
        self.frame = pd.read_csv(args.data, dtype=str, na_values=MISSING, keep_default_na=False)
        self.model = Model(args.model, args.mapping, self.subject)
        self.raw = self.matrix_of(self.frame)
        self.label = self.frame[self.subject["label"]["column"]].to_numpy()
        if getattr(self.model, "runtime", None) is not None:
            if self.model.learn_effects(self.raw):
                self.table.fact("the model adds up one effect a column", len(self.raw), f"largest gap on the logit {self.model.effect_gap:.1e}; used for what asks often")
        asked = getattr(self.model, "runtime", None) or self.model.ask
        self.scores = asked(self.raw)
        self.decisions = self.model.decide(self.scores)
        self.decided = np.array(self.model.classes, dtype=object)[self.decisions]
        print(f"model asked through {self.model.library}; {len(self.frame)} rows; seed {self.plan['seed']}")
        self.versions = {m["method"]: (m["version"], m["options"]) for m in self.plan["methods"]}

    def matrix_of(self, frame):
        columns = []
        for f in self.model.features:
            if f in self.model.levels:
                position = {v: i for i, v in enumerate(self.model.levels[f])}
                columns.append(frame[f].map(position).to_numpy(float))
            else:
                columns.append(pd.to_numeric(frame[f]).to_numpy(float))
        return np.column_stack(columns)

    def of(self, method, **options):
        return [r for r in self.results if r["method"] == method and all(r["options"].get(k) == v for k, v in options.items())]

    # ------------------------------------------------------------ data

    def data(self):
        worst, n, wrong = 0.0, 0, 0
        for info in self.subject["dataset"]["columns"]:
            column = self.frame[info["name"]]
            wrong += info["missing"] != int(column.isna().sum())
            numbers = pd.to_numeric(column, errors="coerce")
            is_number = bool((numbers.notna() == column.notna()).all())
            if info["kind"] == "number":
                wrong += not is_number
                known = numbers.dropna().to_numpy(float)
                mine = {"min": known.min(), "max": known.max(), "mean": known.mean(), "standardDeviation": known.std()}
                for k, v in mine.items():
                    worst, n = max(worst, abs(info["numbers"][k] - v) / max(1, abs(v))), n + 1
                wrong += info["numbers"]["integer"] != bool((known % 1 == 0).all())
            else:
                wrong += is_number and info["role"] == "feature"
                wrong += info["levels"] != sorted(column.dropna().unique())
        self.table.line("column minimum, maximum, mean, standard deviation (÷ n)", n, worst, 1e-12)
        self.table.line("column kinds, levels, missing values, whole numbers", len(self.subject["dataset"]["columns"]), wrong, 0)

    # ------------------------------------------------------------ fairness

    def group_masks(self):
        protected = self.subject["protected"]
        named = {a: self.frame[a].fillna("(missing)").to_numpy() for a in protected}
        keys = {a: named[a] for a in protected}
        for i, a in enumerate(protected):
            for b in protected[i + 1 :]:
                keys[f"{a} × {b}"] = np.array([f"{x} × {y}" for x, y in zip(named[a], named[b])])
        return keys

    def rate(self, method, mask):
        positive, favourable = self.subject["label"]["positive"], self.subject["label"]["favourable"]
        h, y, s = self.decided[mask] == positive, self.label[mask] == positive, self.decided[mask] == favourable
        x, n = {
            "selectionRate": lambda: (s.sum(), len(s)),
            "truePositiveRate": lambda: ((h & y).sum(), y.sum()),
            "falsePositiveRate": lambda: ((h & ~y).sum(), (~y).sum()),
            "precision": lambda: ((h & y).sum(), h.sum()),
            "accuracy": lambda: ((self.decided[mask] == self.label[mask]).sum(), mask.sum()),
        }[method]()
        return int(x), int(n)

    def fairness(self):
        keys = self.group_masks()
        everyone = np.ones(len(self.frame), bool)
        worst, worst_interval, n, undefined = 0.0, 0.0, 0, 0
        for method in ("selectionRate", "truePositiveRate", "falsePositiveRate", "precision", "accuracy"):
            for r in self.of(method):
                mask = everyone if "attribute" not in r else keys[r["attribute"]] == r["group"]
                x, size = self.rate(method, mask)
                n += 1
                if size == 0 or r["estimate"]["value"] is None:
                    worst = max(worst, 0 if size == 0 and r["estimate"]["value"] is None else 1)
                    undefined += 1
                    continue
                worst = max(worst, abs(r["estimate"]["value"] - x / size), abs(r["counts"]["numerator"] - x), abs(r["counts"]["denominator"] - size))
                low, high = intervals.wilson(x, size)
                worst_interval = max(worst_interval, abs(low - r["estimate"]["interval"]["lower"]), abs(high - r["estimate"]["interval"]["upper"]))
            groups = {(a, g) for a, k in keys.items() for g in set(k)}
            assert groups == {(r["attribute"], r["group"]) for r in self.of(method) if "attribute" in r}, f"groups of {method}"
        self.table.line("rates of all groups: value and counts", n, worst, 0, f"{undefined} with nothing to divide by, said as such")
        self.table.line("rates of all groups: Wilson bounds (statsmodels)", n - undefined, worst_interval, 1e-12)
        self.gaps(keys)
        self.impact(keys)

    def gaps(self, keys):
        recipes = {
            "demographicParityDifference": (["selectionRate"], False),
            "demographicParityRatio": (["selectionRate"], True),
            "equalOpportunityDifference": (["truePositiveRate"], False),
            "equalizedOddsDifference": (["truePositiveRate", "falsePositiveRate"], False),
        }
        worst, worst_interval, n, bounded, unlike = 0.0, 0.0, 0, 0, []
        for method, (rates, is_ratio) in recipes.items():
            for r in self.of(method):
                k = keys[r["attribute"]]
                families = [[self.rate(rate, k == g) for g in sorted(set(k))] for rate in rates]
                n += 1
                empty = any(size == 0 for family in families for _, size in family)
                if empty or r["estimate"]["value"] is None:
                    unlike += [r] if not (empty and r["estimate"]["value"] is None) else []
                    continue
                values = [[x / size for x, size in family] for family in families]
                mine = min(values[0]) / max(values[0]) if is_ratio else max(max(v) - min(v) for v in values)
                worst = max(worst, abs(mine - r["estimate"]["value"]))
                low, high = intervals.widest(families, 0.95, intervals.ratio_gap if is_ratio else intervals.difference_gap)
                if is_ratio:
                    low, high = -high, -low
                found = r["estimate"]["interval"]
                bounded += 1
                worst_interval = max(worst_interval, abs(low - found["lower"]), abs(high - found["upper"]))
        self.table.line("parity differences and ratios: values, and which are undefined", n, max(worst, len(unlike)), 1e-12)
        self.table.line("their intervals (Newcombe of statsmodels, Koopman by scipy's root search, two steps anew)", bounded, worst_interval, 1e-8)
        try:
            import fairlearn.metrics as fm
        except ImportError:
            return
        label = self.subject["label"]
        one = lambda values, name: (values == label[name]).astype(int)
        found = []
        for method, asked, name in (("demographicParityDifference", fm.demographic_parity_difference, "favourable"), ("demographicParityRatio", fm.demographic_parity_ratio, "favourable"),
                                    ("equalizedOddsDifference", fm.equalized_odds_difference, "positive"), ("equalOpportunityDifference", fm.equal_opportunity_difference, "positive")):
            for r in self.of(method):
                if r["estimate"]["value"] is not None:
                    theirs = asked(one(self.label, name), one(self.decided, name), sensitive_features=keys[r["attribute"]])
                    found.append(abs(theirs - r["estimate"]["value"]))
        self.table.line("the same against fairlearn", len(found), max(found), 1e-12)

    def impact(self, keys):
        worst, n, bounded, package = 0.0, 0, [], []
        for r in self.of("disparateImpactRatio"):
            k = keys[r["attribute"]]
            reference = r["options"]["referenceGroup"]
            sizes = {g: int((k == g).sum()) for g in set(k)}
            assert sizes[reference] == max(sizes.values())
            own, theirs = self.rate("selectionRate", k == r["group"]), self.rate("selectionRate", k == reference)
            n += 1
            if theirs[0] == 0:
                worst = max(worst, 0 if r["estimate"]["value"] is None else 1)
                continue
            worst = max(worst, abs(own[0] / own[1] / (theirs[0] / theirs[1]) - r["estimate"]["value"]))
            found = r["estimate"]["interval"]
            for mine, ends in ((True, intervals.koopman(own, theirs, 0.05)), (False, intervals.statsmodels_koopman(own, theirs, 0.05))):
                if ends is None:
                    continue
                gap = max(abs(ends[0] - found["lower"]), abs(ends[1] - found["upper"]))
                bounded.append(gap) if mine else package.append(gap)
        self.table.line("disparate impact ratio by group", n, worst, 1e-12)
        if bounded:
            self.table.line("its intervals (Koopman by scipy's root search)", len(bounded), max(bounded), 1e-8)
        if package:
            self.table.line("its intervals (statsmodels, where no group is all one outcome)", len(package), max(package), 1e-4)

    # ------------------------------------------------------------ explainability

    def explained(self):
        return self.model.classes.index(self.artifacts["explainability/kernelShap/attributions"]["class"])

    def importance(self):
        _, options = self.versions["permutationImportance"]
        rows = np.array(next(t for t in self.plan["tasks"] if t["work"] == "permutationImportance")["rows"]["indices"])
        rows = rows[[label in self.model.classes for label in self.label[rows]]]
        raw, truth = self.raw[rows], np.array([self.model.classes.index(label) for label in self.label[rows]])
        right = lambda x: (self.model.decide(self.model.scores(x)) == truth).mean()
        before = right(raw)
        repeats = 40 if self.quick else 100
        scores, inside = [], 0
        found = self.of("permutationImportance", measure="importance")
        for r in found:
            j = self.model.features.index(r["feature"])
            drops = []
            for _ in range(repeats):
                x = raw.copy()
                x[:, j] = x[self.rng.permutation(len(x)), j]
                drops.append(before - right(x))
            mine, spread = np.mean(drops), np.std(drops, ddof=1)
            e = r["estimate"]
            inside += e["interval"]["lower"] <= mine <= e["interval"]["upper"]
            if spread > 0:
                scores.append((e["value"] - mine) / (spread * math.sqrt(1 / options["repeats"] + 1 / repeats)))
            else:
                scores.append(0.0 if e["value"] == mine else math.inf)
        self.table.line("permutation importance, in standard errors of the shuffles", len(found), max(map(abs, scores)), 4, f"root mean square {np.sqrt(np.mean(np.square(scores))):.2f}; {inside} of {len(found)} intervals hold the mean of {repeats} shuffles")

    def worth(self, x, background, inner):
        """v of every set of features, bit j of the position for feature j; by asking, or by adding effects where the model adds them."""
        m, positive = len(x), inner
        if getattr(self.model, "effects", None) is not None:
            own, others = self.model.effects(x[None])[0], self.model.effects(background)
            total = np.zeros(2**m)
            for other in others:
                logit = np.array([self.model.at_base + other.sum()])
                for j in range(m):
                    logit = np.concatenate([logit, logit + (own[j] - other[j])])
                total += 1 / (1 + np.exp(-logit))
            mean = total / len(background)
            return mean if positive == 1 else 1 - mean
        mask = (np.arange(2**m)[:, None] >> np.arange(m)) & 1 == 1
        return np.concatenate([
            self.model.scores(np.where(part[:, None, :], x, background[None]).reshape(-1, m))[:, positive].reshape(len(part), -1).mean(1)
            for part in np.array_split(mask, max(1, 2**m * len(background) // 400_000))
        ])

    def shap(self):
        body = self.artifacts["explainability/kernelShap/attributions"]
        background, m, inner = self.raw[body["background"]], len(self.model.features), self.explained()
        base_gap = max(abs(self.scores[body["background"], inner].mean() - row["base"]) for row in body["rows"])
        output_gap = max(abs(self.scores[row["row"], inner] - row["output"]) for row in body["rows"])
        self.table.line("Kernel SHAP: base, and the answer of each row", 2 * len(body["rows"]), max(base_gap, output_gap), 2e-6)
        self.table.line("Kernel SHAP: sum of the values and base is the answer", len(body["rows"]), max(abs(sum(r["values"]) + r["base"] - r["output"]) for r in body["rows"]), 1e-9)
        affordable = m <= 14 or getattr(self.model, "effects", None) is not None
        if not affordable:
            self.sampled_shap(body, background, inner)
            return
        rows = body["rows"][:: max(1, len(body["rows"]) // (4 if self.quick else 10))] if m > 8 else body["rows"]
        exact = [shapley(self.worth(self.raw[r["row"]], background, inner), m) for r in rows]
        self.compare_shap(rows, np.array(exact), np.zeros((len(rows), m)), f"all {2**m} sets of features")
        self.shap_package(rows[0], background, inner, exact[0])

    def compare_shap(self, rows, truth, error, how):
        values, errors = np.array([r["values"] for r in rows]), np.array([r["standardErrors"] for r in rows])
        gap = np.abs(values - truth)
        if (errors == 0).all():
            self.table.line(f"Kernel SHAP values against {how}", gap.size, gap.max(), 1e-6, "the audit calls these exact")
            return
        z = (values - truth)[errors > 0] / np.sqrt(errors**2 + error**2)[errors > 0]
        fixed = gap[errors == 0]
        self.table.line(f"Kernel SHAP values against {how}, in standard errors", z.size, np.abs(z).max(), 5,
                        f"root mean square {np.sqrt((z**2).mean()):.2f}, within 1.96: {(np.abs(z) < 1.96).mean():.1%}; largest difference {gap.max():.1e}; values without error off by {fixed.max() if fixed.size else 0:.1e}")

    def sampled_shap(self, body, background, inner):
        """Too many sets to ask about all: random orders of features, each order one estimate of every value."""
        rows = body["rows"][:: 13 if self.quick else 4]
        orders, m, truth, error = 5000, len(self.model.features), [], []
        for r in rows:
            x, found = self.raw[r["row"]], np.empty((orders, m))
            drawn = [self.rng.permutation(m) for _ in range(orders)]
            # One after the other, every background row as often: only the order is left to chance.
            paths = background[np.arange(orders) % len(background)][:, None, :].repeat(m + 1, 1)
            for path, order in zip(paths, drawn):
                for step, j in enumerate(order):
                    path[step + 1 :, j] = x[j]
            answers = self.model.scores(paths.reshape(-1, m))[:, inner].reshape(orders, m + 1)
            for o, order in enumerate(drawn):
                found[o, order] = np.diff(answers[o])
            truth.append(found.mean(0))
            error.append(found.std(0, ddof=1) / math.sqrt(orders))
        self.compare_shap(rows, np.array(truth), np.array(error), f"{orders} random orders (with their own error)")

    def shap_package(self, row, background, inner, mine):
        import shap

        ask = lambda x: self.model.scores(x)[:, inner]
        x = self.raw[[row["row"]]]
        if len(mine) > 14:
            explainer = shap.KernelExplainer(ask, background)
            theirs = explainer.shap_values(x, nsamples=20000, l1_reg=0, silent=True)[0]
            self.table.line(f"my own Shapley values against shap {shap.__version__} KernelExplainer, 20,000 sets, one row", len(mine), np.abs(theirs - mine).max(), 2e-3)
        else:
            theirs = shap.explainers.Exact(ask, shap.maskers.Independent(background, max_samples=len(background)))(x).values[0]
            self.table.line(f"my own Shapley values against shap {shap.__version__} Exact, one row", len(mine), np.abs(theirs - mine).max(), 1e-6)

    def lime(self):
        """Against the package lime on the same background rows, made to draw a bin of one value as that value (it draws 0, which no row may hold; Plumbline says that it departs there)."""
        if self.model.levels:
            return
        import lime.discretize
        import lime.lime_tabular

        theirs_draw = lime.discretize.BaseDiscretizer.get_undiscretize_values

        def with_single_values(discretizer, feature, values):
            drawn = theirs_draw(discretizer, feature, values)
            means, low, high = (np.array(part[feature])[values] for part in (discretizer.means, discretizer.mins, discretizer.maxs))
            return np.where(low == high, means, drawn)

        lime.discretize.BaseDiscretizer.get_undiscretize_values = with_single_values
        body, options = self.artifacts["explainability/lime/attributions"], self.versions["lime"][1]
        background, inner, names, draws = self.raw[body["background"]], self.explained(), self.model.features, 20000
        explainer = lime.lime_tabular.LimeTabularExplainer(background, feature_names=names, discretize_continuous=True, feature_selection="none", random_state=5)
        z, gaps = [], []
        for r in body["rows"][:: 8 if self.quick else 4]:
            found = explainer.explain_instance(self.raw[r["row"]], self.model.scores, labels=(inner,), num_features=len(names), num_samples=draws)
            theirs = dict(found.local_exp[inner])
            for j, e in enumerate(r["standardErrors"]):
                gaps.append(r["values"][j] - theirs[j])
                z.append(gaps[-1] / (e * math.sqrt(1 + options["samples"] / draws)))
        self.table.line(f"LIME coefficients against the package lime ({draws} samples), in standard errors", len(z), np.abs(z).max(), 5, f"largest difference {np.abs(gaps).max():.1e}; root mean square {np.sqrt(np.mean(np.square(z))):.2f}")

    def summaries(self):
        worst, n = 0.0, 0

        def compare(r, value, low, high):
            nonlocal worst, n
            e = r["estimate"]
            worst, n = max(worst, abs(e["value"] - value), abs(e["interval"]["lower"] - low), abs(e["interval"]["upper"] - high)), n + 3

        for method in ("kernelShap", "lime"):
            rows = self.artifacts[f"explainability/{method}/attributions"]["rows"]
            values, errors = np.abs([r["values"] for r in rows]), np.array([r["standardErrors"] for r in rows])
            for r in self.of(method, measure="meanAbsolute"):
                j = self.model.features.index(r["feature"])
                compare(r, *intervals.mean(values[:, j], low=0))
                worst = max(worst, abs(r["estimate"].get("standardError", 0) - np.sqrt((errors[:, j] ** 2).sum()) / len(rows)))
            for measure in ("correlation", "deletionGain"):
                judged = [r["faithfulness"][measure] for r in rows]
                for r in self.of("faithfulness", measure=measure, explainer=method):
                    a = self.subject["protected"].index(r["attribute"]) if "attribute" in r else None
                    own = [v for v, row in zip(judged, rows) if v is not None and (a is None or row["groups"][a] == r["group"])]
                    if r["estimate"]["value"] is not None:
                        compare(r, *intervals.mean(own, low=-1, high=1))
                    else:
                        worst = max(worst, 0 if len(own) < r["options"]["minGroupRows"] else 1)
            for r in self.of(method, measure="relativeStandardError"):
                if r["estimate"].get("interval"):
                    a, b = errors.sum(1), values.sum(1)
                    ratio = a.sum() / b.sum()
                    _, low, high = intervals.mean((a - ratio * b) / b.mean())
                    compare(r, ratio, max(0, ratio + low), ratio + high)
            for r in self.of(method, measure="localR2"):
                compare(r, *intervals.mean([row["detail"]["localR2"] for row in rows], high=1))
        self.table.line("means over explained rows and Student's intervals (scipy)", n, worst, 1e-11)

    def faithful(self):
        """Each row's faithfulness again with its own random sets and orders, many more of them."""
        _, options = self.versions["faithfulness"]
        for method in ("kernelShap", "lime"):
            task = next(t for t in self.plan["tasks"] if t["work"] == method)
            background, inner = self.raw[task["options"]["faithfulnessBackground"]], self.explained()
            rows = self.artifacts[f"explainability/{method}/attributions"]["rows"]
            rows = rows[:: 8 if self.quick else 4]
            gaps = {"correlation": [], "deletionGain": []}
            for r in rows:
                x, phi = self.raw[r["row"]], np.array(r["contributions"])
                m = len(phi)
                size = min(m - 1, max(1, math.floor(options["subsetShare"] * m + 0.5)))
                sets = [self.rng.permutation(m)[:size] for _ in range(250)]
                orders = [np.argsort(-phi, kind="stable")] + [self.rng.permutation(m) for _ in range(40)]
                steps = min(m - 1, 20)
                lengths = [math.floor((t + 1) * m / (steps + 1) + 0.5) for t in range(steps)]
                keep = np.ones((len(sets) + len(orders) * steps, m), bool)
                for i, s in enumerate(sets + [order[:length] for order in orders for length in lengths]):
                    keep[i, s] = False
                asked = np.where(keep[:, None, :], x, background[None]).reshape(-1, m)
                fall = r["output"] - self.model.scores(asked)[:, inner].reshape(len(keep), -1).mean(1)
                mine = np.corrcoef([phi[s].sum() for s in sets], fall[: len(sets)])[0, 1]
                areas = fall[len(sets) :].reshape(len(orders), steps).mean(1)
                if r["faithfulness"]["correlation"] is not None:
                    # Fisher's z is nearly normal with variance 1/(n - 3).
                    gaps["correlation"].append((math.atanh(r["faithfulness"]["correlation"]) - math.atanh(mine)) / math.sqrt(1 / (options["subsets"] - 3) + 1 / (len(sets) - 3)))
                spread = areas[1:].std(ddof=1)
                if r["faithfulness"]["deletionGain"] is not None and spread > 0:
                    gaps["deletionGain"].append((r["faithfulness"]["deletionGain"] - (areas[0] - areas[1:].mean())) / (spread * math.sqrt(1 / options["randomOrders"] + 1 / 40)))
            for measure, z in gaps.items():
                if z:
                    self.table.line(f"faithfulness of {method}, {measure}, in standard errors of the drawing", len(z), np.abs(z).max(), 5, f"mean {np.mean(z):+.2f}, root mean square {np.sqrt(np.mean(np.square(z))):.2f}")

    # ------------------------------------------------------------ robustness

    def sampled_rows(self, work):
        return np.array([i for t in self.plan["tasks"] if t["work"] == work for i in t["rows"]["indices"]])

    def robustness(self):
        for method in ("gaussianNoise", "projectedGradientDescent", "squareAttack"):
            body = self.artifacts.get(f"robustness/{method}/examples")
            if body is None:
                continue
            self.examples(method, body)
            self.counts(method)
        self.noise()
        self.strongest()

    def examples(self, method, body):
        threat, strict = body["threat"], method != "gaussianNoise"
        rules = {r["column"]: r for r in threat["numbers"]}
        infos = {c["name"]: c for c in self.subject["dataset"]["columns"]}
        broken, gap, margin = 0, 0.0, math.inf
        for rule in threat["numbers"]:
            assert rule["scale"] == infos[rule["column"]]["numbers"]["standardDeviation"]
        ask = getattr(self.model, "runtime", None) or self.model.ask
        frozen = {f["column"] for f in threat["frozen"]}
        assert frozen | set(rules) | {c["column"] for c in threat["categories"]} == set(self.model.features)
        assert set(self.subject["protected"]) & set(self.model.features) <= frozen
        for e in body["examples"]:
            x = self.raw[e["row"]].copy()
            for c in e["changes"]:
                rule = rules.get(c["column"])
                j = self.model.features.index(c["column"])
                broken += rule is None or x[j] != c["from"]
                x[j] = c["to"]
                if rule:
                    broken += rule["whole"] and c["to"] != int(c["to"])
                    broken += not min(rule["min"], c["from"]) <= c["to"] <= max(rule["max"], c["from"])
                    broken += strict and abs(c["to"] - c["from"]) / rule["scale"] > e["strength"] * (1 + 1e-9)
            after, before = ask(x[None])[0], self.scores[e["row"]]
            classes = np.array(self.model.classes)
            broken += classes[self.model.decide(after[None])[0]] != e["after"]["decision"] or classes[self.model.decide(before[None])[0]] != e["before"]["decision"]
            broken += e["after"]["decision"] == e["before"]["decision"]
            gap = max(gap, np.abs(after - e["after"]["scores"]).max(), np.abs(before - e["before"]["scores"]).max())
            margin = min(margin, abs(after[1] - self.model.threshold))
        self.table.line(f"{method}: examples that do not flip the decision or leave the threat model", len(body["examples"]), broken, 0, f"nearest to the threshold {margin:.1e}")
        if body["examples"]:
            self.table.line(f"{method}: scores of the examples", 4 * len(body["examples"]), gap, 2e-6)

    def counts(self, method):
        """What must hold of the counts without knowing the attack: shares and bounds follow from the counts, and nothing is more robust than it is right."""
        rows = self.sampled_rows(method)
        right = self.decided[rows] == self.label[rows]
        draws = self.versions[method][1].get("draws", 1)
        worst, worst_interval, n, broken = 0.0, 0.0, 0, 0
        groups = self.group_masks()
        for r in self.of(method):
            e, measure = r["estimate"], r["options"]["measure"]
            if e["value"] is None or measure.endswith("Difference"):
                continue
            members = np.ones(len(rows), bool) if "attribute" not in r else groups[r["attribute"]][rows] == r["group"]
            size = int(right[members].sum()) if measure == "robustnessOfCorrect" else int(members.sum())
            n += 1
            broken += e["n"] != size or r["counts"]["denominator"] != size * draws
            worst = max(worst, abs(e["value"] - r["counts"]["numerator"] / r["counts"]["denominator"]))
            low, high = intervals.wilson(e["value"] * size, size)
            worst_interval = max(worst_interval, abs(low - e["interval"]["lower"]), abs(high - e["interval"]["upper"]))
            if measure == "robustAccuracy" and draws == 1:
                broken += e["value"] > right[members].mean() + 1e-12
        if draws == 1:
            series = {}
            for r in self.of(method, measure="decisionStability", scope="overall"):
                series[r["options"]["epsilon"]] = r["estimate"]["value"]
            ordered = [series[k] for k in sorted(series)]
            broken += any(a < b for a, b in zip(ordered, ordered[1:]))
        gap, gaps = 0.0, 0
        by = {}
        for r in self.of(method):
            by.setdefault((r.get("attribute"), r["options"]["measure"], r["options"].get("epsilon", r["options"].get("strength"))), []).append(r)
        for (attribute, measure, strength), found in by.items():
            if not measure.endswith("Difference") or found[0]["estimate"]["value"] is None:
                continue
            parts = [(g["estimate"]["value"] * g["estimate"]["n"], g["estimate"]["n"]) for g in by[(attribute, measure[: -len("Difference")], strength)]]
            shares = [x / k for x, k in parts]
            low, high = intervals.widest([parts], 0.95, intervals.difference_gap)
            e = found[0]["estimate"]
            gap, gaps = max(gap, abs(max(shares) - min(shares) - e["value"]), abs(low - e["interval"]["lower"]), abs(high - e["interval"]["upper"])), gaps + 1
        self.table.line(f"{method}: rows counted, order over strengths, robust never above right", n, broken, 0)
        self.table.line(f"{method}: shares from counts, Wilson bounds, differences of groups", n + gaps, max(worst, worst_interval, gap), 1e-9)

    def noise(self):
        body = self.artifacts["robustness/gaussianNoise/examples"]
        rows, rules = self.sampled_rows("gaussianNoise"), body["threat"]["numbers"]
        _, options = self.versions["gaussianNoise"]
        draws = 60 if self.quick else 200
        right = self.label[rows]
        for strength in options["strengths"]:
            same, hits = np.zeros((draws, len(rows))), np.zeros((draws, len(rows)))
            for d in range(draws):
                x = self.raw[rows].copy()
                for rule in rules:
                    j = self.model.features.index(rule["column"])
                    own = x[:, j]
                    moved = own + strength * rule["scale"] * self.rng.standard_normal(len(own))
                    moved = np.clip(moved, np.minimum(rule["min"], own), np.maximum(rule["max"], own))
                    x[:, j] = np.floor(moved + 0.5) if rule["whole"] else moved
                decisions = self.model.decide(self.model.scores(x))
                same[d] = decisions == self.decisions[rows]
                hits[d] = np.array(self.model.classes, dtype=object)[decisions] == right
            for measure, kept in (("decisionStability", same), ("robustAccuracy", hits)):
                e = self.of("gaussianNoise", measure=measure, scope="overall", strength=strength)[0]["estimate"]
                p = kept.mean(0)
                error = math.sqrt((p * (1 - p)).sum()) / len(rows) * math.sqrt(1 / options["draws"] + 1 / draws)
                z = (e["value"] - p.mean()) / error if error > 0 else (0.0 if e["value"] == p.mean() else math.inf)
                inside = e["interval"]["lower"] <= p.mean() <= e["interval"]["upper"]
                self.table.line(f"noise {strength} {measure}: audit {e['value']:.4f}, {draws} draws {p.mean():.4f}, in standard errors of the drawing", len(rows), abs(z) if inside else math.inf, 4)

    def strongest(self):
        """The worst an adversary can do, found without an attack: for an additive model the best end of every column, for a small network every whole number within reach."""
        attacks = [m for m in ("projectedGradientDescent", "squareAttack") if f"robustness/{m}/examples" in self.artifacts]
        if not attacks:
            return
        rules = self.artifacts[f"robustness/{attacks[0]}/examples"]["threat"]["numbers"]
        rows = self.sampled_rows(attacks[0])
        additive = getattr(self.model, "effects", None) is not None
        if not additive and not all(r["whole"] for r in rules):
            return
        if not additive and len(self.model.features) > 8:
            return
        for epsilon in self.versions[attacks[0]][1]["epsilons"]:
            kept = 0
            for row in rows:
                x, choices = self.raw[row], []
                for rule in rules:
                    own = x[self.model.features.index(rule["column"])]
                    low = min(own, max(own - epsilon * rule["scale"], rule["min"]))
                    high = max(own, min(own + epsilon * rule["scale"], rule["max"]))
                    low, high = (math.ceil(low), math.floor(high)) if rule["whole"] else (low, high)
                    if additive:
                        choices.append(sorted({low, high, own}))
                    else:
                        step = max(1, math.ceil((high - low) / 60))
                        choices.append(sorted({*np.arange(low, high, step), own, float(high)}))
                tried = np.array(list(product(*choices)))
                asked = np.repeat(x[None], len(tried), 0)
                asked[:, [self.model.features.index(r["column"]) for r in rules]] = tried
                kept += (self.model.decide(self.model.scores(asked)) == self.decisions[row]).all()
            shares = {m: self.of(m, measure="decisionStability", scope="overall", epsilon=epsilon)[0]["estimate"]["value"] for m in attacks}
            mine = kept / len(rows)
            self.table.line(f"epsilon {epsilon}: share of decisions no change reaches {mine:.3f}; audit " + ", ".join(f"{m} {v:.3f}" for m, v in shares.items()), len(rows), max(max(mine - v, v - mine - 0.03) for v in shares.values()), 0.005,
                            "an attack finds at most what there is, so it may only be above")

    # ------------------------------------------------------------ transparency, policy

    def surrogate(self):
        root = self.artifacts["transparency/surrogateTree/tree"]["root"]
        rows = np.array(next(t for t in self.plan["tasks"] if t["work"] == "surrogateTree")["rows"]["indices"])
        _, options = self.versions["surrogateTree"]
        trained = len(rows) - math.floor(len(rows) * options["holdout"])
        worst, nodes = 0.0, 0
        answers = pd.Series(index=self.frame.index, dtype=object)

        def walk(node, members, train):
            nonlocal worst, nodes
            nodes += 1
            worst = max(worst, abs(node["n"] - len(train)))
            if "answer" in node:
                answers.loc[members] = node["answer"]
                worst = max(worst, abs(node["share"] - np.mean(self.decided[train] == node["answer"])))
                return
            if " ≤ " in node["condition"]:
                name, bound = node["condition"].rsplit(" ≤ ", 1)
                holds = pd.to_numeric(self.frame[name]).to_numpy(float) <= float(bound)
            else:
                name, levels = node["condition"].split(" is ", 1)
                holds = self.frame[name].isin(levels.split(" or ")).to_numpy()
            walk(node["yes"], members[holds[members]], train[holds[train]])
            walk(node["no"], members[~holds[members]], train[~holds[train]])

        walk(root, np.arange(len(self.frame)), rows[:trained])
        held = rows[trained:]
        agree = (answers.to_numpy()[held] == self.decided[held]).sum()
        r = self.of("surrogateTree", measure="fidelity")[0]
        low, high = intervals.wilson(agree, len(held))
        worst = max(worst, abs(r["estimate"]["value"] - agree / len(held)), abs(r["counts"]["numerator"] - agree), abs(low - r["estimate"]["interval"]["lower"]), abs(high - r["estimate"]["interval"]["upper"]))
        self.table.line("surrogate tree: rows and shares of its nodes, fidelity on held-out rows, Wilson", nodes + 4, worst, 1e-12,
                        f"fidelity {agree / len(held):.4f}; on all rows of the data {np.mean(answers.to_numpy() == self.decided):.4f}")
        from sklearn.tree import DecisionTreeClassifier

        x = np.nan_to_num(self.raw, nan=-1)
        tree = DecisionTreeClassifier(max_depth=options["maxDepth"], min_samples_leaf=options["minLeaf"], random_state=0).fit(x[rows[:trained]], self.decided[rows[:trained]])
        self.table.fact("a tree of scikit-learn of the same size on the same rows, categories as codes", len(held), f"fidelity {tree.score(x[held], self.decided[held]):.4f}")

    def verdicts(self):
        def judge(bound, e):
            if e["value"] is None or ("interval" not in e and "exact" not in e):
                return "cannotTell"
            low, high = (e["interval"]["lower"], e["interval"]["upper"]) if "interval" in e else (e["value"], e["value"])
            least, most = bound.get("atLeast", -math.inf), bound.get("atMost", math.inf)
            return "met" if low >= least and high <= most else "notMet" if high < least or low > most else "cannotTell"

        def together(v):
            return "notMet" if "notMet" in v else "met" if v and all(x == "met" for x in v) else "cannotTell"

        wrong, per = 0, {}
        for check in self.policy["checks"]:
            select = check["select"]
            found = [i for i, r in enumerate(self.results) if r["dimension"] == check["dimension"] and r["method"] == select["method"]
                     and all(r.get(k) == select[k] for k in ("attribute", "group", "feature") if k in select) and all(r["options"].get(k) == v for k, v in select.get("options", {}).items())]
            verdict = together([judge(check["bound"], self.results[i]["estimate"]) for i in found])
            per.setdefault(check["dimension"], []).append(verdict)
            said = next(c for c in self.judgement[check["dimension"]]["checks"] if c["id"] == check["id"])
            wrong += said["verdict"] != verdict or said["results"] != found
        wrong += sum(self.judgement[d]["verdict"] != together(v) for d, v in per.items())
        self.table.line("verdicts of checks and dimensions from policy and results", len(self.policy["checks"]) + len(per), wrong, 0)


def main():
    parser = argparse.ArgumentParser()
    for name in ("bundle", "data", "model", "mapping"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--quick", action="store_true", help="fewer draws and rows where the check itself draws")
    parser.add_argument("--only", default="", help="one part: data, fairness, importance, summaries, shap, lime, faithful, robustness, surrogate, verdicts")
    args = parser.parse_args()
    check = Check(args)
    for part in (check.data, check.fairness, check.importance, check.summaries, check.shap, check.lime, check.faithful, check.robustness, check.surrogate, check.verdicts):
        if args.only in ("", part.__name__):
            part()
    sys.exit(1 if check.table.failed else 0)


if __name__ == "__main__":
    main()
