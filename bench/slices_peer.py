"""The sliceline side of slices.mjs: reads the columns from the folder given, then answers each line of stdin with one search: its seconds and slices."""

import importlib.metadata
import json
import pathlib
import resource
import sys
import time

import numpy as np
from sliceline.slicefinder import Slicefinder, is_numba_available

folder, columns, support, alpha, slices = pathlib.Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5])
# Fails with a MemoryError where it would take the machine down.
resource.setrlimit(resource.RLIMIT_AS, (14 << 30, 14 << 30))
X = np.stack([np.fromfile(folder / f"{c}.u8", np.uint8) for c in range(columns)], axis=1).astype(np.int64)
losses = np.fromfile(folder / "losses.u8", np.uint8).astype(np.float64)
minimum = int(support * len(X))


def search(x, e):
    finder = Slicefinder(alpha=alpha, k=slices, max_l=3, min_sup=minimum * len(x) // len(X), verbose=False)
    start = time.perf_counter()
    finder.fit(x, e)
    return time.perf_counter() - start, finder


# Compiles what numba compiles, outside the time.
search(X[:2000], losses[:2000])
print(json.dumps({"sliceline": importlib.metadata.version("sliceline"), "numba": importlib.metadata.version("numba") if is_numba_available() else "none"}), flush=True)
for _ in sys.stdin:
    try:
        seconds, finder = search(X, losses)
    except MemoryError as error:
        print(json.dumps({"error": str(error)}), flush=True)
        break
    found = [
        {"bins": [None if bin is None else int(bin) for bin in bins], "rows": int(of["slice_size"]), "loss": int(of["sum_slice_error"]), "score": of["slice_score"]}
        for bins, of in zip(finder.top_slices_, finder.top_slices_statistics_)
    ]
    print(json.dumps({"seconds": seconds, "slices": found, "peakGiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20}), flush=True)
