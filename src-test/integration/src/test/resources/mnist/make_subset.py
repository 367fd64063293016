"""Writes the first N images of an idx3 file as another one: make_subset.py FROM.gz TO.gz N"""
import gzip
import struct
import sys

source, target, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with gzip.open(source) as f:
    magic, images, rows, columns = struct.unpack(">4i", f.read(16))
    pixels = f.read(count * rows * columns)
assert magic == 0x803 and count <= images
with open(target, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as f:
    f.write(struct.pack(">4i", magic, count, rows, columns) + pixels)
