package io.github.fisherscope.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Autoencoders that cannot be trained, files that hold none, and states and results that are damaged. */
final class AutoencoderKinds {
    private static final String[] LINES = {
        "train --hidden 60000 --latents 20000",
        "train --hidden 0",
        "train --hidden 1,,2",
        "train --hidden 2147483648",
        "train --latents 0",
        "train --latents 2147483648",
        "train --activation swoosh",
        "train --emission cauchy",
        "train --emission gaussian --variance 0",
        "train --emission gaussian --variance 1e400",
        "train --variance 1",
        "train --optimizer natural",
        "train --learning-rate 0",
        "train --learning-rate NaN",
        "train --steps 0",
        "train --steps 3 --epochs 3",
        "train --epochs 2147483647 --batch 1",
        "train --batch 0",
        "train --warm-up -1",
        "train --held-out 1",
        "train --held-out NaN",
        "train --held-out 0.0001",
        "train --record 0",
        "train --threads 0",
        "train --save @/trained.txt",
        "train --save @/sound.npy",
        "train --save /dev/null/x.npz",
        "train --checkpoint @/sound.npy",
        "train --checkpoint @/damaged",
        "train --checkpoint @/empty",
        "train --checkpoint @/foreign",
        "train --checkpoint @/binary",
        "train --checkpoint @/pipe",
        "train --data @/missing.npy",
        "train --data @/short.csv",
        "train --data @/grey.csv",
        "train --data @/nan.csv",
        "infer",
        "infer --model @",
        "infer --model @/missing.npz",
        "infer --model @/sound.npy",
        "infer --model @/short.csv",
        "infer --model @/damaged/vae-state.json",
        "report",
        "report @",
        "report @/missing.json",
        "report @/damaged/vae-state.json",
        "report @/empty/vae-state.json",
        "report @/foreign/vae-state.json",
        "report @/binary/vae-state.json",
        "report @/pipe/vae-state.json",
        "report @/sound.npy"
    };

    private AutoencoderKinds() {}

    static List<Kind> in(Path parent, Path earlier) throws IOException {
        Path folder = Files.createDirectory(parent.resolve("autoencoders"));
        Bytes.write(folder.resolve("sound.npy"), Bytes.npy(0.5));
        Bytes.write(folder.resolve("short.csv"), Bytes.utf8("1,2,3\n1,2\n"));
        Bytes.write(folder.resolve("grey.csv"), Bytes.utf8("0.5,1.5\n0.5,0.25\n"));
        Bytes.write(folder.resolve("nan.csv"), Bytes.utf8("0.5,nan\n0.5,0.25\n"));
        state(folder.resolve("damaged"), "{\"schema\":\"fisherscope/vae-training/1\"");
        state(folder.resolve("empty"), "");
        state(folder.resolve("foreign"), "{\"schema\":\"somebody/else/1\"}");
        state(folder.resolve("binary"), "");
        Files.write(folder.resolve("binary/vae-state.json"), new byte[] {'{', (byte) 0x92, (byte) 0x80});
        Files.createDirectory(folder.resolve("pipe"));
        SpecialFileKinds.makesPipe(folder.resolve("pipe/vae-state.json"));
        List<Kind> kinds = new ArrayList<>();
        for (String line : LINES) {
            List<String> arguments = new ArrayList<>(List.of("vae"));
            Arrays.stream(line.split(" "))
                    .map(a -> a.replace("@", folder.toString()))
                    .forEach(arguments::add);
            if (line.startsWith("train") && !line.contains("--steps") && !line.contains("--epochs")) {
                arguments.addAll(List.of("--steps", "2"));
            }
            arguments.addAll(List.of("--out", earlier.toString()));
            kinds.add(new Kind("vae " + line, arguments, Kind.Fate.REFUSED, ""));
        }
        return kinds;
    }

    private static void state(Path folder, String text) throws IOException {
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("vae-state.json"), text);
    }
}
