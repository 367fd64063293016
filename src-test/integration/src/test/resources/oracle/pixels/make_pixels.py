"""Writes a network with outputs at every pixel, its inputs and labels, and the numbers of torch's automatic differentiation.

    python3 make_pixels.py      (torch 1.13, numpy)
"""
import json

import numpy as np
import torch
from torch.nn.utils.stateless import functional_call

torch.manual_seed(0)
SAMPLES, HEIGHT, WIDTH, CLASSES = 5, 6, 5, 3
net = torch.nn.Sequential(
    torch.nn.Conv2d(1, 4, 3, padding=1), torch.nn.Tanh(), torch.nn.Conv2d(4, CLASSES, 1)).double().eval()
x = torch.randn(SAMPLES, 1, HEIGHT, WIDTH, dtype=torch.double)
y = torch.randint(0, CLASSES, (SAMPLES, HEIGHT, WIDTH))
torch.onnx.export(net, x[:1], "pixels.onnx", training=torch.onnx.TrainingMode.PRESERVE,
                  do_constant_folding=False, opset_version=13)
np.save("x.npy", x.numpy())
np.save("y.npy", y.numpy())
targets = torch.randn(SAMPLES, CLASSES, HEIGHT, WIDTH, dtype=torch.double)
np.save("targets.npy", targets.numpy())
np.save("one.npy", y.numpy()[:, 0, 0])
parameters = dict(net.named_parameters())
eye = torch.eye(CLASSES, dtype=torch.double)


def fisher(factors):
    """Returns the mean over samples and pixels of the outer products of the rows that factors(f, label, target) gives."""
    rows = []
    for t in range(SAMPLES):
        out = net(x[t:t + 1])[0]
        for i in range(HEIGHT):
            for j in range(WIDTH):
                f = out[:, i, j]
                for s in factors(f.detach(), y[t, i, j], targets[t, :, i, j]):
                    g = torch.autograd.grad(f, list(parameters.values()), s, retain_graph=True)
                    rows.append(torch.cat([a.reshape(-1) for a in g]))
    jacobian = torch.stack(rows)
    return jacobian.T @ jacobian / (SAMPLES * HEIGHT * WIDTH)


def categorical(f, label, target):
    p = torch.softmax(f, 0)
    return [torch.sqrt(p[c]) * (eye[c] - p) for c in range(CLASSES)]


def loss(theta):
    named, at = {}, 0
    for name, p in parameters.items():
        named[name] = theta[at:at + p.numel()].reshape(p.shape)
        at += p.numel()
    return torch.nn.functional.cross_entropy(functional_call(net, named, x), y)


theta = torch.cat([p.detach().reshape(-1) for p in parameters.values()])
matrices = {
    "gaussian": fisher(lambda f, label, target: list(eye)),
    "categorical": fisher(categorical),
    "empirical": fisher(lambda f, label, target: [eye[label] - torch.softmax(f, 0)]),
    "residuals": fisher(lambda f, label, target: [target - f]),
    "hessian": torch.autograd.functional.hessian(loss, theta),
}
numbers = {name: {"trace": m.trace().item(), "largest": torch.linalg.eigvalsh(m).flip(0)[:4].tolist()}
           for name, m in matrices.items()}
losses, at = [], theta.clone().requires_grad_()
for _ in range(4):  # gradient descent with the rate 1/2
    value = loss(at)
    losses.append(value.item())
    at = (at - 0.5 * torch.autograd.grad(value, at)[0]).detach().requires_grad_()
numbers["losses"] = losses
json.dump(numbers, open("pixels.json", "w"), indent=1)
