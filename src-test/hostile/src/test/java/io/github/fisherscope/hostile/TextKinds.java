package io.github.fisherscope.hostile;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Text tables that are none, or not quite, and images. */
final class TextKinds {
    private static final String[] REFUSED = {
        "nan,1,2\n1,2,3\n",
        "1,2,3\n4,nan,6\n",
        "NA,NA,NA\n1.5,2,3\n",
        ",,\n1.5,2,3\n",
        "inf,-inf,inf\n1.5,2,3\n",
        "1e999,1,2\n3,4,5\n",
        "0x10,1,2\n3,4,5\n",
        "1d,2f,3\n4,5,6\n",
        "1_000,2,3\n4,5,6\n",
        "1,2,3\n4,5\n",
        "1,2,3\n4,5,6,7\n",
        "1,2,\n4,5,\n",
        "a,b,c\n",
        "a,b,c\n1,x,2\n",
        "1,2,\"3\n",
        "1,2,3\n\"4,5,6\n",
        "1;2,5;3\n1;2,5;3\n",
        "1,2,3\n;4;5\n",
        "0,1,2\n3,4,5\n6,7,8\n",
        "400,410,420\n0.5,1.5,2.5\n",
        "x,x,y\n1.5,2,3\n",
        "a,1,2\n1.5,2,3\n",
        "#N/A,1,2\n1.5,2,3\n",
        "1\u00a02,3,4\n5,6,7\n",
        "\u0661,\u0662,\u0663\n",
        "1,2,3\u0000\n4,5,6\n",
        "\u0000\u0000\u0000",
        "---\n",
        "1,2,3\n\u22121,2,3\n",
        "{\"x\": [1,2,3]}\n",
        "<html></html>\n",
        "1 2 3\n4 5\n",
        "1\t2\t3\n4\t5\n",
        ",a,b\n0,1.5,2\n1,2.5,3\n",
        "label,a,b\n0,1.5,2\n1,2.5,3\n",
        "0.5,1,2\n1,2,3\n2,x,4\n",
        "%PDF-1.4\n",
        "1,2,3\r4,5\r",
        "+,-,.\n1,2,3\n",
        "1e,2e,3e\n4,5,6\n",
        "1,2,1e101\n4,5,6\n",
        "\"1\"\"\",2,3\n4,5,6\n"
    };

    private static final String[] EITHER = {
        "1,2,3\n4,5,6\n",
        "\ufeff1,2,3\n4,5,6\n",
        "1;2;3\n4;5;6\n",
        "1\t2\t3\n4\t5\t6\n",
        " 1  2 3 \n4 5  6\n",
        "1,2,3\r\n4,5,6\r\n",
        "1,2,3\r4,5,6\r",
        "# remark\n\n1,2,3\n\n4,5,6\n\n",
        "a,b,c\n1.5,2,3\n4,5,6\n",
        "\"a\",\"b\",\"c\"\n\"1.5\",2,3\n4,5,6\n",
        "1,2,3",
        "1,2,3\n1,2,3\n1,2,3\n",
        "0,0,0\n0,0,0\n",
        "1e-320,1e100,-1e100\n1,2,3\n",
        "0,1,2\n0.5,1.5,2.5\n3.5,4.5,5.5\n"
    };

    private TextKinds() {}

    static List<Kind> in(Path folder) {
        List<Kind> kinds = new ArrayList<>();
        int number = 0;
        for (String text : REFUSED) {
            kinds.add(kind(folder, "text " + number++, "csv", Bytes.utf8(text), Kind.Fate.REFUSED));
        }
        for (String text : EITHER) {
            kinds.add(kind(folder, "text " + number++, "csv", Bytes.utf8(text), Kind.Fate.EITHER));
            kinds.add(kind(folder, "text " + number++, "csv.gz", Bytes.gzip(Bytes.utf8(text)), Kind.Fate.EITHER));
        }
        byte[] text = Bytes.utf8("1,2,3\n4,5,6\n");
        kinds.add(kind(folder, "UTF-16", "csv", "1,2,3\n".getBytes(StandardCharsets.UTF_16), Kind.Fate.REFUSED));
        kinds.add(kind(
                folder,
                "Latin-1",
                "csv",
                "\u00e9,b,c\n1,2,3\n".getBytes(StandardCharsets.ISO_8859_1),
                Kind.Fate.REFUSED));
        kinds.add(kind(folder, "a line without end", "csv", Bytes.utf8("1".repeat(5_000_000)), Kind.Fate.REFUSED));
        kinds.add(kind(
                folder, "a quote without end", "csv", Bytes.utf8("1,\"" + "2\n".repeat(2_500_000)), Kind.Fate.REFUSED));
        kinds.add(kind(folder, "many quotes", "csv", Bytes.utf8("\"\n".repeat(20_001)), Kind.Fate.REFUSED));
        kinds.add(kind(folder, "many columns", "csv", Bytes.utf8("1,".repeat(200_000) + "1\n"), Kind.Fate.REFUSED));
        kinds.add(kind(folder, "a bomb", "csv.gz", Bytes.gzip(new byte[20_000_000]), Kind.Fate.REFUSED));
        kinds.add(kind(folder, "no gzip", "csv.gz", text, Kind.Fate.EITHER));
        kinds.add(kind(folder, "gzip cut", "csv.gz", cut(Bytes.gzip(text), 12), Kind.Fate.REFUSED));
        kinds.add(kind(folder, "gzip with a wrong checksum", "csv.gz", flipped(Bytes.gzip(text)), Kind.Fate.REFUSED));
        images(kinds, folder);
        options(kinds, folder);
        return kinds;
    }

    private static void images(List<Kind> kinds, Path folder) {
        byte[] sound = Bytes.idx(8, 6, 3, 1);
        for (int cut : new int[] {1, 2, 3, 4, 7, 8, 15, 16, 17, sound.length - 1}) {
            kinds.add(kind(folder, "idx cut to " + cut, "idx", cut(sound, cut), Kind.Fate.REFUSED));
        }
        for (int type : new int[] {0, 1, 7, 9, 10, 11, 12, 13, 14, 15, 255}) {
            Kind.Fate fate = type == 9 ? Kind.Fate.EITHER : Kind.Fate.REFUSED;
            kinds.add(kind(folder, "idx type " + type, "idx", Bytes.idx(type, 6, 3, 1), fate));
        }
        for (int at : new int[] {0, 1, 3, 4, 7, 11}) {
            byte[] changed = sound.clone();
            changed[at] = (byte) 0xff;
            kinds.add(kind(folder, "idx byte " + at, "idx", changed, Kind.Fate.REFUSED));
            kinds.add(kind(folder, "idx.gz byte " + at, "idx.gz", Bytes.gzip(changed), Kind.Fate.REFUSED));
        }
        kinds.add(kind(folder, "idx.gz twice compressed", "idx.gz", Bytes.gzip(Bytes.gzip(sound)), Kind.Fate.REFUSED));
        kinds.add(kind(folder, "idx.gz cut", "idx.gz", cut(Bytes.gzip(sound), 20), Kind.Fate.REFUSED));
        kinds.add(kind(folder, "idx one byte more", "idx", cut(sound, sound.length + 1), Kind.Fate.REFUSED));
        kinds.add(kind(
                folder, "idx.gz one byte more", "idx.gz", Bytes.gzip(cut(sound, sound.length + 1)), Kind.Fate.REFUSED));
    }

    private static void options(List<Kind> kinds, Path folder) {
        Path table = Bytes.write(folder.resolve("table.csv"), Bytes.utf8("a,b,c,kind\n1.5,2,3,0\n4,5,6,1\n"));
        Path array = Bytes.write(folder.resolve("table.npy"), Bytes.matrix(6, 4));
        Path image = Bytes.write(folder.resolve("table.idx"), Bytes.idx(8, 6, 2, 2));
        for (Path file : List.of(table, array, image)) {
            for (String columns :
                    List.of("", "0", "5-", "3-1", "1,1", "nothing", "1,,2", "-1", "1-9999999999", "a\nb", "*")) {
                kinds.add(Kind.refused(
                        "columns '" + columns + "' of " + file.getFileName(),
                        "column",
                        "spectrum",
                        "--widths",
                        "3,4,2",
                        "--data",
                        file.toString(),
                        "--columns",
                        columns));
                kinds.add(Kind.refused(
                        "label column '" + columns + "' of " + file.getFileName(),
                        "column",
                        "spectrum",
                        "--widths",
                        "3,4,2",
                        "--data",
                        file.toString(),
                        "--label-column",
                        columns,
                        "--likelihood",
                        "categorical",
                        "--label-expectation",
                        "empirical"));
            }
        }
        for (String header : List.of("", "maybe", "YES!", "true", "1")) {
            kinds.add(Kind.refused(
                    "header '" + header + "'",
                    "--header",
                    "spectrum",
                    "--widths",
                    "4,4,2",
                    "--data",
                    table.toString(),
                    "--header",
                    header));
        }
    }

    private static byte[] cut(byte[] bytes, int length) {
        return java.util.Arrays.copyOf(bytes, length);
    }

    private static byte[] flipped(byte[] gzip) {
        byte[] changed = gzip.clone();
        changed[changed.length - 6] ^= 1;
        return changed;
    }

    private static Kind kind(Path folder, String name, String end, byte[] content, Kind.Fate fate) {
        Path file = Bytes.write(folder.resolve("t" + Integer.toHexString(name.hashCode()) + "." + end), content);
        return new Kind(
                name + " (." + end + ")",
                List.of("spectrum", "--widths", "3,4,2", "--data", file.toString()),
                fate,
                file.toString());
    }
}
