package io.github.fisherscope.hostile;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Unsound and unusual .npy files. */
final class ArrayKinds {
    private static final String[] SHAPES = {
        "()",
        "(18,)",
        "(0,)",
        "(0, 3)",
        "(6, 0)",
        "(-6, -3)",
        "(6, -3)",
        "(6.0, 3)",
        "('6', 3)",
        "(6, 3, )x",
        "(6 3)",
        "(6, 3",
        "[6, 3]",
        "None",
        "(True, 3)",
        "(6, 4)",
        "(5, 3)",
        "(2147483648, 1)",
        "(99999999999999999999, 1)",
        "(4294967296, 4294967296)",
        "(2147483647, 2147483647, 2147483647)",
        "((6, 3))",
        "(6, 3, 1)",
        "(6, (3,))",
        "(1e1, 3)",
        "(0x6, 3)"
    };

    private static final String[] TYPES = {
        "|O",
        "<U8",
        "|S8",
        "<c8",
        "<c16",
        "<f3",
        "<f16",
        ">g",
        "<i16",
        "<M8[ns]",
        "<m8[s]",
        "|V8",
        "f8",
        "=f8",
        "<f8 ",
        "",
        "<F8",
        "[('a', '<f8')]",
        "<f88888888888",
        "\u0661f8"
    };

    private static final String[] DICTIONARIES = {
        "",
        "{}",
        "x",
        "{'descr': '<f8'}",
        "{'descr': '<f8', 'fortran_order': False}",
        "{'descr': '<f8', 'shape': (6, 3)}",
        "{'fortran_order': False, 'shape': (6, 3)}",
        "{'descr': '<f8', 'descr': '<f4', 'fortran_order': False, 'shape': (6, 3), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (6, 3), 'more': 1, }",
        "{'descr': '<f8', 'fortran_order': 1, 'shape': (6, 3), }",
        "{'descr': '<f8', 'fortran_order': 'False', 'shape': (6, 3), }",
        "{'descr': '<f8', 'fortran_order': false, 'shape': (6, 3), }",
        "{'descr': <f8, 'fortran_order': False, 'shape': (6, 3), }",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (6, 3), ",
        "{'descr': __import__('os').system('id'), 'fortran_order': False, 'shape': (6, 3), }",
        "{\0'descr': '<f8', 'fortran_order': False, 'shape': (6, 3), }",
        Bytes.HEADER + Bytes.HEADER
    };

    private ArrayKinds() {}

    static List<Kind> in(Path folder) {
        List<Kind> kinds = new ArrayList<>();
        byte[] sound = Bytes.npy(0.5);
        for (int cut : new int[] {1, 5, 6, 7, 8, 9, 10, 11, 40, 68, 69, 70, 71, sound.length - 1}) {
            kinds.add(refused(folder, "cut to " + cut, Arrays.copyOf(sound, cut)));
        }
        kinds.add(refused(folder, "one byte more", Arrays.copyOf(sound, sound.length + 1)));
        kinds.add(refused(folder, "a kilobyte more", Arrays.copyOf(sound, sound.length + 1024)));
        for (int at = 0; at < 6; at++) {
            kinds.add(refused(folder, "magic byte " + at, changed(sound, at, sound[at] ^ 0x20)));
        }
        for (int version : new int[] {0, 2, 3, 4, 255}) {
            kinds.add(refused(folder, "version " + version, changed(sound, 6, version)));
        }
        kinds.add(refused(folder, "minor version 1", changed(sound, 7, 1)));
        for (int length : new int[] {0, 1, 30, 0xff}) {
            kinds.add(refused(folder, "header length " + length, changed(sound, 8, length)));
        }
        kinds.add(refused(folder, "header length 65535", changed(changed(sound, 8, 0xff), 9, 0xff)));
        for (String shape : SHAPES) {
            boolean redundant = shape.equals("((6, 3))") || shape.equals("(6, 3, 1)");
            String header = "{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }";
            byte[] file = Bytes.npy(header, Bytes.doubles(18, 0.5));
            kinds.add(redundant ? either(folder, "shape " + shape, file) : refused(folder, "shape " + shape, file));
        }
        for (String type : TYPES) {
            String quoted = type.startsWith("[") ? type : "'" + type + "'";
            String header = "{'descr': " + quoted + ", 'fortran_order': False, 'shape': (6, 3), }";
            kinds.add(either(folder, "type " + type, Bytes.npy(header, Bytes.doubles(18, 0.5))));
        }
        int number = 0;
        for (String dictionary : DICTIONARIES) {
            byte[] file = Bytes.npy(dictionary, Bytes.doubles(18, 0.5));
            kinds.add(either(folder, "dictionary " + number++, file));
        }
        for (double value : new double[] {
            Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e101, -1e300, Double.MAX_VALUE
        }) {
            kinds.add(refused(folder, "value " + value, Bytes.npy(value)));
        }
        for (double value : new double[] {1e100, 1e60, Double.MIN_VALUE, -0.0, 1e-300}) {
            kinds.add(either(folder, "value " + value, Bytes.npy(value)));
        }
        kinds.add(either(folder, "all zero", Bytes.npy(Bytes.HEADER, new byte[144])));
        kinds.add(either(folder, "all equal", Bytes.npy(Bytes.HEADER, equal())));
        kinds.add(refused(folder, "nested brackets", Bytes.npy("(".repeat(60_000), new byte[8])));
        kinds.add(refused(folder, "not an array", "hello, world\n".getBytes(StandardCharsets.UTF_8)));
        kinds.add(refused(folder, "another width", Bytes.matrix(6, 4)));
        return kinds;
    }

    private static byte[] equal() {
        byte[] one = Arrays.copyOf(Bytes.doubles(1, 0.1), 144);
        for (int i = 8; i < one.length; i++) {
            one[i] = one[i - 8];
        }
        return one;
    }

    private static byte[] changed(byte[] bytes, int at, int value) {
        byte[] copy = bytes.clone();
        copy[at] = (byte) value;
        return copy;
    }

    private static Kind refused(Path folder, String name, byte[] content) {
        Path file = write(folder, name, content);
        return Kind.refused(
                ".npy, " + name, file.toString(), "spectrum", "--widths", "3,4,2", "--data", file.toString());
    }

    private static Kind either(Path folder, String name, byte[] content) {
        Path file = write(folder, name, content);
        return Kind.either(
                ".npy, " + name, file.toString(), "spectrum", "--widths", "3,4,2", "--data", file.toString());
    }

    private static Path write(Path folder, String name, byte[] content) {
        String safe = Integer.toHexString(name.hashCode());
        return Bytes.write(folder.resolve("a" + safe + ".npy"), content);
    }
}
