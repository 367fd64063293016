#!/usr/bin/env python3
"""Measures what gpu-bench measures with torch on the same GPU: large products, the dual matrix of order 30 000 and its
eigenvalues by hand, and a product F v by forward and backward differentiation with 10^8 parameters.

usage: torch_rates.py OUT.json [--quick]

Ends with 3, and writes nothing, where torch or a GPU is missing (--quick takes the processor then).
"""
import json
import sys
import time


def timed(torch, device, work, rounds=3):
    """Returns the shortest time of some runs, each waited for, and the last result."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        result = work()
        if device == "cuda":
            torch.cuda.synchronize()
        best = min(best, time.perf_counter() - start)
    return best, result


def network(torch, widths, samples, dtype, device):
    """Returns weights N(0, 3/fan_in), biases N(0, 0.64) and standard normal inputs; other numbers than Fisherscope's."""
    generator = torch.Generator().manual_seed(1)

    def normal(*shape):
        return torch.randn(*shape, generator=generator, dtype=dtype)

    weights = [(normal(m, n) * (3.0 / n) ** 0.5).to(device) for n, m in zip(widths, widths[1:])]
    biases = [(normal(m) * 0.8).to(device) for m in widths[1:]]
    return weights, biases, normal(samples, widths[0]).to(device)


def dual(torch, weights, biases, x):
    """Returns K = (1/T) sum_l (D_l D_l^T) o (H H^T + 1), rows ordered by output and then sample."""
    activations, slopes, h = [x], [], x
    for w, b in zip(weights[:-1], biases[:-1]):
        h = torch.tanh(h @ w.T + b)
        activations.append(h)
        slopes.append(1 - h * h)
    samples, outputs = x.shape[0], weights[-1].shape[0]
    grams = [a @ a.T + 1 for a in activations]
    k = torch.zeros(outputs, samples, outputs, samples, dtype=x.dtype, device=x.device)
    for c in range(outputs):
        k[c, :, c, :] += grams[-1] / samples
    delta = (weights[-1][:, None, :] * slopes[-1][None, :, :]).reshape(outputs * samples, -1)
    for l in range(len(weights) - 2, -1, -1):
        k += (delta @ delta.T).view(outputs, samples, outputs, samples) * grams[l][None, :, None, :] / samples
        if l > 0:
            delta = (delta @ weights[l]) * slopes[l - 1].repeat(outputs, 1)
    return k.view(outputs * samples, outputs * samples)


def product(torch, weights, biases, x):
    """Returns a function that computes F v once, by one forward-mode and one reverse-mode pass."""
    try:
        from torch.func import jvp, vjp
    except ImportError:  # before torch 2
        from functorch import jvp, vjp
    parameters = tuple(weights) + tuple(biases)
    depth = len(weights)
    v = tuple(torch.sin(torch.arange(p.numel(), dtype=p.dtype, device=p.device)).view_as(p) for p in parameters)

    def outputs(*p):
        h = x
        for l in range(depth):
            h = h @ p[l].T + p[depth + l]
            h = torch.tanh(h) if l + 1 < depth else h
        return h

    def apply():
        image = jvp(outputs, parameters, v)[1]
        back = vjp(outputs, *parameters)[1]
        return back(image / x.shape[0])[0].sum()

    return apply


def main():
    quick = "--quick" in sys.argv
    try:
        import torch
    except ImportError as missing:
        print(f"torch_rates: {missing}", file=sys.stderr)
        return 3
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cpu" and not quick:
        print("torch_rates: torch sees no GPU", file=sys.stderr)
        return 3
    rows = []

    def add(dtype, job, seconds, value=None):
        row = {"precision": str(dtype).replace("torch.", ""), "job": job, "seconds": seconds}
        rows.append(row if value is None else row | {"value": float(value)})
        print(f"torch {row['precision']}: {job}: {seconds:.4f} s", flush=True)

    for dtype in (torch.float64, torch.float32):
        try:
            for order in (256, 512) if quick else (4096, 8192, 16384):
                a, b = (torch.rand(order, order, dtype=dtype, device=device) * 2 - 1 for _ in range(2))
                add(dtype, f"matrix product of order {order}", timed(torch, device, lambda: a @ b, 5)[0])
            width, samples = (100, 30) if quick else (1000, 3000)
            parts = network(torch, [width, width, width, 10], samples, dtype, device)
            seconds, k = timed(torch, device, lambda: dual(torch, *parts), 1)
            add(dtype, f"dual matrix of order {10 * samples}", seconds, k.trace())
            seconds, values = timed(torch, device, lambda: torch.linalg.eigvalsh(k), 1)
            add(dtype, "all its eigenvalues", seconds, values.sum())
            del k, values
            width, samples = (100, 30) if quick else (7100, 1000)
            parts = network(torch, [width, width, width, 10], samples, dtype, device)
            add(dtype, "F v", *timed(torch, device, product(torch, *parts)))
        except (ImportError, RuntimeError) as failure:  # out of memory is one
            print(f"torch_rates: {failure}", file=sys.stderr)
    name = torch.cuda.get_device_name() if device == "cuda" else "cpu"
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        json.dump({"torch": torch.__version__, "device": name, "rows": rows}, out, indent=1)
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    sys.exit(main())
