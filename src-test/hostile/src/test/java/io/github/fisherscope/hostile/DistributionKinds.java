package io.github.fisherscope.hostile;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Files that are no distribution, pictures that are none, and networks that cannot be compared. */
final class DistributionKinds {
    private static final String[] WEIGHTS = {
        "nan\n0.5\n0.5\n",
        "inf\n0.5\n0.5\n",
        "-0.5\n0.5\n1\n",
        "0\n0\n0\n",
        "1e308\n1e308\n1e308\n",
        "1e999\n1\n0\n",
        "0.5\n0.5\n",
        "0.5\n0.3\n0.3\n",
        "",
        "\n\n",
        "x\n",
        "p\n",
        "0.5,0.5\n0.5\n",
        "0.5 0.5 x\n",
        "\u0661\n0\n0\n",
        "0,5;0,3;0,2;\n",
        "1e-400\n0\n0\n"
    };

    private static final String[] OPTIONS = {
        "divergence --family",
        "divergence --family alpha:",
        "divergence --family alpha:NaN",
        "divergence --family alpha:1e400",
        "divergence --family renyi:-1",
        "divergence --family renyi:x",
        "divergence --family bregman:",
        "divergence --family \u0000",
        "divergence --measures --normalize",
        "divergence --p-image 1",
        "divergence --q-image -1",
        "divergence --json -- -",
        "transport --relaxation",
        "transport --relaxation ,",
        "transport --relaxation 0",
        "transport --relaxation NaN",
        "transport --relaxation 1,-1",
        "transport --relaxation 1e400",
        "transport --tolerance 0",
        "transport --tolerance NaN",
        "transport --tolerance 2",
        "transport --max-sweeps -1",
        "transport --max-sweeps 1e3",
        "transport --threads 0",
        "transport --threads 99999",
        "transport --cost",
        "transport --cost cubic",
        "transport --cost @/list.csv",
        "transport --cost @/nan.csv",
        "transport --cost @/weights-0.csv",
        "transport --cost @/text.png",
        "transport --figure-size 0x0",
        "transport --dpi 0",
        "transport --out @/list.csv",
        "transport --out /dev/null/x",
        "transport --out @/list.csv/x"
    };

    private static final String[] NETWORKS = {
        "compare-networks",
        "compare-networks @/list.csv",
        "compare-networks @/list.csv @/list.csv --data @/list.csv",
        "compare-networks @/text.png @/text.png --data @/text.png",
        "compare-networks @/net.npz @/net.npz",
        "compare-networks @/net.npz @/net.npz --data @/text.png --activation tanh",
        "compare-networks @/net.npz @/net.npz --data @/grey.png --activation tanh",
        "compare-networks @/net.npz @/net.npz --data @/list.csv --activation tanh",
        "compare-networks @/net.npz @/net.npz --data @/x.npy",
        "compare-networks @/net.npz @/nowhere.onnx --data @/x.npy --activation tanh",
        "compare-networks @/net.npz @/net.npz --data @/x.npy --activation tanh --freeze W1",
        "compare-networks @/net.npz @/net.npz --data @/x.npy --activation swoosh",
        "compare-networks @/net.npz @/other.npz --data @/x.npy --activation tanh",
        "compare-networks @/net.npz @/net.npz --data @/x.npy --activation tanh --family js",
        "compare-networks @/net.npz @/net.npz --data @/x.npy --activation tanh --family alpha:x",
        "compare-networks @/net.npz @/net.npz --data @/x.npy --activation tanh --likelihood normal",
        "compare-networks @/net.npz @/net.npz --data @/x.npy --activation tanh --confidence 1",
        "compare-networks @/net.npz @/net.npz --data @/x.npy --activation tanh --confidence NaN",
        "compare-networks @/net.npz @/net.npz --data @/x.npy --activation tanh --limit 0",
        "compare-networks @/net.npz @/net.npz --data @/x.npy --activation tanh --labels @/x.npy",
        "compare-networks @/net.npz @/huge.npz --data @/x.npy --activation tanh",
        "compare-networks @/net.npz @/huge.npz --data @/x.npy --activation identity --likelihood poisson",
        "compare-networks @/net.npz @/net.npz @/net.npz --data @/x.npy --activation tanh",
        "compare-networks /dev/zero @/net.npz --data @/x.npy --activation tanh",
        "compare-networks @ @/net.npz --data @/x.npy --activation tanh"
    };

    private DistributionKinds() {}

    static List<Kind> in(Path parent, Path earlier) throws IOException {
        Path folder = Files.createDirectory(parent.resolve("distributions"));
        write(folder);
        List<Kind> kinds = new ArrayList<>();
        String sound = folder.resolve("list.csv").toString();
        for (int i = 0; i < WEIGHTS.length; i++) {
            Path file = Bytes.write(folder.resolve("weights-" + i + ".csv"), Bytes.utf8(WEIGHTS[i]));
            both(
                    kinds,
                    "weights '" + WEIGHTS[i].strip().replace('\n', ' ') + "' " + i,
                    file.toString(),
                    sound,
                    earlier);
        }
        for (String name : List.of("text.png", "cut.png", "black.png", "clear.png", "wide.png", "picture.gif.png")) {
            both(kinds, name, folder.resolve(name).toString(), sound, earlier);
        }
        for (String line : OPTIONS) {
            List<String> arguments = arguments(line, folder);
            int at = 1;
            arguments.addAll(at, List.of("--p", sound, "--q", sound));
            if (line.startsWith("transport") && !arguments.contains("--out")) {
                arguments.addAll(at, List.of("--out", earlier.toString()));
            }
            kinds.add(new Kind(line.replace('\0', '0'), arguments, Kind.Fate.REFUSED, ""));
        }
        for (String line : NETWORKS) {
            kinds.add(new Kind(line, arguments(line, folder), Kind.Fate.REFUSED, ""));
        }
        return kinds;
    }

    private static List<String> arguments(String line, Path folder) {
        return new ArrayList<>(Arrays.stream(line.split(" "))
                .map(a -> a.replace("@", folder.toString()))
                .toList());
    }

    /** The file is p in one command and q in the other. */
    private static void both(List<Kind> kinds, String name, String file, String sound, Path earlier) {
        kinds.add(Kind.refused(name + " as p of divergence", "--p", "divergence", "--p", file, "--q", sound));
        if (name.startsWith("weights '0.5 0.5'")) {
            return; // mass goes from three states to two, too
        }
        kinds.add(Kind.refused(
                name + " as q of transport",
                "--q",
                "transport",
                "--p",
                sound,
                "--q",
                file,
                "--cost",
                "absolute",
                "--out",
                earlier.toString()));
    }

    private static void write(Path folder) throws IOException {
        Bytes.write(folder.resolve("list.csv"), Bytes.utf8("0.5\n0.3\n0.2\n"));
        Bytes.write(folder.resolve("nan.csv"), Bytes.utf8("0,1,2\n1,nan,1\n2,1,0\n"));
        Bytes.write(folder.resolve("text.png"), Bytes.utf8("no picture\n"));
        byte[] grey = picture(4, 3, BufferedImage.TYPE_BYTE_GRAY, 0x808080);
        Bytes.write(folder.resolve("grey.png"), grey);
        Bytes.write(folder.resolve("cut.png"), Arrays.copyOf(grey, grey.length / 2));
        Bytes.write(folder.resolve("black.png"), picture(4, 3, BufferedImage.TYPE_INT_RGB, 0));
        Bytes.write(folder.resolve("clear.png"), picture(4, 3, BufferedImage.TYPE_INT_ARGB, 0x00ffffff));
        Bytes.write(folder.resolve("wide.png"), picture(2048, 1024, BufferedImage.TYPE_BYTE_GRAY, 0xffffff));
        Bytes.write(folder.resolve("picture.gif.png"), Bytes.utf8("GIF89a\1\0\1\0\0\0\0;"));
        Bytes.write(folder.resolve("x.npy"), Bytes.npy(0.5));
        Bytes.write(folder.resolve("net.npz"), network(3, 4, 2));
        Bytes.write(folder.resolve("other.npz"), network(3, 4, 1));
        Bytes.write(folder.resolve("huge.npz"), Bytes.zip(array("W1", 4, 3, 1e150), array("W2", 2, 4, 1e200)));
    }

    private static byte[] network(int inputs, int width, int outputs) {
        return Bytes.zip(array("W1", width, inputs, 0.5), array("W2", outputs, width, 0.5));
    }

    private static Bytes.Entry array(String name, int rows, int columns, double first) {
        String header = String.format(
                Locale.ROOT, "{'descr': '<f8', 'fortran_order': False, 'shape': (%d, %d), }", rows, columns);
        return Bytes.Entry.of(name + ".npy", Bytes.npy(header, Bytes.doubles(rows * columns, first)));
    }

    private static byte[] picture(int width, int height, int type, int rgb) throws IOException {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, rgb);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
