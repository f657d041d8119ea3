"""The numpy and DuckDB side of fairness-counts.mjs: reads the columns, then answers each line of stdin ("numpy", "bincount" or "duckdb") with the seconds of one count and leaves the counts in the folder."""

import pathlib
import sys
import time

import duckdb
import numpy as np

folder = pathlib.Path(sys.argv[1])
radices = [int(radix) for radix in sys.argv[2].split(",")]
cells = int(np.prod(radices))
columns = [np.fromfile(folder / f"{i}.u8", dtype=np.uint8) for i in range(len(radices))]


def key():
    # 16 bits hold every key; half the memory of numpy's own index type is its fastest way.
    keys = columns[0].astype(np.uint16)
    for column, radix in zip(columns[1:], radices[1:]):
        keys *= np.uint16(radix)
        keys += column
    return keys


built = key().astype(np.intp)
names = [f"c{i}" for i in range(len(radices))]
database = duckdb.connect(config={"threads": 1})
frame = dict(zip(names, columns))
database.execute("CREATE TABLE rows AS SELECT " + ", ".join(f'{name}::UTINYINT AS {name}' for name in names) + " FROM frame")
grouped = f"SELECT {', '.join(names)}, count(*) AS rows FROM rows GROUP BY {', '.join(names)}"
print(np.__version__, duckdb.__version__, flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    if line.strip() == "numpy":
        counts = np.bincount(key(), minlength=cells)
        seconds = time.perf_counter() - start
    elif line.strip() == "bincount":
        counts = np.bincount(built, minlength=cells)
        seconds = time.perf_counter() - start
    else:
        found = database.execute(grouped).fetchnumpy()
        seconds = time.perf_counter() - start
        counts = np.zeros(cells)
        counts[np.ravel_multi_index([np.asarray(found[name], dtype=np.intp) for name in names], radices)] = found["rows"]
    counts.astype(np.float64).tofile(folder / "counts.f64")
    print(seconds, flush=True)
