package io.github.fisherscope.hostile;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is no regular file, or one that nobody should read, for every option that takes a file. */
final class SpecialFileKinds {
    /** Where else a file is read; @ is the file, and # sound data. */
    private static final String[] READERS = {
        "inspect @",
        "convert @ --out @.new.npz",
        "track @ --data #",
        "compare-networks @ @ --data #",
        "divergence --p @ --q @",
        "transport --p # --q # --cost @",
        "train --network @ --data #",
        "train --widths 3,2,1 --data # --labels @",
        "estimate --network @",
        "spectrum --architecture @ --samples 4",
        "spectrum --widths 3,2 --samples 4 --baseline @ --tolerance 5%"
    };

    private SpecialFileKinds() {}

    /** Returns the kinds, for {@code earlier} as the folder of an earlier result. */
    static List<Kind> in(Path folder, Path earlier) throws IOException {
        List<Kind> kinds = new ArrayList<>();
        for (Map.Entry<String, String> file : files(folder).entrySet()) {
            String path = file.getValue();
            String what = file.getKey() + " as ";
            String[] data = {"spectrum", "--widths", "3,4,2", "--data", path};
            kinds.add(Kind.refused(what + "data", "--data", data));
            kinds.add(
                    Kind.refused(what + "network", "--network", "spectrum", "--network", path, "--activation", "tanh"));
            kinds.add(Kind.refused(
                    what + "labels",
                    "--labels",
                    "spectrum",
                    "--widths",
                    "3,4,2",
                    "--data",
                    sound(folder),
                    "--labels",
                    path,
                    "--likelihood",
                    "categorical",
                    "--label-expectation",
                    "empirical"));
            kinds.add(Kind.refused(
                    what + "network of theory", "--network", "theory", "--network", path, "--activation", "tanh"));
            kinds.add(Kind.refused(what + "grid", "", "sweep", "--grid", path, "--out", earlier.toString()));
            for (String reader : READERS) {
                String[] line = reader.split(" ");
                for (int i = 0; i < line.length; i++) {
                    line[i] = line[i].replace("#", sound(folder)).replace("@", path);
                }
                kinds.add(Kind.refused(what + reader, "", line));
            }
            kinds.add(Kind.refused(what + "result", "", "report", path, "--out", earlier.toString()));
            kinds.add(Kind.refused(
                    what + "exported result", "", "export", path, "--to", "csv", "--out", earlier.toString()));
        }
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (ROWS, 1048576), }";
        Path large =
                sparse(folder.resolve("large.npy"), Bytes.npy(header.replace("ROWS", "4096"), new byte[0]), 1L << 35);
        kinds.add(Kind.refused(
                "32 GiB that are sound", "--memory", "spectrum", "--data", large.toString(), "--memory", "4g"));
        Path huge =
                sparse(folder.resolve("huge.npy"), Bytes.npy(header.replace("ROWS", "131072"), new byte[0]), 1L << 40);
        kinds.add(Kind.refused(
                "a terabyte that is sound", "--data", "spectrum", "--data", huge.toString(), "--limit", "3"));
        return kinds;
    }

    /** Makes a pipe and returns whether the system has them. */
    static boolean makesPipe(Path pipe) throws IOException {
        return new ProcessBuilder("mkfifo", pipe.toString())
                        .start()
                        .onExit()
                        .join()
                        .exitValue()
                == 0;
    }

    /** Makes a file that begins well and goes on with zeros, which take no room. */
    static Path sparse(Path file, byte[] start, long more) throws IOException {
        Bytes.write(file, start);
        try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
            random.setLength(start.length + more);
        }
        return file;
    }

    private static String sound(Path folder) {
        return Bytes.write(folder.resolve("sound.npy"), Bytes.npy(0.5)).toString();
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        for (String end : List.of("npy", "csv", "json", "gz")) {
            Path zero = Files.createSymbolicLink(folder.resolve("zero." + end), Path.of("/dev/zero"));
            files.put("/dev/zero (." + end + ")", zero.toString());
        }
        Path pipe = folder.resolve("pipe.npz");
        if (makesPipe(pipe)) {
            files.put("a pipe", pipe.toString());
        }
        files.put("/dev/null", "/dev/null");
        files.put("/dev/full", "/dev/full");
        files.put("/dev/tty", "/dev/tty");
        Path directory = Files.createDirectory(folder.resolve("directory.npy"));
        files.put("a folder", directory.toString());
        files.put("a file that is not there", folder.resolve("missing.npy").toString());
        files.put("a file in a file", sound(folder) + "/x.npy");
        files.put(
                "a link to nothing",
                Files.createSymbolicLink(folder.resolve("dangling.npy"), folder.resolve("no"))
                        .toString());
        Path loop = folder.resolve("loop.npy");
        files.put("a link to itself", Files.createSymbolicLink(loop, loop).toString());
        files.put("an empty file", Files.createFile(folder.resolve("empty.npy")).toString());
        files.put(
                "a name that is too long",
                folder.resolve("x".repeat(300) + ".npy").toString());
        files.put("an empty name", "");
        files.put("a name with NUL", folder + "/a\0b.npy");
        files.put("a name with a line feed", folder + "/a\nb.npy");
        files.put("a name that turns the line around", folder + "/\u202eab.npy");
        files.put("a blank", " ");
        files.put("/proc/self/mem", "/proc/self/mem");
        for (String end : List.of("npy", "npz", "csv", "json", "idx", "what")) {
            Path zeros = sparse(folder.resolve("sparse." + end), new byte[0], 1L << 40);
            files.put("a terabyte of zeros (." + end + ")", zeros.toString());
        }
        return files;
    }
}
