package io.github.fisherscope.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {
    private static final int ALL = Integer.MAX_VALUE;

    @TempDir
    private Path folder;

    private Path text(String content) throws IOException {
        return Files.writeString(
                folder.resolve("t.csv"), content.replace("\\n", "\n").replace("\\t", "\t"));
    }

    private static CsvTable read(Path file) {
        return CsvFile.read(file, CsvRequest.inputs(CsvHeader.DETECT), ALL);
    }

    private static CsvTable read(Path file, String columns, @Nullable String label) {
        ColumnChoice choice = columns.isEmpty() ? ColumnChoice.all() : ColumnChoice.parse(columns);
        return CsvFile.read(file, new CsvRequest(CsvHeader.DETECT, choice, label, true, true), ALL);
    }

    private static CsvTable named(Path file, String columns, @Nullable String label) {
        ColumnChoice choice = columns.isEmpty() ? ColumnChoice.all() : ColumnChoice.parse(columns);
        return CsvFile.read(file, new CsvRequest(CsvHeader.PRESENT, choice, label, true, true), ALL);
    }

    /** A first sample with a value missing is refused with its place, whatever program wrote it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nan",
                "NaN",
                "NAN",
                "-nan",
                "+NaN",
                "nan(ind)",
                "-nan(ind)",
                "inf",
                "-Inf",
                "+inf",
                "Infinity",
                "-Infinity",
                "NA",
                "na",
                "N/A",
                "n/a",
                "#N/A",
                "#DIV/0!",
                "#NUM!",
                "#VALUE!",
                "<NA>",
                "NULL",
                "null",
                "None",
                "nil",
                "NaT",
                "missing",
                "?",
                "-",
                "--",
                ".",
                "*",
                "1e999",
                "-1e400",
                "1.#QNAN",
                "1.#INF",
                "0x1F",
                "1.5f",
                "5%",
                "''"
            })
    void missingValuesAreNeverNames(String value) throws IOException {
        String field = value.equals("''") ? "" : value;
        for (String first : List.of(field + ",1.5", field + "," + field, "2.5," + field)) {
            if (first.equals(",")) {
                continue; // empty fields alone
            }
            Path file = text(first + "\n1.5,2.5\n3.5,4.5\n");
            int column = first.startsWith("2.5") ? 2 : 1;
            assertThatThrownBy(() -> read(file))
                    .as(first)
                    .isInstanceOf(InputFileException.class)
                    .hasMessageContaining("'" + field + "' in line 1, column " + column)
                    .hasMessageContaining("; ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a,b,c|1.5,2,3|true",
                "height (cm),weight,µ|1.5,2,3|true",
                "label_0,1x1,1x2|1.5,2,3|true",
                "0,1,2|0.5,1.5,2|true",
                "0,1,2,3,4|0,1.5,2,7,1|true",
                "\"2019\",\"2020\",\"2021\"|1,2,3|true",
                "\"0\",\"1\"|0,1|true",
                "1,2,3|4,5,6|false",
                "1,2,3|4.5,5,6|false",
                "2020,2021|1,2|false",
                "0,1|1,0|false",
                "1,0|0,1|false",
                "0,0,0|0.5,0.5,0.5|false",
                "1.5,2.5|3,4|false",
                "-1,0,1|1,0,2|false"
            })
    void namesAreToldFromNumbers(String first, String second, boolean names) throws IOException {
        CsvTable table = read(text(first + "\n" + second + "\n" + second + "\n"));
        assertThat(table.values().kept().rows()).isEqualTo(names ? 2 : 3);
        boolean numbers = first.replace("\"", "").matches("[0-9,]+");
        assertThat(table.notes()).hasSize(names && numbers ? 1 : 0);
        assertThat(CsvFile.header(text(first + "\n" + second + "\n"), CsvRequest.inputs(CsvHeader.DETECT), ALL)
                        .shape())
                .containsExactly(names ? 1 : 2, first.split(",").length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0,1,2|3,4,5|can be names of columns or numbers",
                "0,1|0.5,1.5|can be names of columns or numbers",
                "400,410,420|0.5,1.5,2.5|can be names of columns or numbers",
                "a,1,2|0.5,1.5,2.5|say header yes",
                "x,x|0.5,1.5|say header yes",
                "1x1,1x2|0.5,1.5|is not a number"
            })
    void whatCanBeEitherIsAskedFor(String first, String second, String question) throws IOException {
        Path file = text(first + "\n" + second + "\n");
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining(question)
                .hasMessageContaining("line 1");
        assertThat(CsvFile.read(file, CsvHeader.PRESENT, ALL).kept().rows()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", " ", "  ", " \t ", " , ", " ; "})
    void everySeparatorGivesTheSameNumbers(String separator) throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        double[] numbers = random.doubles(60, -1e3, 1e3).toArray();
        for (boolean named : new boolean[] {false, true}) {
            for (String end : List.of("\n", "\r\n", "\r")) {
                StringBuilder text = new StringBuilder();
                if (named) {
                    text.append(String.join(separator, "a", "\"b\"", "c", "d")).append(end);
                }
                for (int t = 0; t < 15; t++) {
                    int from = 4 * t;
                    text.append(IntStream.range(from, from + 4)
                                    .mapToObj(i -> Double.toString(numbers[i]))
                                    .collect(Collectors.joining(separator)))
                            .append(end);
                }
                Path plain = folder.resolve("t.txt");
                Files.writeString(plain, text);
                Path packed = folder.resolve("t.csv.gz");
                try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
                    out.write(("\ufeff" + text).getBytes(StandardCharsets.UTF_8));
                }
                for (Path file : List.of(plain, packed)) {
                    NpyArray kept = read(file).values().kept();
                    assertThat(kept.shape()).containsExactly(15, 4);
                    assertThat(kept.toArray()).containsExactly(numbers);
                    assertThat(CsvFile.header(file, CsvRequest.inputs(CsvHeader.DETECT), 7)
                                    .shape())
                            .containsExactly(7, 4);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,5;2,5\\n3,5;4,5\\n|'1,5' in line 1, column 1|decimal point",
                "1,5\\t2,5\\n3,5\\t4,5\\n|'1,5' in line 1, column 1|decimal point",
                "1;2\\n3,4\\n|line 2|;",
                "1 2 3\\n4 5\\n|2 fields in line 2 but 3|as many",
                "1,2,\\n3,4,\\n|'' in line 1, column 3|missing",
                "a,b\\n1.5,2\\nred,3\\n|'red' in line 3, column 1|leave out a column",
                "1,\"2\\n3\\n|quote in line 1|close it"
            })
    void textThatIsNoTableIsRefusedWithItsPlace(String content, String place, String remedy) throws IOException {
        Path file = text(content);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining(place)
                .hasMessageContaining(remedy);
    }

    @Test
    void remarksEmptyLinesQuotesAndLinesInQuotesAreRead() throws IOException {
        Path file = text("# a remark, with \"\n\n  \n\"a\"\"b\",\"two\nlines\"\n# again\n\"1.5\",2\n 3 , \"4\" \n");
        CsvTable table = read(file);
        assertThat(table.values().kept().toArray()).containsExactly(1.5, 2, 3, 4);
        assertThat(table.values().integral()).isFalse();
        assertThat(table.ended()).isTrue();
    }

    @Test
    void anIndexIsNotTakenForAnInput() throws IOException {
        String rows = IntStream.range(0, 6)
                .mapToObj(t -> t + "," + String.format(Locale.ROOT, "%.1f,%d", t * 0.5 + 0.25, 9 - t))
                .collect(Collectors.joining("\n"));
        for (String header : List.of(",x,z\n", "Unnamed: 0,x,z\n", "index,x,z\n", ",0,1\n", "")) {
            Path file = text(header + rows + "\n");
            assertThatThrownBy(() -> read(file)).as(header).hasMessageContaining("index as its column 1");
            assertThatThrownBy(() -> CsvFile.read(file, CsvRequest.inputs(CsvHeader.DETECT), 2))
                    .as("whatever the limit")
                    .hasMessageContaining("index as its column 1");
            assertThat(read(file, "2-", null).values().kept().shape()).containsExactly(6, 2);
            assertThat(read(file, "1-3", null).values().kept().shape()).containsExactly(6, 3);
        }
        assertThat(read(text("time,x,z\n" + rows + "\n")).values().kept().shape())
                .containsExactly(6, 3);
        assertThat(read(text("0\n1\n2\n3\n4\n5\n6\n")).values().kept().rows()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "none|9,8,7,6,5,4|has no name and counts the lines downwards",
                "none|2,3,4,5,6,7|has no name and counts the lines",
                "none|10,20,30,40,50,60|has no name and counts the lines in steps of 10",
                "none|0,-2,-4,-6,-8,-10|has no name and counts the lines downwards in steps of 2",
                "none|3,0,4,1,5,2|has no name and holds the numbers from 0 to 5 in some order",
                "id|41,7,3,7,20,1|is named 'id'",
                "Unnamed: 0|5,1,9,2,3,4|is named 'unnamed: 0'",
                "row|6,5,4,3,2,1|is named 'row' and counts the lines downwards",
                "none|3,0,4,1,5,9|",
                "none|0.0,0.5,1.0,1.5,2.0,2.5|",
                "none|0,1,0,1,0,1|",
                "none|7,7,7,7,7,7|",
                "none|0,1,2,3,4,6|",
                "row|6,5,4,3,2,9|",
                "width|0,1,2,3,4,5|"
            })
    void anIndexIsKnownHoweverItCounts(String name, String fields, String sign) throws IOException {
        String rows = Arrays.stream(fields.split(","))
                .map(field -> field + ",0.5," + field.length())
                .collect(Collectors.joining("\n"));
        Path file = text((name == null ? "" : name + ",x,z\n") + rows + "\n");
        if (sign == null) {
            assertThat(read(file).values().kept().shape()).containsExactly(6, 3);
        } else {
            assertThatThrownBy(() -> read(file))
                    .isInstanceOf(InputFileException.class)
                    .hasMessageContaining("has an index as its column 1, which " + sign)
                    .hasMessageContaining("columns 2-3, or 1-3 to keep it");
            assertThat(read(file, "2-3", null).values().kept().shape()).containsExactly(6, 2);
        }
    }

    @Test
    void labelsAreAColumnApart() throws IOException {
        Path file = text("a,label,b\n1.5,2,3\n4,0,6\n7,1,9\n");
        assertThatThrownBy(() -> read(file)).hasMessageContaining("column 2 named 'label' among the inputs");
        for (String label : List.of("label", "2")) {
            CsvTable table = read(file, "", label);
            assertThat(table.values().kept().toArray()).containsExactly(1.5, 3, 4, 6, 7, 9);
            StoredArray labels = Objects.requireNonNull(table.labels());
            assertThat(labels.integral()).isTrue();
            assertThat(labels.kept().toArray()).containsExactly(2, 0, 1);
        }
        CsvRequest two = new CsvRequest(CsvHeader.DETECT, ColumnChoice.parse("b,1"), "label", true, true);
        CsvTable table = CsvFile.read(file, two, 2);
        assertThat(table.values().kept().toArray()).containsExactly(3, 1.5, 6, 4);
        assertThat(Objects.requireNonNull(table.labels()).kept().rows())
                .as("labels of the whole file")
                .isEqualTo(3);
        assertThat(table.ended()).isFalse();
        assertThat(read(file, "1-", null).values().kept().columns()).isEqualTo(3);
        Path words = text("a,label\n1.5,red\n2.5,blue\n");
        CsvRequest unread = new CsvRequest(CsvHeader.DETECT, ColumnChoice.all(), "label", false, true);
        assertThat(CsvFile.read(words, unread, ALL).values().kept().toArray()).containsExactly(1.5, 2.5);
        assertThatThrownBy(() -> read(words, "", "label")).hasMessageContaining("'red' in line 2, column 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5|4 columns",
                "2-9|4 columns",
                "e|no column 'e', only a, b, c, a",
                "a|two columns named 'a'",
                "1,1|column 1 twice",
                "1-3,2|column 2 twice",
                "2147483648|no column",
                "1:3|write a range as 2-5",
                "1-4:2|columns in steps one by one",
                "2..3|write a range as 2-5",
                "-2|write a range as 2-5"
            })
    void columnsThatAreNotThereAreRefused(String columns, String problem) throws IOException {
        Path file = text("a,b,c,a\n1,2,3,4\n");
        assertThatThrownBy(() -> named(file, columns, null))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining(problem);
        assertThatThrownBy(() -> ColumnChoice.parse("1,,2")).hasMessageContaining("empty part");
        assertThatThrownBy(() -> ColumnChoice.parse("1,4-2"))
                .hasMessageContaining("the range 4-2 runs backwards")
                .hasMessageContaining("write 2-4, or list the columns in the order wanted, as in 4,3");
        assertThatThrownBy(() -> ColumnChoice.parse("0-2"))
                .hasMessageContaining("columns is 0-2; columns are counted from 1");
        assertThatThrownBy(() -> named(file, "1,2", "b")).hasMessageContaining("among the inputs");
        assertThatThrownBy(() -> named(file, "", "1-2")).hasMessageContaining("labels are one column");
    }

    @Test
    void aBombOfBlanksIsRefusedByItsLength() throws IOException {
        Path file = folder.resolve("bomb.csv.gz");
        byte[] blanks = new byte[1 << 20];
        Arrays.fill(blanks, (byte) '1');
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < 64; i++) {
                out.write(blanks);
            }
        }
        assertThatThrownBy(() -> read(file)).hasMessageContaining("4194304 characters");
    }
}
