"""What the peers' programs share: reading a job, timing with a matrix-product rate beside it, writing JSON."""
import json
import os
import sys
import time

import numpy as np


def read(path, dtype):
    """Returns weights [W1, ...], biases [b1, ...] and inputs x (T x M0)."""
    arrays = np.load(path)
    depth = sum(1 for name in arrays.files if name.startswith("W"))
    weights = [arrays[f"W{l}"].astype(dtype) for l in range(1, depth + 1)]
    biases = [arrays[f"b{l}"].astype(dtype) for l in range(1, depth + 1)]
    return weights, biases, arrays["x"].astype(dtype)


def best(work, budget, least=1):
    """Runs work() until the budget in seconds is used, at least so many times.

    Returns the shortest elapsed time, the mean processor time of all threads and the last result.
    """
    shortest, used, runs, cpu = float("inf"), 0.0, 0, time.process_time()
    while runs < least or (used < budget and runs < 20):
        start = time.perf_counter()
        result = work()
        seconds = time.perf_counter() - start
        shortest, used, runs = min(shortest, seconds), used + seconds, runs + 1
    return shortest, (time.process_time() - cpu) / runs, result


class Report:
    """Collects times with the rate of matrix products (10^9 operations per second) just before and just after."""

    def __init__(self, peer, gemm):
        self.peer = peer
        self.gemm = gemm
        self.rows = []

    def measure(self, job, stage, work, budget=0.0, who=None, repeat=1, least=1):
        """Measures one job; who names the program where a peer has several, repeat scales a part to the whole."""
        before = self.gemm()
        seconds, cpu, values = best(work, budget, least)
        row = {"job": job, "who": who or self.peer, "stage": stage, "seconds": repeat * seconds}
        row |= {"cpuSeconds": repeat * cpu, "gemmBefore": before, "gemmAfter": self.gemm()}
        row["values"] = values if isinstance(values, dict) else {}
        self.rows.append(row)
        print(f"{self.peer}: {job} {stage}: {seconds:.3f} s, GEMM {before:.0f}/{row['gemmAfter']:.0f}", file=sys.stderr)

    def refuse(self, reason):
        self.rows.append({"refused": reason})
        print(f"{self.peer}: {reason}", file=sys.stderr)

    def write(self, path, **facts):
        facts |= {"peer": self.peer, "loadAfter": os.getloadavg()[0], "rows": self.rows}
        with open(path, "w", encoding="utf-8") as out:
            json.dump(facts, out, indent=2)


def by_rank(values):
    return {f"eigenvalue{i + 1}": float(v) for i, v in enumerate(sorted(values, reverse=True)[:10])}
