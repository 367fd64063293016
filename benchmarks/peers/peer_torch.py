#!/usr/bin/env python3
"""What automatic differentiation does: products F v through a tape (torch), Lanczos on vectors of length P, and the same
jobs by curvlinops where it is installed. Says so and ends well where torch is not.

usage: peer_torch.py FOLDER OUT.json --precision double|single [--jobs J2,J3] [--probes N] [--steps N] [--products N]
"""
import argparse
import importlib
import pathlib

import numpy as np

import common


def gemm_rate(torch, dtype, order=1000):
    a = torch.full((order, order), 1.25, dtype=dtype)
    c = torch.empty_like(a)
    return lambda: 2e-9 * order**3 / common.best(lambda: torch.mm(a, a, out=c), 0.25)[0]


def model_of(torch, weights, biases):
    layers = []
    for l, (w, b) in enumerate(zip(weights, biases)):
        linear = torch.nn.Linear(w.shape[1], w.shape[0], dtype=torch.from_numpy(w).dtype)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(w))
            linear.bias.copy_(torch.from_numpy(b))
        layers += [linear] + ([torch.nn.Tanh()] if l + 1 < len(weights) else [])
    return torch.nn.Sequential(*layers)


class Tape:
    """F v = (1/T) J^T J v with J v by two backward passes: how curvature packages do it; the graph is kept."""

    def __init__(self, torch, model, x):
        self.torch = torch
        self.parameters = list(model.parameters())
        self.samples = x.shape[0]
        self.outputs = model(x)
        self.probe = torch.zeros_like(self.outputs, requires_grad=True)
        self.gradient = torch.autograd.grad(self.outputs, self.parameters, self.probe, create_graph=True)

    def __call__(self, v):
        torch = self.torch
        parts = [p.view_as(q) for p, q in zip(v.split([q.numel() for q in self.parameters]), self.parameters)]
        jv = torch.autograd.grad(self.gradient, self.probe, parts, retain_graph=True)[0]
        back = torch.autograd.grad(self.outputs, self.parameters, jv / self.samples, retain_graph=True)
        return torch.cat([g.reshape(-1) for g in back])

    def order(self):
        return sum(p.numel() for p in self.parameters)


def lanczos_density(torch, apply, order, dtype, steps, seed):
    """One probe with full orthogonalisation; returns P times the first moment of its Gauss rule, as a check."""
    generator = torch.Generator().manual_seed(seed)
    v = torch.randn(order, dtype=dtype, generator=generator)
    v /= v.norm()
    basis = torch.empty(steps, order, dtype=dtype)
    alpha, beta = np.zeros(steps), np.zeros(steps)
    for j in range(steps):
        basis[j] = v
        w = apply(v)
        alpha[j] = float(v @ w)
        w -= basis[: j + 1].T @ (basis[: j + 1] @ w)
        beta[j] = float(w.norm())
        v = w / beta[j]
    return order * alpha[0]


def largest(torch, operator, order, dtype):
    from scipy.sparse.linalg import LinearOperator, eigsh

    count = [0]

    def matvec(v):
        count[0] += 1
        return operator(torch.from_numpy(np.ascontiguousarray(v.reshape(-1)))).numpy()

    wrapped = LinearOperator((order, order), matvec=matvec, dtype=dtype)
    start = np.random.default_rng(1).standard_normal(order).astype(dtype)
    values = eigsh(wrapped, 10, tol=1e-3, v0=start, return_eigenvectors=False)
    return {**common.by_rank(values), "products": count[0]}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("out")
    parser.add_argument("--precision", choices=["double", "single"], default="double")
    parser.add_argument("--jobs", default="J2,J3")
    parser.add_argument("--probes", type=int, default=1, help="probes of J3 that are timed; their time is proportional")
    parser.add_argument("--steps", type=int, default=80)
    options = parser.parse_args()
    try:
        torch = importlib.import_module("torch")
    except ImportError as missing:
        report = common.Report("torch", lambda: float("nan"))
        report.refuse(f"not compared: {missing}")
        report.write(options.out, precision=options.precision)
        return
    dtype = np.float64 if options.precision == "double" else np.float32
    kind = torch.float64 if options.precision == "double" else torch.float32
    report = common.Report("torch by tape", gemm_rate(torch, kind))
    weights, biases, x = common.read(options.folder / "j2.npz", dtype)
    model, inputs = model_of(torch, weights, biases), torch.from_numpy(x)
    tape = Tape(torch, model, inputs)
    order = tape.order()
    v = torch.from_numpy(np.random.default_rng(2).standard_normal(order).astype(dtype))
    operators = {"torch by tape": tape}
    try:
        curvlinops = importlib.import_module("curvlinops")
        loss = torch.nn.MSELoss(reduction="mean")
        scale = weights[-1].shape[0] / 2.0  # its mean is over outputs too and its loss lacks the one half
        ggn = curvlinops.GGNLinearOperator(
            model, loss, list(model.parameters()), [(inputs, torch.zeros(len(x), weights[-1].shape[0], dtype=kind))]
        )
        operators["curvlinops"] = lambda u: scale * (ggn @ u)
    except ImportError as missing:
        report.refuse(f"not compared: {missing}")
    for name, operator in operators.items():
        report.measure("product", "F v", lambda: {"norm": float(operator(v).norm())}, 2.0, who=name)
        if "J2" in options.jobs:
            report.measure(
                "J2", "ten largest, ARPACK at 1e-3", lambda: largest(torch, operator, order, dtype), who=name)
        if "J3" in options.jobs:
            report.measure(
                "J3",
                f"10 probes, scaled from {options.probes}",
                lambda: {
                    "traceFirstProbe": [
                        lanczos_density(torch, operator, order, kind, options.steps, p) for p in range(options.probes)
                    ][0]
                },
                who=name,
                repeat=10 / options.probes,
            )
    report.write(options.out, precision=options.precision, versions={"torch": torch.__version__}, threads=torch.get_num_threads())


if __name__ == "__main__":
    main()
