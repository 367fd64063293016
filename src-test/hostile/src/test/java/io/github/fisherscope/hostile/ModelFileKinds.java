package io.github.fisherscope.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Networks in the files of other programs, architectures and baselines that are no regular files, or far too long. */
final class ModelFileKinds {
    private static final Map<String, String> STARTS = Map.of(
            "onnx", "\u0008\u0007",
            "safetensors", "2\0\0\0\0\0\0\0",
            "pt", "PK\u0003\u0004",
            "h5", "\u0089HDF\r\n\u001a\n",
            "keras", "PK\u0003\u0004",
            "zip", "PK\u0003\u0004");

    private ModelFileKinds() {}

    /** Returns the kinds; their files lie in a folder of their own inside {@code folder}. */
    static List<Kind> in(Path folder) throws IOException {
        Path models = Files.createDirectory(folder.resolve("models"));
        List<Kind> kinds = new ArrayList<>();
        for (String end : STARTS.keySet().stream().sorted().toList()) {
            for (Map.Entry<String, Path> file : files(models, end).entrySet()) {
                String path = file.getValue().toString();
                String what = file.getKey() + " as ." + end;
                kinds.add(Kind.refused(
                        what + ": network", "--network", "spectrum", "--network", path, "--activation", "tanh"));
                kinds.add(Kind.refused(
                        what + ": with layers",
                        "--network",
                        "spectrum",
                        "--network",
                        path,
                        "--architecture",
                        sound(models),
                        "--memory",
                        "1g"));
                kinds.add(Kind.refused(what + ": inspected", path, "inspect", path));
            }
        }
        for (Map.Entry<String, Path> file : files(models, "json").entrySet()) {
            String path = file.getValue().toString();
            String what = file.getKey() + " as ";
            kinds.add(Kind.refused(
                    what + "architecture", "--architecture", "spectrum", "--architecture", path, "--samples", "3"));
            kinds.add(Kind.refused(what + "inspected architecture", path, "inspect", path));
            kinds.add(Kind.refused(
                    what + "baseline",
                    path,
                    "spectrum",
                    "--widths",
                    "3,4,2",
                    "--samples",
                    "3",
                    "--tolerance",
                    "5%",
                    "--baseline",
                    path));
        }
        return kinds;
    }

    private static Map<String, Path> files(Path folder, String end) throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        files.put("/dev/zero", Files.createSymbolicLink(folder.resolve("zeros." + end), Path.of("/dev/zero")));
        files.put("/dev/null", Files.createSymbolicLink(folder.resolve("null." + end), Path.of("/dev/null")));
        Path pipe = folder.resolve("pipe." + end);
        if (SpecialFileKinds.makesPipe(pipe)) {
            files.put("a pipe", pipe);
        }
        files.put("a folder", Files.createDirectory(folder.resolve("folder." + end)));
        files.put("nothing", folder.resolve("missing." + end));
        files.put("an empty file", Files.createFile(folder.resolve("empty." + end)));
        byte[] start = STARTS.getOrDefault(end, "{").getBytes(StandardCharsets.ISO_8859_1);
        Path long64 = SpecialFileKinds.sparse(folder.resolve("long." + end), start, 1L << 36);
        files.put("64 GiB that begin well", long64);
        return files;
    }

    private static String sound(Path folder) throws IOException {
        return Files.writeString(
                        folder.resolve("sound.json"),
                        "{\"input\": [3], \"layers\": [{\"layer\": \"dense\", \"units\": 2}]}")
                .toString();
    }
}
