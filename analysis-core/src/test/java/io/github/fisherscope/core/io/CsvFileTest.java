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
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
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
                "0.1,0.2,0.3|0.4,0.7,0.6|false",
                "0.1,0.2,0.3,0.4|0.5,0.6,0.7,0.8|false",
                "1,2.5,4,7|1,2,2,3|false",
                "-1,0,1|1,0,2|false"
            })
    void namesAreToldFromNumbers(String first, String second, boolean names) throws IOException {
        CsvTable table = read(text(first + "\n" + second + "\n" + second + "\n"));
        assertThat(table.values().kept().rows()).isEqualTo(names ? 2 : 3);
        boolean numbers = first.replace("\"", "").matches("[0-9,]+");
        boolean maybeOneColumn = (first + second).matches("\\d+,\\d+,\\d+");
        assertThat(table.notes()).hasSize((names && numbers) || maybeOneColumn ? 1 : 0);
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
                "0.0,1.0,2.0|0.5,1.5,2.7|can be names of columns or numbers",
                "400.5,401,401.5,402|0.5,1.5,2.5,1|can be names of columns or numbers",
                "5,5.1,5.2,5.3|1,1,1,2|can be names of columns or numbers",
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

    /** An empty corner stands above an index where the other names count, and is a missing value where they are no names. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {",0,1|7,0.5,1.5|index", ",5,7|1,2,3|can be names of columns or numbers", ",0.5,0.7|8,2,3|missing"})
    void anEmptyCornerIsNoName(String first, String second, String words) throws IOException {
        Path file = text(first + "\n" + second + "\n" + second + "\n");
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining(words);
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
