#!/usr/bin/env python3
"""Runs every command line of README.md and docs/how-to/*.md once, in a folder of its own, and says which fail.

    docs/run_commands.py [TEXT]...   only lines that contain one of the texts; needs python3, half an hour for all

Files that the lines name are made first: a network and images from the tests, inputs, a table and a grid of this script.
Lines that need a GPU, ND4J or the emulator, and whole builds, are left out and named.
"""

import gzip
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zipfile

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
RESOURCES = REPOSITORY / "src-test/integration/src/test/resources"
LEFT_OUT = re.compile(r"^mvn |cuda|nd4j|emulator|^export |result\.json b/result")


def lines():
    for document in [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs/how-to").glob("*.md"))]:
        for block in re.findall(r"```sh\n(.*?)```", document.read_text(), re.S):
            for line in block.replace("\\\n", " ").split("\n"):
                if line.strip():
                    yield document.relative_to(REPOSITORY), re.sub(r"\s+#.*$", "", line.strip())


def npy(path, rows, columns):
    values = [((31 * i) % 97) / 40 - 1.2 for i in range(rows * columns)]
    header = "{'descr': '<f8', 'fortran_order': False, 'shape': (%d, %d), }" % (rows, columns)
    header += " " * (-(len(header) + 11) % 64) + "\n"
    path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode()
                     + struct.pack("<%dd" % len(values), *values))


def files(folder):
    images = RESOURCES / "mnist/images-200.idx3-ubyte.gz"
    for name in ["images.idx.gz", "images.idx3-ubyte.gz", "t10k-images-idx3-ubyte.gz"]:
        shutil.copy(images, folder / name)
    activation = b"{'descr': '|S4', 'fortran_order': False, 'shape': (), }"
    activation += b" " * (-(len(activation) + 11) % 64) + b"\n"
    shutil.copy(RESOURCES / "oracle/weight-files/documented.npz", folder / "net.npz")
    with zipfile.ZipFile(folder / "net.npz", "a") as network:
        network.writestr("activation.npy", b"\x93NUMPY\x01\x00" + struct.pack("<H", len(activation)) + activation + b"tanh")
    shutil.copy(RESOURCES / "oracle/weight-files/documented.npz", folder / "old.npz")
    npy(folder / "inputs.npy", 30, 5)
    networks = REPOSITORY / "examples/networks"
    shutil.copytree(networks, folder / "examples/networks")
    shutil.copy(networks / "lenet.onnx", folder / "model.onnx")
    npy(folder / "x.npy", 30, 100)
    with gzip.open(folder / "labels.idx.gz", "wb") as labels:
        labels.write(struct.pack(">BBBBI", 0, 0, 8, 1, 200) + bytes(i % 10 for i in range(200)))
    (folder / "iris.csv").write_text("".join(
        "%.1f,%.1f,%.1f,%.1f,%d\n" % (5 + i % 7 / 3, 3 + i % 5 / 4, 1 + i % 11 / 2, i % 13 / 6, i % 3) for i in range(60)))
    (folder / "grid.json").write_text('{"widths": [20, 40], "outputs": [1, 2], "samples": [10], "seeds": 3}')


def main():
    wanted = sys.argv[1:] or [""]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        files(pathlib.Path(folder))
        for document, line in lines():
            if not any(text in line for text in wanted):
                continue
            if LEFT_OUT.search(line):
                print("left out  %s: %s" % (document, line), flush=True)
                continue
            start = time.time()
            run = subprocess.run(line.replace("./fisher", str(REPOSITORY / "fisher")), shell=True, cwd=folder,
                                 capture_output=True, text=True)
            failed += run.returncode != 0
            print("%-9s %s: %s (exit %d, %.0f s)" % ("ok" if run.returncode == 0 else "FAILED", document, line,
                                                       run.returncode, time.time() - start), flush=True)
            if run.returncode != 0:
                print(run.stdout[-2000:] + run.stderr[-2000:], flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
