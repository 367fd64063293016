"""Writes weight files in the shapes that people use, and what an explicit Jacobian says of each network.

    python3 make_weight_files.py weight-files

numpy only. Each network is small; its Jacobian is written out with the chain rule, over the arrays that exist.
"""

import io
import json
import pickle
import sys
import zipfile
from pathlib import Path

import numpy as np

OUT = Path(sys.argv[1])
RNG = np.random.default_rng(2024)
X = np.round(RNG.standard_normal((20, 5)), 3)
ACT = {
    "tanh": (np.tanh, lambda u: 1 - np.tanh(u) ** 2),
    "relu": (lambda u: np.maximum(u, 0), lambda u: (u > 0).astype(float)),
    "identity": (lambda u: u, lambda u: np.ones_like(u)),
    "sigmoid": (lambda u: 1 / (1 + np.exp(-u)), lambda u: np.exp(-u) / (1 + np.exp(-u)) ** 2),
}
CASES = []


def network(*widths, bias=True, dtype=np.float64):
    """Layers (W fan-out x fan-in, b or None), rounded to what the file will hold."""
    layers = []
    for l, (m, n) in enumerate(zip(widths, widths[1:])):
        w = (RNG.standard_normal((n, m)) / np.sqrt(m)).astype(dtype).astype(float)
        has = bias if isinstance(bias, bool) else bias[l]
        layers.append((w, (RNG.standard_normal(n) / 2).astype(dtype).astype(float) if has else None))
    return layers


def jacobian(layers, acts, x):
    h, cache = x, []
    for (w, b), a in zip(layers, acts):
        u = w @ h + (0 if b is None else b)
        cache.append((h, ACT[a][1](u)))
        h = ACT[a][0](u)
    rows = []
    for k in range(len(h)):
        delta = np.eye(len(h))[k]
        parts = []
        for (w, b), (before, slope) in zip(reversed(layers), reversed(cache)):
            delta = delta * slope
            parts.insert(0, np.concatenate([np.outer(delta, before).ravel(), [] if b is None else delta]))
            delta = w.T @ delta
        rows.append(np.concatenate(parts))
    return np.array(rows)


def case(name, layers, content, activation=None, acts=None, orientation=None, data_inputs=0, read=None, source=None):
    """Writes one file; activation is what the reader must be told (None: the file says it)."""
    acts = acts or [activation] * (len(layers) - 1) + ["identity"]
    x = X[:, : layers[0][0].shape[1]]
    j = np.concatenate([jacobian(layers, acts, row) for row in x])
    gram = j @ j.T / len(x)
    path = OUT / name
    if name.endswith(".npy"):
        np.save(path, content, allow_pickle=True) if not isinstance(content, bytes) else path.write_bytes(content)
    elif isinstance(content, list):
        np.savez(path, *content)
    elif isinstance(content, dict):
        np.savez(path, **{k: v for k, v in content.items()})
    CASES.append(
        dict(
            file=name,
            activation=activation or "",
            orientation=orientation or "",
            dataInputs=data_inputs,
            widths=[layers[0][0].shape[1]] + [w.shape[0] for w, _ in layers],
            parameters=j.shape[1],
            trace=float(np.trace(gram)),
            largest=float(np.linalg.eigvalsh(gram)[-1]),
            readAs=read or "fan-out-fan-in",
            decidedBy=source or "SHAPES",
        )
    )


def objects(items):
    array = np.empty(len(items), dtype=object)
    for i, item in enumerate(items):
        array[i] = item
    return array


def object_file(value, protocol):
    """The bytes of a .npy file with pickled objects of that protocol."""
    plain = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        plain, dict(descr="|O", fortran_order=False, shape=value.shape))
    return plain.getvalue() + pickle.dumps(value, protocol=protocol)


def named(layers, w, b, turn=False, first=1, column=None, dtype=None):
    content = {}
    for l, (weights, bias) in enumerate(layers, first):
        content[w.format(l)] = (weights.T if turn else weights).astype(dtype or float)
        if bias is not None:
            bias = bias.astype(dtype or float)
            content[b.format(l)] = {None: bias, "column": bias[:, None], "row": bias[None, :]}[column]
    return content


OI, IO = "fan-out-fan-in", "fan-in-fan-out"
n = network(5, 7, 6, 3)
case("documented.npz", n, named(n, "W{}", "b{}"), "tanh")
n = network(5, 7, 6, 3, dtype=np.float32)
case("fan_in_first.npz", n, named(n, "W{}", "b{}", turn=True, dtype=np.float32), "tanh", read=IO)
n = network(5, 7, 6, 3)
case("lower_case_columns.npz", n, named(n, "w{}", "b{}", column="column"), "tanh")
case("capital_biases.npz", n, named(n, "W{}", "B{}"), "relu")
case("words.npz", n, named(n, "weights{}", "bias{}", turn=True, column="row"), "sigmoid", read=IO)
case("from_zero.npz", n, named(n, "W{}", "b{}", turn=True, first=0), "tanh", read=IO)
case("underscores.npz", n, named(n, "W_{}", "b_{}"), "tanh")
case("layer_dot.npz", n, named(n, "layer{}.weight", "layer{}.bias"), "tanh")
case("dense_zero.npz", n, named(n, "dense{}_weight", "dense{}_bias", first=0), "relu")
c = named(n, "fc{}.weight", "fc{}.bias")
c = {k.replace("fc3", "out"): v for k, v in sorted(c.items(), reverse=True)}
case("torch_modules.npz", n, c, "relu")
n = network(5, 5, 5, 5, dtype=np.float16)
c = named(n, "net.{}.weight", "net.{}.bias", first=0, dtype=np.float16)
c = {k.replace("net.2", "net.4").replace("net.1", "net.2"): v for k, v in c.items()}
case("torch_sequential_half.npz", n, c, "relu", source="NAMES")
case("torch_gaps.npz", n, {k[4:]: v for k, v in c.items()}, "tanh", source="NAMES")
n = network(5, 5, 5)
c = {}
for l, (w, b) in enumerate(n):
    scope = "dense" if l == 0 else f"dense_{l}"
    c[scope + "/kernel:0"], c[scope + "/bias:0"] = w.T, b
path = OUT / "keras_scopes.npz"
case("keras_scopes.npz", n, None, "relu", read=IO, source="NAMES")
with zipfile.ZipFile(path, "w") as z:
    for k, v in c.items():
        z.writestr(k + ".npy", (lambda s: (np.save(s, v), s.getvalue())[1])(io.BytesIO()))
n = network(5, 6, 3)
flat = [a for w, b in n for a in (w.T, b)]
case("positional.npz", n, flat, "tanh", read=IO)
case("positional_rows.npz", n, [a if a.ndim == 2 else a[None] for a in flat], "tanh", read=IO)
case("positional_halves.npz", n, flat[::2] + flat[1::2], "tanh", read=IO)
bare = [(w, None) for w, _ in n]
case("positional_weights.npz", bare, [w for w, _ in bare], "tanh")
path = OUT / "flax.npz"
case("flax.npz", n, None, "relu", read=IO)
with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
    for l, (w, b) in enumerate(n):
        for k, v in ((f"params/Dense_{l}/bias", b), (f"params/Dense_{l}/kernel", w.T)):
            z.writestr(k + ".npy", (lambda s: (np.save(s, v), s.getvalue())[1])(io.BytesIO()))
n = network(5, 5, 5)
case("scikit_learn.npz", n, named(n, "coefs_{}", "intercepts_{}", turn=True, first=0), "relu", read=IO, source="NAMES")
n = network(5, 7, 3)
case("theta_with_bias_column.npz", n, {f"Theta{l}": np.c_[b, w] for l, (w, b) in enumerate(n, 1)}, "sigmoid")
case("lists.npz", n, dict(weights=objects([w for w, _ in n]), biases=objects([b[:, None] for _, b in n])), "sigmoid")
case("list.npy", n, objects([a for w, b in n for a in (w.T, b)]), "relu", read=IO)
case("list_protocol_2.npy", n, object_file(objects([a for w, b in n for a in (w, b)]), 2), "relu")
case("list_protocol_5.npy", n, object_file(objects([np.asfortranarray(a) for w, b in n for a in (w, b)]), 5), "relu")
case("pairs.npy", n, objects([[w, b] for w, b in n]), "tanh")
case("dictionary.npy", n, np.array(named(n, "W{}", "b{}", turn=True, dtype=np.float64)), "tanh", read=IO)
n = network(5, 5, 5, 5)
case("stacks.npz", n, dict(weights=np.array([w.T for w, _ in n]), biases=np.array([b for _, b in n])), "tanh",
     orientation=IO, read=IO, source="GIVEN")
n = network(5, 7, 3)
case("input_hidden_output.npz", n, dict(w_i_h=n[0][0], w_h_o=n[1][0], b_i_h=n[0][1][:, None], b_h_o=n[1][1][:, None]), "sigmoid")
case("destinations.npz", n, dict(weights_hidden_output=n[1][0].T, bias_output=n[1][1][None], weights_input_hidden=n[0][0].T,
     bias_hidden=n[0][1][None]), "relu", read=IO)
bare = [(w, None) for w, _ in n]
case("wih_who.npz", bare, dict(who=bare[1][0], wih=bare[0][0]), "sigmoid")
n = network(5, 7, 6, 3)
c = dict(zip(("output_w", "output_b", "first_w", "first_b", "sec_w", "sec_b"), [*n[2], *n[0], *n[1]]))
case("ordinals.npz", n, c, "relu")
case("big_endian_fortran.npz", n, {k: np.asfortranarray(v).astype(">f8") for k, v in named(n, "W{}", "b{}").items()}, "tanh")
deep = network(*[5 + l % 3 for l in range(13)])
c = named(deep, "layer_{}/w", "layer_{}/b", turn=True)
path = OUT / "twelve_layers.npz"
case("twelve_layers.npz", deep, None, "tanh", read=IO)
with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
    for k in sorted(c):
        z.writestr(k + ".npy", (lambda s: (np.save(s, c[k]), s.getvalue())[1])(io.BytesIO()))
n = network(5, 7, 6, 3, bias=False)
case("no_biases.npz", n, named(n, "W{}", "b{}"), "tanh")
n = network(5, 7, 6, 3, bias=[True, False, True])
case("some_biases.npz", n, named(n, "W{}", "b{}"), "tanh")
n = [(np.round(w * 8), np.round(b * 8)) for w, b in network(5, 7, 3)]
case("integers.npz", n, {**named(n, "W{}", "b{}", dtype=np.int8), "activation": "relu"}, acts=["relu", "identity"])
n = network(5, 7, 6, 3)
case("activation_per_layer.npz", n, {**named(n, "W{}", "b{}"), "activation": np.array(["tanh", "relu", "sigmoid"])},
     acts=["tanh", "relu", "sigmoid"])
case("activation_bytes.npz", n, {**named(n, "W{}", "b{}"), "activation": np.array(b"ReLU")},
     acts=["relu", "relu", "identity"])
n = network(5, 3)
case("one_matrix.npy", [(n[0][0], None)], n[0][0].T, data_inputs=5, acts=["identity"], read=IO, source="DATA")
n = network(5, 7, 1)
case("vector_output.npz", n, dict(W1=n[0][0].T, b1=n[0][1], w2=n[1][0][0], b2=n[1][1][0]), "tanh", read=IO)
n = network(5, 6, 3)
n = [tuple((a.astype(np.float32).view(np.uint32) & 0xFFFF0000).view(np.float32).astype(float) for a in layer) for layer in n]
c = {k: (v.astype(np.float32).view(np.uint32) >> 16).astype(np.uint16).view("V2") for k, v in named(n, "fc{}.weight", "fc{}.bias").items()}
case("brain_float.npz", n, c, "relu")

np.save(OUT / "x.npy", X)
(OUT / "cases.json").write_text(json.dumps(dict(files=CASES), indent=1) + "\n")
print(len(CASES), "files")
