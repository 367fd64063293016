"""Writes the files of this folder with NumPy. Run it inside the folder: python3 make_fixtures.py"""
import numpy as np
from numpy.lib import format as npy

VALUES = {
    "f8": [[0.0, -1.5, 3.141592653589793], [1e300, -2.5e-308, np.inf]],
    "f4": [[0.0, -1.5, 3.1415927410125732], [1e30, -2.5, -np.inf]],
    "f2": [[0.0, -1.5, 65504.0], [2.0**-24, -(2.0**-14), 0.333251953125]],
    "i1": [[0, -1, 127], [-128, 5, 6]],
    "i2": [[0, -1, 32767], [-32768, 5, 6]],
    "i4": [[0, -1, 2**31 - 1], [-(2**31), 5, 6]],
    "i8": [[0, -1, 2**53], [-(2**53), 5, -(2**63)]],
    "u1": [[0, 1, 255], [128, 5, 6]],
    "u2": [[0, 1, 65535], [32768, 5, 6]],
    "u4": [[0, 1, 2**32 - 1], [2**31, 5, 6]],
    "u8": [[0, 1, 2**53], [2**62, 2**63, 2**64 - 2**11]],
}

for name, values in VALUES.items():
    for prefix, order in (("le", "<"), ("be", ">")):
        np.save(f"{prefix}-{name}.npy", np.array(values, dtype=order + name))
np.save("bool.npy", np.array([[False, True, True], [True, False, False]]))

counting = np.arange(24.0).reshape(2, 3, 4)
np.save("c-order-3d.npy", counting)
np.save("fortran-3d.npy", np.asfortranarray(counting))
np.save("fortran-2d.npy", np.asfortranarray(counting.reshape(6, 4)))
np.save("scalar.npy", np.float64(42.0))
np.save("empty.npy", np.zeros((0, 5)))
for version in ((1, 0), (2, 0), (3, 0)):
    with open(f"version-{version[0]}.npy", "wb") as file:
        npy.write_array(file, counting.reshape(6, 4), version=version)

np.savez("stored.npz", W1=counting.reshape(6, 4), b1=np.arange(6.0), steps=np.array([1, 2, 3]))
np.savez_compressed("compressed.npz", W1=counting.reshape(6, 4), b1=np.arange(6.0), steps=np.array([1, 2, 3]))

np.save("refused-complex.npy", np.array([1 + 2j]))
np.save("refused-string.npy", np.array(["abc"]))
np.save("refused-object.npy", np.array([None, 1], dtype=object), allow_pickle=True)
np.save("refused-structured.npy", np.zeros(2, dtype=[("a", "<f8"), ("b", "<i4")]))
np.save("refused-date.npy", np.array(["2020-01-01"], dtype="datetime64[D]"))
np.save("refused-i8.npy", np.array([1, 2**53 + 1]))
np.save("refused-i8-largest.npy", np.array([2**63 - 1]))
np.save("refused-u8.npy", np.array([1, 2, 2**63 + 1], dtype="<u8"))
