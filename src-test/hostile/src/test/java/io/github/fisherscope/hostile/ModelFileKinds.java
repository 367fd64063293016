package io.github.fisherscope.hostile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
        kinds.addAll(withoutUse(models));
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

    /** Sound files and architectures with options that nothing in them answers to. */
    private static List<Kind> withoutUse(Path models) throws IOException {
        String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}}    ";
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 24).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        String chain =
                Files.write(models.resolve("chain.safetensors"), bytes.array()).toString();
        List<Kind> kinds = new ArrayList<>();
        for (String option : List.of(
                "--keep-softmax",
                "--network-output out",
                "--input-shape 3",
                "--freeze nothing.*",
                "--parameters w,nothing.*",
                "--orientation fan-in-fan-out",
                "--ignore-arrays w",
                "--memory 10m")) {
            String name = option.split(" ")[0];
            String[] words = ("inspect " + chain + " --activation identity " + option).split(" ");
            kinds.add(Kind.refused("inspect with " + option, name, words));
            if (!name.equals("--memory")) {
                kinds.add(
                        Kind.refused("preset inspected with " + option, name, ("inspect lenet " + option).split(" ")));
            }
        }
        kinds.add(Kind.refused("preset with activation", "--activation", "inspect", "lenet", "--activation", "relu"));
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
