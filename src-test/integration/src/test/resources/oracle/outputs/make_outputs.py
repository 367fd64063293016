"""Writes networks that end with a sigmoid and with an exponential, and torch's largest eigenvalues of their Fisher matrices.

    python3 make_outputs.py      (torch 1.13, numpy)
"""
import json

import numpy as np
import torch

torch.manual_seed(1)
x = torch.randn(6, 1, 4, 4, dtype=torch.double)
np.save("x.npy", x.numpy())


class Exponential(torch.nn.Module):
    def forward(self, u):
        return torch.exp(u)


def body():
    return [torch.nn.Conv2d(1, 3, 3), torch.nn.Tanh(), torch.nn.Flatten(), torch.nn.Linear(12, 2)]


def write(name, last, variance):
    """Writes the network; its Fisher matrix weighs the derivatives of what stands before the last layer by the variance."""
    net = torch.nn.Sequential(*body(), last).double().eval()
    torch.onnx.export(net, x[:1], name + ".onnx", training=torch.onnx.TrainingMode.PRESERVE,
                      do_constant_folding=False, opset_version=13)
    parameters = list(net.parameters())
    matrix = 0
    for t in range(len(x)):
        u = net[:-1](x[t:t + 1])[0]
        for k in range(2):
            g = torch.autograd.grad(u[k], parameters, retain_graph=True)
            g = torch.cat([a.reshape(-1) for a in g])
            matrix = matrix + variance(u[k]).item() * torch.outer(g, g) / len(x)
    return torch.linalg.eigvalsh(matrix).flip(0)[:3].tolist()


numbers = {
    "sigmoid": write("sigmoid", torch.nn.Sigmoid(), lambda u: torch.sigmoid(u) * (1 - torch.sigmoid(u))),
    "exponential": write("exponential", Exponential(), torch.exp),
}
json.dump(numbers, open("outputs.json", "w"), indent=1)
