"""Writes models in the structure that Keras documents for .h5 and .keras files, with made-up numbers, and their outputs by plain
numpy loops in channels-last order. Keras itself is not needed: h5py and numpy are. Run in this folder: python3 make_files.py"""
import io, json, zipfile
import h5py, numpy as np

rng = np.random.default_rng(5)


def draw(*shape):
    return rng.normal(size=shape) * 0.5


def same(n, k, s, d=1):
    out = -(-n // s)
    total = max((out - 1) * s + (k - 1) * d + 1 - n, 0)
    return out, total // 2, total - total // 2


def window(x, k, s, padding, fill):
    """Yields output positions with their windows for one sample of positions x channels."""
    axes = len(k)
    spans = [same(x.shape[i], k[i], s[i]) if padding == "same" else ((x.shape[i] - k[i]) // s[i] + 1, 0, 0) for i in range(axes)]
    padded = np.pad(x, [(b, a) for _, b, a in spans] + [(0, 0)], constant_values=fill)
    counts = tuple(n for n, _, _ in spans)
    for at in np.ndindex(*counts):
        cut = tuple(slice(at[i] * s[i], at[i] * s[i] + k[i]) for i in range(axes))
        yield counts, at, padded[cut]


def conv(x, kernel, s, padding):
    k = kernel.shape[:-2]
    out = None
    for counts, at, w in window(x, k, s, padding, 0):
        out = np.zeros(counts + (kernel.shape[-1],)) if out is None else out
        out[at] = np.tensordot(w, kernel, axes=(list(range(len(k) + 1)),) * 2)
    return out


def depthwise(x, kernel, s, padding):
    k, (c, m) = kernel.shape[:-2], kernel.shape[-2:]
    out = None
    for counts, at, w in window(x, k, s, padding, 0):
        out = np.zeros(counts + (c * m,)) if out is None else out
        for i in range(c):
            for j in range(m):
                out[at][i * m + j] = np.sum(w[..., i] * kernel[..., i, j])
    return out


def transposed(x, kernel, s, padding):
    kh, kw, c, _ = kernel.shape
    h, w = x.shape[:2]
    full = np.zeros(((h - 1) * s[0] + max(kh, s[0]), (w - 1) * s[1] + max(kw, s[1]), c))
    for i in range(h):
        for j in range(w):
            full[i * s[0]:i * s[0] + kh, j * s[1]:j * s[1] + kw] += kernel @ x[i, j]
    if padding == "valid":
        return full
    _, top, _ = same(h * s[0], kh, s[0])
    _, left, _ = same(w * s[1], kw, s[1])
    return full[top:top + h * s[0], left:left + w * s[1]]


def pool(x, k, s, padding, kind):
    out = None
    for counts, at, w in window(x, k, s, padding, np.nan):
        out = np.zeros(counts + (x.shape[-1],)) if out is None else out
        out[at] = (np.nanmax if kind == "max" else np.nanmean)(w, axis=tuple(range(len(k))))
    return out


def activation(name, u):
    return {"linear": lambda: u, "relu": lambda: np.maximum(u, 0), "tanh": lambda: np.tanh(u), "softmax": lambda: u,
            "elu": lambda: np.where(u > 0, u, np.expm1(u)), "sigmoid": lambda: 1 / (1 + np.exp(-u)),
            "softplus": lambda: np.log1p(np.exp(u)), "swish": lambda: u / (1 + np.exp(-u))}[name]()


class Layer:
    """A layer's class, name, settings and variables, and what it computes."""

    def __init__(self, kind, name, config, variables, function):
        self.kind, self.name, self.variables, self.function = kind, name, variables, function
        self.config = {"name": name, "trainable": True, "dtype": "float32", **config}


def Conv(name, kind, kernel, bias, act="linear", strides=(1, 1), padding="valid", **more):
    axes = kernel.ndim - 2
    config = dict(kernel_size=list(kernel.shape[:axes]), strides=list(strides)[:axes], padding=padding, activation=act,
                  data_format="channels_last", use_bias=bias is not None, dilation_rate=[1] * axes, groups=1, **more)
    run = {"Conv2D": conv, "DepthwiseConv2D": depthwise, "Conv2DTranspose": transposed}[kind]
    called = "depthwise_kernel" if kind.startswith("Depth") else "kernel"
    return Layer(kind, name, config, [(called, kernel), ("bias", bias)],
                 lambda x: activation(act, run(x, kernel, strides, padding) + bias))


def Dense(name, kernel, bias, act="linear"):
    return Layer("Dense", name, dict(units=kernel.shape[1], activation=act, use_bias=bias is not None),
                 [("kernel", kernel)] + ([("bias", bias)] if bias is not None else []),
                 lambda x: activation(act, x @ kernel + (0 if bias is None else bias)))


def BatchNorm(name, c):
    g, b, m, v = draw(c) + 1, draw(c), draw(c), draw(c) ** 2 + 0.5
    return Layer("BatchNormalization", name, dict(axis=[3], epsilon=0.001, center=True, scale=True),
                 [("gamma", g), ("beta", b), ("moving_mean", m), ("moving_variance", v)],
                 lambda x: g * (x - m) / np.sqrt(v + 0.001) + b)


def LayerNorm(name, c):
    g, b = draw(c) + 1, draw(c)

    def run(x):
        mean = x.mean(-1, keepdims=True)
        return g * (x - mean) / np.sqrt(((x - mean) ** 2).mean(-1, keepdims=True) + 0.01) + b
    return Layer("LayerNormalization", name, dict(axis=[-1], epsilon=0.01, center=True, scale=True), [("gamma", g), ("beta", b)], run)


def Pool(name, kind, size, strides, padding):
    axes = len(size)
    config = dict(pool_size=list(size), strides=list(strides), padding=padding, data_format="channels_last")
    return Layer(kind, name, config, [], lambda x: pool(x, size, strides, padding, "max" if kind.startswith("Max") else "mean"))


def Simple(kind, name, function, variables=(), **config):
    return Layer(kind, name, config, list(variables), function)


def legacy_h5(name, config, layers, nested=None):
    with h5py.File(name, "w") as f:
        f.attrs["model_config"] = json.dumps(config)
        f.attrs["keras_version"] = "2.9.0"
        f.attrs["backend"] = "tensorflow"
        group = f.create_group("model_weights")
        group.attrs["layer_names"] = [l.name.encode() for l in layers]
        group.attrs["keras_version"] = b"2.9.0"
        for layer in layers:
            own = group.create_group(layer.name)
            names = [layer.name + "/" + v + ":0" for v, _ in layer.variables]
            own.attrs["weight_names"] = [n.encode() for n in names]
            for n, (_, value) in zip(names, layer.variables):
                own.create_dataset(n, data=value, **(dict(chunks=True, compression="gzip", shuffle=True) if value.size > 40 else {}))


def snake(kind):
    import re
    return re.sub("([a-z])([A-Z])", r"\1_\2", re.sub("(.)([A-Z][a-z]+)", r"\1_\2", kind)).lower()


def keras_zip(name, config, layers):
    raw = io.BytesIO()
    with h5py.File(raw, "w") as f:
        seen = {}
        for layer in layers:
            place = snake(layer.kind)
            n = seen[place] = seen.get(place, -1) + 1
            own = f.create_group("layers/" + place + ("_%d" % n if n else "") + "/vars")
            for i, (_, value) in enumerate(layer.variables):
                own.create_dataset(str(i), data=value)
    with zipfile.ZipFile(name, "w", zipfile.ZIP_STORED) as z:
        for entry, data in (("metadata.json", json.dumps({"keras_version": "3.3.3"})), ("config.json", json.dumps(config)),
                            ("model.weights.h5", raw.getvalue())):
            z.writestr(zipfile.ZipInfo(entry), data)


def described(layer):
    return {"class_name": layer.kind, "config": layer.config}


def sequential(shape, layers, three=False):
    first = {"class_name": "InputLayer", "config": {("batch_shape" if three else "batch_input_shape"): [None] + list(shape), "name": "in"}}
    return {"class_name": "Sequential", "config": {"name": "net", "layers": [first] + [described(l) for l in layers]}}


def oracle(name, shape, run, tokens=None):
    x = rng.integers(0, tokens, (3,) + shape).astype(float) if tokens else rng.normal(size=(3,) + shape)
    outputs = np.stack([run(s.astype(int) if tokens else s) for s in x])
    np.savez(name + ".inputs.npz", x=x, f=outputs.reshape(3, -1))


def chain(layers):
    def run(x):
        for layer in layers:
            x = layer.function(x)
        return x
    return run


def cnn():
    dw, pw, pb = draw(3, 3, 4, 2), draw(1, 1, 8, 5), draw(5)
    separable = Layer("SeparableConv2D", "sep", dict(filters=5, kernel_size=[3, 3], strides=[1, 1], padding="same", depth_multiplier=2,
                                                    data_format="channels_last", dilation_rate=[1, 1], activation="elu", use_bias=True),
                      [("depthwise_kernel", dw), ("pointwise_kernel", pw), ("bias", pb)],
                      lambda x: activation("elu", conv(depthwise(x, dw, (1, 1), "same"), pw, (1, 1), "valid") + pb))
    return [Conv("conv", "Conv2D", draw(3, 2, 2, 4), draw(4), "relu", (2, 1), "same", filters=4), separable, BatchNorm("bn", 5),
            Pool("max", "MaxPooling2D", (2, 2), (2, 2), "same"),
            Conv("depth", "DepthwiseConv2D", draw(2, 2, 5, 2), draw(10), "tanh", (1, 1), "valid", depth_multiplier=2),
            Conv("up", "Conv2DTranspose", draw(3, 3, 3, 10), draw(3), "linear", (2, 2), "same", filters=3),
            Pool("avg", "AveragePooling2D", (3, 3), (2, 2), "same"),
            Conv("up2", "Conv2DTranspose", draw(2, 1, 2, 3), draw(2), "softplus", (3, 2), "valid", filters=2),
            Simple("Flatten", "flat", lambda x: x.reshape(-1), data_format="channels_last"),
            Simple("Dropout", "drop", lambda x: x, rate=0.5), None]


def functional():
    alpha = draw(1, 1, 3)
    l = {"pad": Simple("ZeroPadding2D", "pad", lambda x: np.pad(x, ((1, 0), (0, 2), (0, 0))), padding=[[1, 0], [0, 2]], data_format="channels_last"),
         "c1": Conv("c1", "Conv2D", draw(2, 3, 2, 3), draw(3), "linear", (1, 1), "valid", filters=3),
         "prelu": Simple("PReLU", "prelu", lambda x: np.where(x > 0, x, alpha * x), [("alpha", alpha)], shared_axes=[1, 2]),
         "c2": Conv("c2", "Conv2D", draw(3, 3, 3, 3), draw(3), "swish", (1, 1), "same", filters=3),
         "add": Simple("Add", "add", lambda a, b: a + b),
         "leaky": Simple("LeakyReLU", "leaky", lambda x: np.where(x > 0, x, 0.1 * x), negative_slope=0.1),
         "cat": Simple("Concatenate", "cat", lambda a, b: np.concatenate([a, b], -1), axis=-1),
         "norm": LayerNorm("norm", 6),
         "elu": Simple("ELU", "elu", lambda x: np.where(x > 0, x, 0.5 * np.expm1(x)), alpha=0.5),
         "mul": Simple("Multiply", "mul", lambda a, b: a * b),
         "gap": Simple("GlobalAveragePooling2D", "gap", lambda x: x.mean((0, 1)), data_format="channels_last", keepdims=False),
         "fc": Dense("fc", draw(6, 4), None), "out": Dense("out", draw(4, 3), draw(3), "softmax"),
         "act": Simple("Activation", "act", np.tanh, activation="tanh")}
    wires = {"pad": ["in"], "c1": ["pad"], "prelu": ["c1"], "c2": ["prelu"], "add": ["prelu", "c2"], "leaky": ["add"], "cat": ["leaky", "c2"],
             "norm": ["cat"], "elu": ["norm"], "mul": ["elu", "cat"], "gap": ["mul"], "fc": ["gap"], "act": ["fc"], "out": ["act"]}

    def run(x):
        known = {"in": x}
        for name, inputs in wires.items():
            known[name] = l[name].function(*[known[i] for i in inputs])
        return known["out"]

    def tensor(name):
        return {"class_name": "__keras_tensor__", "config": {"shape": [None, 1], "dtype": "float32", "keras_history": [name, 0, 0]}}
    three, two = [], []
    for name, inputs in wires.items():
        args = [tensor(i) for i in inputs]
        three.append({**described(l[name]), "name": name, "inbound_nodes": [{"args": args if len(args) == 1 else [args], "kwargs": {}}]})
        two.append({**described(l[name]), "name": name, "inbound_nodes": [[[i, 0, 0, {}] for i in inputs]]})
    first = {"class_name": "InputLayer", "name": "in", "inbound_nodes": []}
    head3 = {**first, "config": {"name": "in", "batch_shape": [None, 5, 4, 2]}}
    head2 = {**first, "config": {"name": "in", "batch_input_shape": [None, 5, 4, 2]}}
    new = {"class_name": "Functional", "config": {"name": "f", "layers": [head3] + three, "input_layers": [["in", 0, 0]], "output_layers": ["out", 0, 0]}}
    old = {"class_name": "Model", "config": {"name": "f", "layers": [head2] + two, "input_layers": [["in", 0, 0]], "output_layers": [["out", 0, 0]]}}
    return list(l.values()), new, old, run


def tokens():
    table, kernel, bias = draw(7, 3), draw(3, 3, 4), draw(4)
    causal = Layer("Conv1D", "causal", dict(filters=4, kernel_size=[3], strides=[1], padding="causal", activation="tanh", data_format="channels_last",
                                            use_bias=True, dilation_rate=[2], groups=1), [("kernel", kernel), ("bias", bias)],
                   lambda x: np.tanh(np.stack([sum((x[t - 2 * (2 - j)] if t - 2 * (2 - j) >= 0 else 0 * x[0]) @ kernel[j] for j in range(3)) + bias
                                               for t in range(len(x))])))
    return [Simple("Embedding", "embed", lambda t: table[t], [("embeddings", table)], input_dim=7, output_dim=3, mask_zero=False), causal,
            Pool("pool", "MaxPooling1D", (2,), (2,), "valid"), Simple("GlobalAveragePooling1D", "gap", lambda x: x.mean(0), data_format="channels_last"),
            Dense("out", draw(4, 2), draw(2))]


layers = cnn()
flat = chain(layers[:-1])(rng.normal(size=(7, 6, 2))).size
layers[-1] = Dense("out", draw(flat, 3), draw(3), "softmax")
legacy_h5("cnn.h5", sequential((7, 6, 2), layers), layers)
oracle("cnn", (7, 6, 2), chain(layers))
keras_zip("cnn.keras", sequential((7, 6, 2), layers, True), layers)
layers, new, old, run = functional()
keras_zip("functional.keras", new, layers)
legacy_h5("functional.h5", old, layers)
oracle("functional", (5, 4, 2), run)
layers = tokens()
legacy_h5("tokens.h5", sequential((6,), layers), layers)
oracle("tokens", (6,), chain(layers), tokens=7)
