#!/usr/bin/env python3
"""Writes the networks and inputs of the comparison, j1.npz and j2.npz (needs numpy).

usage: make_jobs.py FOLDER [--quick]

Weights N(0, 3/fan_in), biases N(0, 0.64), standard normal inputs, all from numpy's default_rng(0); per layer first W,
then b, and the inputs last (another order is another network). Arrays W1, b1, ..., WL, bL (W: fan-out x fan-in) and x
(T x M0), float64. The order of the draws differs from that of the oracle's make_network.py.

  j1  100-100-100-10,            T = 1000: all eigenvalues (J1)
  j2  1000-1000-1000-1000-10,    T = 1000: ten largest (J2), density (J3), moments (J4)

--quick writes smaller ones of the same names, for which no reference values exist.
"""
import argparse
import pathlib

import numpy as np

SIZES = {"j1": ([100, 100, 100, 10], 1000), "j2": ([1000, 1000, 1000, 1000, 10], 1000)}
QUICK = {"j1": ([60, 60, 60, 10], 100), "j2": ([300, 300, 300, 10], 300)}


def job(widths, samples):
    rng = np.random.default_rng(0)
    arrays = {}
    for l in range(1, len(widths)):
        arrays[f"W{l}"] = rng.standard_normal((widths[l], widths[l - 1])) * np.sqrt(3.0 / widths[l - 1])
        arrays[f"b{l}"] = rng.standard_normal(widths[l]) * np.sqrt(0.64)
    arrays["x"] = rng.standard_normal((samples, widths[0]))
    return arrays


def main():
    parser = argparse.ArgumentParser(description="Writes j1.npz and j2.npz.")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, (widths, samples) in (QUICK if options.quick else SIZES).items():
        np.savez(options.folder / f"{name}.npz", **job(widths, samples))
        print(options.folder / f"{name}.npz", "widths", widths, "T", samples)


if __name__ == "__main__":
    main()
