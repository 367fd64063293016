#!/usr/bin/env python3
"""What a skilled user writes by hand with numpy and scipy: the dual Gram matrix by symmetric tiles, then LAPACK or ARPACK.

usage: peer_numpy.py FOLDER OUT.json --precision double|single [--jobs J1,J2,J3,J4] [--probes N] [--steps N]
"""
import argparse
import pathlib

import numpy as np

import common

TILE = 1000


def gemm_rate(dtype, order=1000):
    a = np.full((order, order), 1.25, dtype)
    c = np.empty_like(a)
    return lambda: 2e-9 * order**3 / common.best(lambda: np.dot(a, a, out=c), 0.25)[0]


def signals(weights, biases, x):
    """Returns activations H_0, ..., H_{L-1} and sensitivities D_1, ..., D_{L-1} (n x M_l, row k T + t)."""
    h, slopes = [x], []
    for w, b in zip(weights[:-1], biases[:-1]):
        h.append(np.tanh(h[-1] @ w.T + b))
        slopes.append(1 - h[-1] ** 2)
    outputs, samples = weights[-1].shape[0], x.shape[0]
    delta = (weights[-1][:, None, :] * slopes[-1][None, :, :]).reshape(outputs * samples, -1)
    deltas = [delta]
    for w, slope in zip(reversed(weights[1:-1]), reversed(slopes[:-1])):
        delta = delta @ w
        delta.reshape(outputs, samples, -1)[...] *= slope
        deltas.insert(0, delta)
    return h, deltas


def tiles(weights, biases, x):
    """Yields (row, column, tile) of K on and below the diagonal, one pair of outputs at a time."""
    h, deltas = signals(weights, biases, x)
    samples, outputs = x.shape[0], weights[-1].shape[0]
    grams = [a @ a.T + 1 for a in h]
    for i in range(outputs):
        for j in range(i + 1):
            tile = grams[-1].copy() if i == j else np.zeros_like(grams[-1])
            for delta, gram in zip(deltas, grams):
                product = delta[i * samples : (i + 1) * samples] @ delta[j * samples : (j + 1) * samples].T
                product *= gram
                tile += product
            tile /= samples
            yield i * samples, j * samples, tile


def moments(weights, biases, x):
    trace = square = 0.0
    for row, column, tile in tiles(weights, biases, x):
        norm = float(np.einsum("ij,ij->", tile, tile, dtype=np.float64))
        square += norm if row == column else 2 * norm
        trace += float(np.trace(tile, dtype=np.float64)) if row == column else 0.0
    return {"trace": trace, "squaredNorm": square}


def dual_matrix(weights, biases, x):
    n = weights[-1].shape[0] * x.shape[0]
    k = np.empty((n, n), x.dtype)
    for row, column, tile in tiles(weights, biases, x):
        k[row : row + tile.shape[0], column : column + tile.shape[1]] = tile
        if row != column:
            k[column : column + tile.shape[1], row : row + tile.shape[0]] = tile.T
    return k


def largest(problem):
    from scipy.sparse.linalg import eigsh

    k = dual_matrix(*problem)
    values = eigsh(k, 10, tol=1e-6, v0=np.ones(k.shape[0], k.dtype), return_eigenvectors=False)
    return common.by_rank(values)


def density(problem, probes, steps):
    """Lanczos with full orthogonalisation, all probes in step so that they share each pass over K; float64 vectors."""
    k = dual_matrix(*problem)
    n = k.shape[0]
    rng = np.random.default_rng(1)
    v = rng.standard_normal((n, probes))
    v /= np.linalg.norm(v, axis=0)
    basis = np.zeros((probes, steps, n))
    alpha, beta = np.zeros((probes, steps)), np.zeros((probes, steps))
    for j in range(steps):
        w = np.asarray(k @ v.astype(k.dtype), np.float64)
        for p in range(probes):
            basis[p, j] = v[:, p]
            alpha[p, j] = v[:, p] @ w[:, p]
            for _ in range(2):
                w[:, p] -= basis[p, : j + 1].T @ (basis[p, : j + 1] @ w[:, p])
        beta[:, j] = np.linalg.norm(w, axis=0)
        v = w / beta[:, j]
    means = []
    for p in range(probes):
        t = np.diag(alpha[p]) + np.diag(beta[p, :-1], 1) + np.diag(beta[p, :-1], -1)
        nodes, vectors = np.linalg.eigh(t)
        means.append(n * float(vectors[0] ** 2 @ nodes))
    return {"trace": float(np.mean(means)), "traceStandardError": float(np.std(means, ddof=1) / np.sqrt(probes))}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("out")
    parser.add_argument("--precision", choices=["double", "single"], default="double")
    parser.add_argument("--jobs", default="J1,J2,J3,J4")
    parser.add_argument("--probes", type=int, default=10)
    parser.add_argument("--steps", type=int, default=80)
    options = parser.parse_args()
    dtype = np.float64 if options.precision == "double" else np.float32
    jobs = options.jobs.split(",")
    report = common.Report("numpy by hand", gemm_rate(dtype))
    j2 = [np.asarray(a) if not isinstance(a, list) else a for a in common.read(options.folder / "j2.npz", dtype)]
    if "J4" in jobs:
        report.measure("J4", "tr F and tr F²", lambda: moments(*j2), 1.0, least=2)
    if "J2" in jobs:
        report.measure("J2", "dual matrix, then ARPACK, tolerance 1e-6", lambda: largest(j2), least=2)
    if "J3" in jobs:
        report.measure("J3", "dual matrix, then Lanczos", lambda: density(j2, options.probes, options.steps), least=2)
    if "J1" in jobs:
        j1 = common.read(options.folder / "j1.npz", dtype)
        built = []
        report.measure("J1", "dual matrix", lambda: built.append(dual_matrix(*j1)) or {"trace": float(np.trace(built[0]))})
        k = built.pop()
        report.measure("J1", "eigenvalues (LAPACK syevd)", lambda: common.by_rank(np.linalg.eigvalsh(k)))
    report.write(options.out, precision=options.precision, versions={"numpy": np.__version__})


if __name__ == "__main__":
    main()
