package io.github.fisherscope.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Trainings that cannot be, and states of trainings that are damaged. */
final class TrainingKinds {
    private static final String[] LINES = {
        "--optimizer sgd",
        "--optimizer natural --damping -1",
        "--optimizer natural --damping 1e400",
        "--optimizer natural --damping 0.1 --cutoff 0.1",
        "--optimizer natural --cutoff 2",
        "--optimizer natural --form first-order",
        "--optimizer adaptive-natural --form kronecker",
        "--optimizer adaptive-natural --epsilon 1",
        "--optimizer adaptive-natural --learning-rate auto",
        "--optimizer adaptive-natural --widths 100,100,100,1",
        "--optimizer adam --learning-rate auto",
        "--momentum 0.9",
        "--learning-rate 0",
        "--learning-rate -1",
        "--learning-rate auto:",
        "--learning-rate 0.1 --follow-bound 5",
        "--follow-bound 0",
        "--steps 0",
        "--steps 3 --epochs 3",
        "--epochs 2147483647 --batch 1",
        "--batch 0",
        "--order file",
        "--order random --batch 2",
        "--record every:0",
        "--record often",
        "--top 0",
        "--held-out 1",
        "--held-out 0.001",
        "--held-out NaN",
        "--target-loss NaN",
        "--save @/trained.txt",
        "--save @/sound.npy",
        "--save /dev/null/x.npz",
        "--checkpoint @/sound.npy",
        "--checkpoint @/damaged",
        "--checkpoint @/empty",
        "--checkpoint @/foreign",
        "--checkpoint @/binary",
        "--checkpoint @/pipe",
        "--data @/sound.npy",
        "--data @/sound.npy --labels @/sound.npy",
        "--data @/sound.npy --labels @/short.npy --widths 3,2,1",
        "--data @/sound.npy --labels @/short.npy --widths 3,2,1 --likelihood categorical",
        "--likelihood cauchy",
        "--divergence js",
        "--divergence hellinger --likelihood categorical",
        "--divergence jeffreys --likelihood categorical --widths 3,4,3",
        "--divergence total-variation --likelihood categorical --widths 3,4,3",
        "--divergence alpha:1e400 --likelihood categorical --widths 3,4,3",
        "--label-smoothing 0.1",
        "--label-smoothing 1 --likelihood categorical --widths 3,4,3",
        "--threads 0",
        "--threads many",
        "--memory 1",
        "--memory lots",
        "--memory 1m",
        "--memory 400m --widths 100,300,10 --samples 4000 --optimizer natural",
        "--backend abacus",
        "--precision single"
    };

    private static final String[] SERIES = {
        "@ --data @/short.csv",
        "@/missing.npz --data @/short.csv",
        "@/short.npy --data @/short.csv",
        "@/empty --data @/short.csv",
        "@/missing.npz --data @/missing.npy",
        "@/missing.npz",
        "--data @/short.csv",
        "@/missing.npz --data @/short.csv --top 0",
        "@/missing.npz --data @/short.csv --likelihood cauchy",
        "@/missing.npz --data @/short.csv --checkpoint @/short.npy",
        "@/missing.npz --data @/short.csv --checkpoint @/damaged",
        "@/missing.npz --data @/short.csv --checkpoint @/empty",
        "@/missing.npz --data @/short.csv --checkpoint @/foreign",
        "@/missing.npz --data @/short.csv --labels @/missing.npy",
        "@/short.npy --data @/short.csv --memory 1m"
    };

    private TrainingKinds() {}

    static List<Kind> in(Path parent, Path earlier) throws IOException {
        Path folder = Files.createDirectory(parent.resolve("trainings"));
        Bytes.write(folder.resolve("sound.npy"), Bytes.npy(0.5));
        Bytes.write(folder.resolve("short.npy"), Bytes.utf8("1\n2\n"));
        damaged(folder.resolve("damaged"), "{\"schema\":\"fisherscope/trajectory/1\"");
        damaged(folder.resolve("empty"), "");
        damaged(folder.resolve("foreign"), "{\"schema\":\"somebody/else/1\"}");
        damaged(folder.resolve("binary"), "");
        Files.write(folder.resolve("binary/checkpoint.json"), new byte[] {'{', (byte) 0x92, (byte) 0x80});
        Files.createDirectory(folder.resolve("pipe"));
        SpecialFileKinds.makesPipe(folder.resolve("pipe/checkpoint.json"));
        List<Kind> kinds = new ArrayList<>();
        for (String line : LINES) {
            List<String> arguments = new ArrayList<>(List.of("train"));
            if (!line.contains("--widths") && !line.contains("--data")) {
                arguments.addAll(List.of("--widths", "3,2,1", "--samples", "4"));
            }
            if (!line.contains("--steps") && !line.contains("--epochs")) {
                arguments.addAll(List.of("--steps", "2"));
            }
            arguments.addAll(List.of("--out", earlier.toString()));
            Arrays.stream(line.split(" "))
                    .map(a -> a.replace("@", folder.toString()))
                    .forEach(arguments::add);
            kinds.add(new Kind("train " + line, arguments, Kind.Fate.REFUSED, ""));
        }
        damagedSeries(folder.resolve("damaged"), "{\"schema\":\"fisherscope/track-state/1\"}");
        damagedSeries(folder.resolve("empty"), "");
        damagedSeries(folder.resolve("foreign"), "{\"schema\":\"somebody/else/1\",\"records\":[]}");
        Files.writeString(folder.resolve("short.csv"), "1,2,3\n");
        for (String line : SERIES) {
            List<String> arguments = new ArrayList<>(List.of("track", "--out", earlier.toString()));
            Arrays.stream(line.split(" "))
                    .map(a -> a.replace("@", folder.toString()))
                    .forEach(arguments::add);
            kinds.add(new Kind("track " + line, arguments, Kind.Fate.REFUSED, ""));
        }
        return kinds;
    }

    private static void damagedSeries(Path folder, String text) throws IOException {
        Files.writeString(folder.resolve("track-state.json"), text);
    }

    private static void damaged(Path folder, String text) throws IOException {
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("checkpoint.json"), text);
    }
}
