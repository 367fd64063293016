#!/usr/bin/env python3
"""Entropy-relaxed transport by the log-domain loop, numpy alone. usage: peer_transport.py STATES SHARE

The same problem as io.github.fisherscope.benchmarks.RelaxedTransportTime. Prints seconds (the better of two), C_lambda and the
error of the marginals. Scaling in the log domain until the marginals are right to 1e-13, looked at every second sweep.
"""
import sys
import time

import numpy as np


def spread(n, step):
    return (np.arange(1, n + 1) * step) % 1


def lse(a, axis):
    top = a.max(axis=axis, keepdims=True)
    return (top + np.log(np.exp(a - top).sum(axis=axis, keepdims=True))).squeeze(axis)


def solve(m, p, q, lam):
    lp, lq = np.log(p), np.log(q)
    g = np.zeros(len(q))
    for sweep in range(1, 20001):
        f = lam * (lp - lse((g[None, :] - m) / lam, 1))
        g = lam * (lq - lse((f[:, None] - m) / lam, 0))
        if sweep % 2 == 0:
            plan = np.exp((f[:, None] + g[None, :] - m) / lam)
            error = np.abs(plan.sum(1) - p).sum() + np.abs(plan.sum(0) - q).sum()
            if error < 1e-13:
                break
    return (f @ p + g @ q) / (1 + lam), error


n, share = int(sys.argv[1]), float(sys.argv[2])
x, y = spread(n, 0.6180339887498949), spread(n, 0.7548776662466927)
m = (x[:, None] - y[None, :]) ** 2
p, q = spread(n, 0.5698402909980532) ** 2, spread(n, 0.8191725133961645) ** 2
p, q = p / p.sum(), q / q.sum()
best = np.inf
for _ in range(2):
    start = time.perf_counter()
    cost, error = solve(m, p, q, share * m.max())
    best = min(best, time.perf_counter() - start)
print(f"{best:.4f} {cost:.15g} {error:.2e}")
