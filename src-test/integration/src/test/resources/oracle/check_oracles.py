#!/usr/bin/env python3
"""Recomputes the exact oracle numbers of this folder from explicit Jacobians (needs numpy).

usage: check_oracles.py

It shares nothing with the programs that made the numbers, nor with Fisherscope: every row of the Jacobian
is written out sample by sample from the chain rule, F is formed as a dense P x P matrix, and LAPACK gives
its eigenvalues. Exits with 1 and names the number when one differs.
"""
import json
import os
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
ACTIVATIONS = {
    "tanh": (np.tanh, lambda u: 1 / np.cosh(u) ** 2),
    "linear": (lambda u: u, np.ones_like),
}
failures = []


def compare(name, got, expected, tolerance):
    got, expected = np.asarray(got, float), np.asarray(expected, float)
    scale = max(np.abs(expected).max(), 1e-300)
    error = np.abs(got - expected).max() / scale if got.shape == expected.shape else np.inf
    print(f"{name:45s} {error:.1e}")
    if not error <= tolerance:
        failures.append(name)


def jacobian(weights, biases, activation, inputs):
    """J[t, k, :] = d f_k(x_t) / d theta, theta layer by layer: W row-major, then b. Also f[t, k]."""
    phi, slope = ACTIVATIONS[activation]
    rows, outputs = [], []
    for x in inputs:
        h, u = [np.asarray(x)], []
        for l, (w, b) in enumerate(zip(weights, biases)):
            u.append(w @ h[-1] + b)
            h.append(phi(u[-1]) if l < len(weights) - 1 else u[-1])
        delta, parts = np.eye(len(biases[-1])), []
        for l in reversed(range(len(weights))):
            parts.insert(0, np.hstack([np.einsum("ki,j->kij", delta, h[l]).reshape(len(delta), -1), delta]))
            if l > 0:
                delta = (delta @ weights[l]) * slope(u[l - 1])
        rows.append(np.hstack(parts))
        outputs.append(u[-1])
    return np.array(rows), np.array(outputs)


def fisher(jac, outputs, likelihood):
    total = np.zeros((jac.shape[2],) * 2)
    for j, f in zip(jac, outputs):
        p = np.exp(f - f.max()) / np.exp(f - f.max()).sum()
        q = np.eye(len(f)) if likelihood == "gaussian" else np.diag(p) - np.outer(p, p)
        total += j.T @ q @ j
    return total / len(jac)


def top(matrix, count):
    return np.linalg.eigvalsh(matrix)[::-1][:count]


def layer_slices(widths):
    start = 0
    for fan_in, fan_out in zip(widths, widths[1:]):
        yield slice(start, start + fan_out * (fan_in + 1))
        start += fan_out * (fan_in + 1)


def golden_networks():
    with open(os.path.join(HERE, "golden_networks.json")) as f:
        cases = json.load(f)["golden_networks"]
    for case in cases:
        name = "golden " + case["act"] + " "
        weights, biases = [np.array(w) for w in case["W"]], [np.array(b) for b in case["b"]]
        jac, out = jacobian(weights, biases, case["act"], case["X"])
        theta = np.concatenate([np.concatenate([w.ravel(), b]) for w, b in zip(weights, biases)])
        compare(name + "outputs", out, case["f"], 1e-12)
        by_output = np.swapaxes(jac, 0, 1).reshape(-1, jac.shape[2])  # row k*T + t
        compare(name + "gram", by_output @ by_output.T, case["gram"], 1e-12)
        for key, likelihood in (("eig_F", "gaussian"), ("eig_F_softmax", "categorical")):
            compare(name + key, top(fisher(jac, out, likelihood), len(case[key])), np.sort(case[key])[::-1], 1e-12)
        f = fisher(jac, out, "gaussian")
        compare(name + "mean", np.trace(f) / len(f), case["mean"], 1e-12)
        compare(name + "second moment", (f**2).sum() / len(f), case["second"], 1e-12)
        compare(name + "Fisher-Rao", theta @ f @ theta, case["fisher_rao"], 1e-12)


def network_files():
    folder = os.path.join(HERE, "networks")
    for file in sorted(os.listdir(folder)):
        if not file.endswith(".npz"):
            continue
        net = np.load(os.path.join(folder, file))
        with open(os.path.join(folder, file[:-4] + ".oracle.json")) as f:
            oracle = json.load(f)
        depth = sum(key.startswith("W") for key in net.files)
        weights = [net[f"W{l}"] for l in range(1, depth + 1)]
        biases = [net[f"b{l}"] for l in range(1, depth + 1)]
        widths = [weights[0].shape[1]] + [len(b) for b in biases]
        jac, out = jacobian(weights, biases, oracle["activation"], net["x"])
        theta = np.concatenate([np.concatenate([w.ravel(), b]) for w, b in zip(weights, biases)])
        for likelihood in ("gaussian", "categorical"):
            expected, f = oracle[likelihood], fisher(jac, out, likelihood)
            name = file[:-4] + " " + likelihood + " "
            compare(name + "eigenvalues", top(f, len(expected["eigenvalues"])), expected["eigenvalues"], 1e-9)
            compare(name + "trace", np.trace(f), expected["trace"], 1e-12)
            compare(name + "frobenius2", (f**2).sum(), expected["frobenius2"], 1e-12)
            compare(name + "Fisher-Rao", theta @ f @ theta, expected["fisher_rao"], 1e-12)
            compare(name + "diagonal", (np.diag(f) ** 2).sum(), expected["diagonal_sum_sq"], 1e-12)
            for block, layer in zip(layer_slices(widths), expected["layers"]):
                compare(f"{name}layer {layer['layer']}", top(f[block, block], len(layer["top"])), layer["top"], 1e-9)


golden_networks()
network_files()
sys.exit("differs: " + ", ".join(failures) if failures else 0)
