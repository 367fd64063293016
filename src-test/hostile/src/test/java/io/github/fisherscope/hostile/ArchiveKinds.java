package io.github.fisherscope.hostile;

import io.github.fisherscope.hostile.Bytes.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Unsound and unusual .npz files, as data and as networks. */
final class ArchiveKinds {
    private ArchiveKinds() {}

    static List<Kind> in(Path folder) {
        List<Kind> kinds = new ArrayList<>();
        byte[] sound = Bytes.zip(
                Entry.of("x.npy", Bytes.npy(0.5)),
                Entry.of("W1.npy", Bytes.matrix(4, 3)),
                Entry.of("W2.npy", Bytes.matrix(2, 4)));
        for (int cut :
                new int[] {1, 2, 4, 20, 30, 34, 100, 300, sound.length - 40, sound.length - 22, sound.length - 1}) {
            both(kinds, folder, "cut to " + cut, Arrays.copyOf(sound, cut), Kind.Fate.REFUSED);
        }
        tricks().forEach((name, archive) -> both(kinds, folder, name, archive, Kind.Fate.EITHER));
        networks().forEach((name, archive) -> {
            Path file = write(folder, "n" + name, archive);
            kinds.add(new Kind(
                    "network, " + name,
                    List.of("spectrum", "--network", file.toString(), "--activation", "tanh", "--samples", "4"),
                    Kind.Fate.EITHER,
                    file.toString()));
        });
        return kinds;
    }

    private static Map<String, byte[]> tricks() {
        byte[] x = Bytes.npy(0.5);
        byte[] w = Bytes.matrix(2, 3);
        Map<String, byte[]> tricks = new LinkedHashMap<>();
        tricks.put("no entry", Bytes.zip());
        tricks.put("two of a name", Bytes.zip(Entry.of("x.npy", x), Entry.of("x.npy", x), Entry.of("W1.npy", w)));
        for (String name : List.of(
                "x",
                "x.NPY",
                ".npy",
                "../x.npy",
                "/etc/x.npy",
                "C:\\x.npy",
                "x/",
                "x.npy/",
                "x\0.npy",
                "x\n.npy",
                "\u202ex.npy",
                "ünïcödé.npy",
                "\ud83d\ude00.npy",
                "x".repeat(60_000) + ".npy",
                "x.txt",
                "__MACOSX/._x.npy")) {
            tricks.put("entry " + name.substring(0, Math.min(12, name.length())), Bytes.zip(Entry.of(name, x)));
        }
        for (int method : new int[] {1, 8, 9, 12, 14, 93, 99}) {
            tricks.put("method " + method, of(new Entry("", x, method, 0, 0, x.length)));
        }
        tricks.put("encrypted", of(new Entry("", x, 0, 1, 0, x.length)));
        tricks.put("wrong checksum", of(new Entry("", x, 0, 0, 1, x.length)));
        for (long size : new long[] {0, 1, x.length - 1, x.length + 1, 1 << 30, 0xffffffffL}) {
            tricks.put("size " + size, of(new Entry("", x, 0, 0, 0, size)));
        }
        byte[] sound = Bytes.zip(Entry.of("x.npy", x), Entry.of("W1.npy", w));
        byte[] prefixed = new byte[sound.length + 100];
        System.arraycopy(sound, 0, prefixed, 100, sound.length);
        tricks.put("bytes in front", prefixed);
        tricks.put("compressed as a whole", Bytes.gzip(sound));
        tricks.put("an archive in an archive", Bytes.zip(Entry.of("x.npy", sound), Entry.of("W1.npy", sound)));
        tricks.put("a bare array", x);
        tricks.put("text", Bytes.utf8("x,y\n1,2\n"));
        tricks.put("zeros", new byte[4096]);
        tricks.put(
                "an object array",
                of(Entry.of(
                        "",
                        Bytes.npy(
                                "{'descr': '|O', 'fortran_order': False, 'shape': (2,), }",
                                Bytes.utf8("\u0080\u0004cos\nsystem\n(S'id'\ntR.")))));
        return tricks;
    }

    /** The same entry as x and as W1. */
    private static byte[] of(Entry e) {
        return Bytes.zip(e.named("x.npy"), e.named("W1.npy"));
    }

    private static Map<String, byte[]> networks() {
        Map<String, byte[]> networks = new LinkedHashMap<>();
        byte[] w1 = Bytes.matrix(4, 3);
        byte[] w2 = Bytes.matrix(2, 4);
        networks.put("a vector", Bytes.zip(Entry.of("W1.npy", array("(12,)", 12))));
        networks.put("a cube", Bytes.zip(Entry.of("W1.npy", array("(3, 2, 2)", 12))));
        networks.put("a number", Bytes.zip(Entry.of("W1.npy", array("()", 1))));
        networks.put("no rows", Bytes.zip(Entry.of("W1.npy", array("(0, 3)", 0))));
        networks.put("no columns", Bytes.zip(Entry.of("W1.npy", array("(4, 0)", 0))));
        networks.put("misfit", Bytes.zip(Entry.of("W1.npy", w1), Entry.of("W2.npy", Bytes.matrix(2, 5))));
        networks.put("a gap", Bytes.zip(Entry.of("W1.npy", w1), Entry.of("W3.npy", w2)));
        networks.put("only biases", Bytes.zip(Entry.of("b1.npy", array("(4,)", 4))));
        networks.put("a long bias", Bytes.zip(Entry.of("W1.npy", w1), Entry.of("b1.npy", array("(5,)", 5))));
        networks.put("a bias of a matrix", Bytes.zip(Entry.of("W1.npy", w1), Entry.of("b1.npy", array("(2, 2)", 4))));
        networks.put(
                "one array more",
                Bytes.zip(Entry.of("W1.npy", w1), Entry.of("W2.npy", w2), Entry.of("momentum.npy", w1)));
        networks.put(
                "two spellings", Bytes.zip(Entry.of("W1.npy", w1), Entry.of("w1.npy", w1), Entry.of("W2.npy", w2)));
        networks.put("a layer ten", Bytes.zip(Entry.of("W1.npy", w1), Entry.of("W10.npy", w2)));
        networks.put("a layer of a large number", Bytes.zip(Entry.of("W1.npy", w1), Entry.of("W99999999999.npy", w2)));
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e300, 1e150, 1e60, 1e-300}) {
            networks.put(
                    "a weight " + value,
                    Bytes.zip(
                            Entry.of(
                                    "W1.npy",
                                    Bytes.npy(
                                            "{'descr': '<f8', 'fortran_order': False, 'shape': (4, 3), }",
                                            Bytes.doubles(12, value))),
                            Entry.of("W2.npy", w2)));
        }
        networks.put(
                "zeros",
                Bytes.zip(
                        Entry.of(
                                "W1.npy",
                                Bytes.npy("{'descr': '<f8', 'fortran_order': False, 'shape': (4, 3), }", new byte[96])),
                        Entry.of("W2.npy", w2)));
        return networks;
    }

    private static byte[] array(String shape, int count) {
        return Bytes.npy(
                "{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }", Bytes.doubles(count, 0.5));
    }

    private static void both(List<Kind> kinds, Path folder, String name, byte[] archive, Kind.Fate fate) {
        Path file = write(folder, name, archive);
        kinds.add(new Kind(
                ".npz data, " + name,
                List.of("spectrum", "--widths", "3,4,2", "--data", file.toString()),
                fate,
                file.toString()));
        kinds.add(new Kind(
                ".npz network, " + name,
                List.of("spectrum", "--network", file.toString(), "--activation", "tanh", "--samples", "4"),
                fate,
                file.toString()));
    }

    private static Path write(Path folder, String name, byte[] content) {
        return Bytes.write(folder.resolve("z" + Integer.toHexString(name.hashCode()) + ".npz"), content);
    }
}
