"""The audited model asked through the library that made it, for rows of numbers and codes of levels. The column mapping is read anew here."""

import json
import zipfile

import numpy as np


class Model:
    """`raw` is [n, features] in the audit's order: numbers as they stand, categories as positions in the plan's levels, NaN for missing."""

    def __init__(self, path, mapping, subject):
        model = subject["model"]
        self.classes, self.features, self.threshold = model["classes"], model["features"], model["threshold"]
        infos = {c["name"]: c for c in subject["dataset"]["columns"]}
        self.levels = {f: infos[f]["levels"] for f in self.features if infos[f]["kind"] == "category"}
        mapping = json.load(open(mapping, encoding="utf-8"))
        self.ask, self.library = None, None
        name = str(path)
        if name.endswith(".onnx"):
            self._onnx(name, mapping)
        elif name.endswith(".txt"):
            self._lightgbm(name, mapping)
        elif name.endswith(".zip"):
            self._tfjs(name, mapping)
        else:
            self._xgboost(name, mapping)

    def scores(self, raw):
        """[n, 2] probabilities."""
        return self.ask(np.asarray(raw, float))

    def decide(self, scores):
        return (scores[:, 1] >= self.threshold).astype(int)

    def _matrix(self, encodings, raw):
        out = []
        for e in encodings:
            x = raw[:, self.features.index(e["column"])]
            if e["encode"] == "number":
                x = np.where(np.isnan(x), e.get("missing", np.nan), x)
                out.append((x - e.get("subtract", 0)) / e.get("divide", 1))
                continue
            position = np.array([e["levels"].index(v) if v in e["levels"] else -1 for v in self.levels[e["column"]]])
            code = np.where(np.isnan(x), -2, position[np.nan_to_num(x).astype(int)])
            if e["encode"] == "oneHot":
                out += [(code == k).astype(float) for k in range(len(e["levels"]))]
            else:
                values = code.astype(float)
                values[code == -2] = e.get("missing", np.nan)
                values[code == -1] = e.get("unseen", np.nan)
                out.append(values)
        return np.column_stack(out)

    def _onnx(self, path, mapping):
        import onnxruntime

        self.library = f"onnxruntime {onnxruntime.__version__}"
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        types = {i.name: i.type for i in session.get_inputs()}
        words = {f: np.array(levels, dtype=object) for f, levels in self.levels.items()}

        def feed(raw):
            fed = {}
            for one in mapping["inputs"]:
                if "features" in one:
                    fed[one.get("name", session.get_inputs()[0].name)] = self._matrix(one["features"], raw).astype(np.float32)
                    continue
                x = raw[:, [self.features.index(one["column"])]]
                kind = types[one["name"]]
                fed[one["name"]] = words[one["column"]][x.astype(int)] if "string" in kind else x.astype(np.int64 if "int64" in kind else np.float32)
            return fed

        def run(raw):
            return np.concatenate([np.asarray(session.run(None, feed(part))[1], dtype=float) for part in np.array_split(raw, max(1, len(raw) // 20000))])

        self.ask = self._additive(run) if all("column" in one for one in mapping["inputs"]) else run

    def _additive(self, run):
        """A logistic pipeline adds up one effect a column before its link. The effects are found by asking the runtime; where the sum does not
        give the runtime's own answers again, rows go to the runtime."""
        self.runtime = run
        self.effects = None
        return run

    def learn_effects(self, frame):
        """Makes a quick copy of an additive model out of its answers at the levels and at the numbers of `frame`. True where it holds to 2e-5 on the logit."""
        logit = lambda p: np.log(p[:, 1]) - np.log(p[:, 0])
        base = frame[0].copy()
        at_base = logit(self.runtime(base[None]))[0]
        slopes, tables = {}, {}
        for j, feature in enumerate(self.features):
            if feature in self.levels:
                rows = np.repeat(base[None], len(self.levels[feature]), 0)
                rows[:, j] = np.arange(len(rows))
                tables[j] = logit(self.runtime(rows)) - at_base
            else:
                column = frame[:, j]
                rows = np.repeat(base[None], 2, 0)
                rows[:, j] = [column.min(), column.max()]
                ends = logit(self.runtime(rows))
                slopes[j] = (ends[1] - ends[0]) / (column.max() - column.min())

        def effects(raw):
            return np.column_stack([tables[j][raw[:, j].astype(int)] if j in tables else slopes[j] * (raw[:, j] - base[j]) for j in range(raw.shape[1])])

        gap = np.abs(effects(frame).sum(1) + at_base - logit(self.runtime(frame))).max()
        if gap > 2e-5:
            return False
        self.effects, self.at_base, self.effect_gap = effects, at_base, gap

        def quick(raw):
            p = 1 / (1 + np.exp(-(effects(raw).sum(1) + at_base)))
            return np.column_stack([1 - p, p])

        self.ask = quick
        return True

    def _lightgbm(self, path, mapping):
        import lightgbm

        self.library = f"lightgbm {lightgbm.__version__}"
        booster = lightgbm.Booster(model_file=path)
        encodings = mapping["inputs"][0]["features"]

        def run(raw):
            p = booster.predict(self._matrix(encodings, raw), num_threads=1)
            return np.column_stack([1 - p, p])

        self.ask = run

    def _xgboost(self, path, mapping):
        import xgboost

        self.library = f"xgboost {xgboost.__version__}"
        booster = xgboost.Booster(model_file=path)
        encodings = mapping["inputs"][0]["features"]
        kinds = ["c" if e["encode"] == "ordinal" and booster.feature_types is not None and booster.feature_types[i] == "c" else "q" for i, e in enumerate(encodings)]

        def run(raw):
            matrix = xgboost.DMatrix(self._matrix(encodings, raw).astype(np.float32), feature_types=kinds, feature_names=booster.feature_names, enable_categorical=True, nthread=1)
            p = booster.predict(matrix).astype(float)
            return np.column_stack([1 - p, p])

        self.ask = run

    def _tfjs(self, path, mapping):
        """A stack of dense layers, computed in numpy's float64 from the weights in the archive."""
        self.library = f"numpy {np.__version__} forward pass"
        with zipfile.ZipFile(path) as archive:
            described = json.loads(archive.read("model.json"))
            manifest = described["weightsManifest"][0]
            data = np.frombuffer(b"".join(archive.read(p) for p in manifest["paths"]), np.float32).astype(float)
        weights, at = {}, 0
        for one in manifest["weights"]:
            size = int(np.prod(one["shape"]))
            weights[one["name"]] = data[at : at + size].reshape(one["shape"])
            at += size
        layers = [layer["config"] for layer in described["modelTopology"]["config"]["layers"]]
        encodings = mapping["inputs"][0]["features"]

        def run(raw):
            x = self._matrix(encodings, raw)
            for layer in layers:
                x = x @ weights[f"{layer['name']}/kernel"] + weights[f"{layer['name']}/bias"]
                if layer["activation"] == "relu":
                    x = np.maximum(x, 0)
                elif layer["activation"] == "softmax":
                    x = np.exp(x - x.max(1, keepdims=True))
                    x /= x.sum(1, keepdims=True)
                elif layer["activation"] != "linear":
                    raise SystemExit(f"no forward pass for {layer['activation']}")
            return x

        self.ask = run
