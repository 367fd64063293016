#!/usr/bin/env python3
"""Trains the small networks in examples/networks, with the images that they are measured on; needs torch and numpy.

    examples/train_networks.py MNIST [NAME ...]     (no name: all; tried with torch 1.13; some minutes)

MNIST is a folder with t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz. Of its 10 000 images the first 8000 train
the networks, the last 2000 test them, and 40 of those stand beside the networks as NAME.inputs.npz (x and labels y).
"""
import gzip
import pathlib
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

FOLDER = pathlib.Path(__file__).resolve().parent / "networks"
TRAINED = 8000
SHOWN = 40


class LeNet(nn.Module):
    """LeNet with ReLU and max pooling and few channels, so that the file stays small."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 5, padding=2)
        self.conv2 = nn.Conv2d(4, 8, 5)
        self.fc1 = nn.Linear(200, 40)
        self.fc2 = nn.Linear(40, 10)

    def forward(self, x):
        x = F.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = F.max_pool2d(torch.relu(self.conv2(x)), 2)
        return self.fc2(torch.relu(self.fc1(x.flatten(1))))


class Block(nn.Module):
    def __init__(self, channels, out, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, out, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out)
        self.conv2 = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out)
        self.shortcut = nn.Conv2d(channels, out, 1, stride, bias=False) if stride > 1 else nn.Identity()

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        return torch.relu(self.bn2(self.conv2(y)) + self.shortcut(x))


class ResNet(nn.Module):
    """Three residual blocks with batch normalisation, on images halved to 14 × 14."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(1, 8, 3, 1, 1, bias=False)
        self.bn = nn.BatchNorm2d(8)
        self.blocks = nn.Sequential(Block(8, 8, 1), Block(8, 16, 2), Block(16, 16, 1))
        self.head = nn.Linear(16, 10)

    def forward(self, x):
        x = self.blocks(torch.relu(self.bn(self.stem(x))))
        return self.head(x.mean((2, 3)))


class Transformer(nn.Module):
    """One block of attention with four heads on the 14 rows of a halved image."""

    def __init__(self):
        super().__init__()
        self.rows = nn.Linear(14, 24)
        self.position = nn.Parameter(0.02 * torch.randn(14, 24))
        self.block = nn.TransformerEncoderLayer(
            24, 4, 48, dropout=0.0, activation="gelu", batch_first=True, norm_first=True)
        self.norm = nn.LayerNorm(24)
        self.head = nn.Linear(24, 10)

    def forward(self, x):
        return self.head(self.norm(self.block(self.rows(x) + self.position)).mean(1))


NETWORKS = {"digits-lenet": LeNet, "digits-resnet": ResNet, "digits-transformer": Transformer}


def images(folder):
    with gzip.open(folder / "t10k-images-idx3-ubyte.gz") as file:
        pixels = np.frombuffer(file.read()[16:], np.uint8).reshape(-1, 28, 28)
    with gzip.open(folder / "t10k-labels-idx1-ubyte.gz") as file:
        labels = np.frombuffer(file.read()[8:], np.uint8)
    return pixels.astype(np.float32) / 255, labels.astype(np.int64)


def shaped(name, pixels):
    halved = pixels.reshape(-1, 14, 2, 14, 2).mean((2, 4))
    return {"digits-lenet": pixels[:, None], "digits-resnet": halved[:, None], "digits-transformer": halved}[name]


def train(name, pixels, labels):
    torch.manual_seed(1)
    network = NETWORKS[name]()
    x = torch.tensor(shaped(name, pixels))
    y = torch.tensor(labels)
    optimizer = torch.optim.Adam(network.parameters(), 2e-3)
    epochs = 8
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, epochs=epochs, steps_per_epoch=TRAINED // 50)
    for epoch in range(epochs):
        network.train()
        for batch in torch.randperm(TRAINED).split(50):
            loss = F.cross_entropy(network(x[batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    network.eval()
    with torch.no_grad():
        right = (network(x[TRAINED:]).argmax(1) == y[TRAINED:]).float().mean().item()
    print("%s: %.2f %% of 2000 test images, %d parameters"
          % (name, 100 * right, sum(p.numel() for p in network.parameters())), flush=True)
    return network, x[TRAINED:TRAINED + SHOWN], y[TRAINED:TRAINED + SHOWN]


def save(name, network, x, y):
    if name == "digits-lenet":  # its layers are in digits-lenet.json
        torch.save(network.state_dict(), FOLDER / (name + ".pt"))
    torch.onnx.export(network, x[:1], FOLDER / (name + ".onnx"), opset_version=17,
                      training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False)
    np.savez_compressed(FOLDER / (name + ".inputs.npz"), x=x.numpy(), y=y.numpy())


def main():
    pixels, labels = images(pathlib.Path(sys.argv[1]))
    for name in sys.argv[2:] or NETWORKS:
        save(name, *train(name, pixels, labels))


if __name__ == "__main__":
    main()
