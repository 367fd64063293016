#!/usr/bin/env python3
"""A damped natural-gradient step on the dual side, with torch and numpy. usage: peer_natural_gradient.py JOB.npz [--tape]

Squared error against zero, rate 1e-3, damping 1e-2: the step of 'fisher bench --jobs natural-gradient'. Prints seconds, and
the losses before and after.

Without --tape the dual matrix is written by hand: sensitivities by torch's backward passes, one per class, then
K = sum_l (H H^T + 1) * (D D^T) by numpy, and torch's Cholesky solver. With --tape rows of the Jacobian come from
autograd, a block of samples at a time, since all rows do not fit in memory: one pair of blocks is timed and scaled to all of
them, the solver is left out, and the loss is that before the step only.
"""
import sys
import time

import numpy as np
import torch

import common

RATE, DAMPING, BLOCK = 1e-3, 1e-2, 10


def by_hand(weights, biases, x):
    parameters = [torch.from_numpy(a) for a in weights + biases]
    depth, samples, outputs = len(weights), x.shape[0], weights[-1].shape[0]
    w, b = parameters[:depth], parameters[depth:]

    def forward(record):
        h, signals, inputs = torch.from_numpy(x), [], []
        for l in range(depth):
            inputs.append(h)
            u = h @ w[l].T + b[l]
            if record:
                u.requires_grad_() if u.is_leaf else u.retain_grad()
            signals.append(u)
            h = torch.tanh(u) if l + 1 < depth else u
        return h, signals, inputs

    for p in parameters:
        p.requires_grad_(False)
    f, signals, inputs = forward(True)
    before = 0.5 * float((f.detach() ** 2).sum()) / samples
    n = samples * outputs
    deltas = [np.empty((outputs, samples, u.shape[1])) for u in signals]
    for k in range(outputs):
        for l, d in enumerate(torch.autograd.grad(f[:, k].sum(), signals, retain_graph=True)):
            deltas[l][k] = d.numpy()
    gram = np.zeros((n, n))
    for d, h in zip(deltas, inputs):
        flat = d.reshape(n, -1)
        hidden = h.detach().numpy()
        part = (flat @ flat.T).reshape(outputs, samples, outputs, samples)
        part *= (hidden @ hidden.T + 1)[None, :, None, :]
        gram += part.reshape(n, n)
    gram /= samples
    residual = f.detach().numpy().T.reshape(n) / np.sqrt(samples)
    k = torch.from_numpy(gram)
    k.diagonal().add_(DAMPING)
    solved = torch.cholesky_solve(torch.from_numpy(residual)[:, None], torch.linalg.cholesky(k)).numpy().reshape(outputs, samples)
    with torch.no_grad():
        for l in range(depth):
            mixed = np.einsum("ct,ctm->tm", solved, deltas[l]) / np.sqrt(samples)
            w[l] -= RATE * torch.from_numpy(mixed.T @ inputs[l].detach().numpy())
            b[l] -= RATE * torch.from_numpy(mixed.sum(0))
        f, _, _ = forward(False)
    return before, 0.5 * float((f**2).sum()) / samples


def by_tape(weights, biases, x):
    depth, samples = len(weights), x.shape[0]
    parameters = [torch.from_numpy(a).requires_grad_() for a in weights + biases]

    def network(h):
        for l in range(depth):
            h = torch.nn.functional.linear(h, parameters[l], parameters[depth + l])
            h = torch.tanh(h) if l + 1 < depth else h
        return h

    def rows(block):
        f = network(block)
        return torch.stack(
            [torch.cat([g.reshape(-1) for g in torch.autograd.grad(y, parameters, retain_graph=True)]) for y in f.reshape(-1)]
        )

    blocks = -(-samples // BLOCK)
    data = torch.from_numpy(x)

    def pair():
        return rows(data[:BLOCK]) @ rows(data[BLOCK : 2 * BLOCK]).T

    pair()
    start = time.perf_counter()
    pair()
    each = time.perf_counter() - start
    with torch.no_grad():
        return each * blocks * (blocks + 1) / 2, 0.5 * float((network(data) ** 2).sum()) / samples


weights, biases, x = common.read(sys.argv[1], np.float64)
if "--tape" in sys.argv:
    seconds, before = by_tape(weights, biases, x)
    print(f"{seconds:.3f} {before:.15g}")
else:
    best = np.inf
    for _ in range(2):
        start = time.perf_counter()
        before, after = by_hand([w.copy() for w in weights], [b.copy() for b in biases], x)
        best = min(best, time.perf_counter() - start)
    print(f"{best:.3f} {before:.15g} {after:.15g}")
