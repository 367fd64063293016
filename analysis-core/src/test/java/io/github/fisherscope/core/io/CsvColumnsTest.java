package io.github.fisherscope.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which columns of a table are inputs, labels and an index. */
class CsvColumnsTest {
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

    /** One column with decimal commas reads as two columns of whole numbers; where hardly anybody would write those, it is asked about. */
    @ParameterizedTest
    @ValueSource(strings = {"1,05\n2,25\n-3,125\n", "0,05\n0,15\n", "0,5\n0,7\n", "7,010\n8,5\n"})
    void decimalCommasAreAskedFor(String content) throws IOException {
        Path file = text(content);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("one column with decimal commas or two columns")
                .hasMessageContaining("columns 1-2 if there are two");
        assertThat(read(file, "1-2", null).values().kept().shape()).endsWith(2);
        assertThat(read(file, "", "2").values().kept().shape()).endsWith(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3,5\n",
                "1,5\n2,6\n",
                "12,0\n+3,5\n",
                "1,5\n2,-6\n",
                "1,5\n2.5,6\n",
                "1,5,2\n2,6,3\n",
                "a,b\n1,5\n4,6\n",
                "1;5\n2;6\n",
                "1\t5\n4\t6\n",
                "\"1\",\"5\"\n\"2\",\"6\"\n",
                "5,1e3\n7,2\n"
            })
    void whatCannotBeDecimalCommasIsReadAsColumns(String content) throws IOException {
        assertThat(read(text(content)).values().kept().shape().get(1)).isGreaterThanOrEqualTo(2);
    }

    /** Where it can be either, two columns are read, and that is said. */
    @ParameterizedTest
    @CsvSource({
        "'1,5\n2,6\n', true",
        "'-12,0\n+3,5\n', true",
        "'1,5\n2,-6\n', false",
        "'1,5\n2.5,6\n', false",
        "'1,5,2\n2,6,3\n', false",
        "'a,b\n1,5\n4,6\n', false",
        "'1;5\n2;6\n', false"
    })
    void columnsThatCouldBeDecimalCommasAreNoted(String content, boolean noted) throws IOException {
        Path file = text(content.replace("\\n", "\n"));
        assertThat(read(file).notes()).hasSize(noted ? 1 : 0);
        assertThat(read(file, "1-2", null).notes())
                .as("columns that were chosen")
                .isEmpty();
        if (noted) {
            assertThat(read(file).notes().get(0)).contains("two columns", "decimal commas, write decimal points");
        }
    }

    /** Distributions have no columns to choose: only what is hardly anything else is refused. */
    @Test
    void plainNumbersAreRefusedWhereTheyAreHardlyTwoColumns() throws IOException {
        assertThatThrownBy(() -> CsvFile.read(text("0,2\n0,3\n0,5\n"), CsvHeader.DETECT, ALL))
                .hasMessageContaining("write decimal points")
                .hasMessageContaining("separate two columns by");
        assertThat(CsvFile.read(text("0,1\\n0,1\\n"), CsvHeader.DETECT, ALL)
                        .kept()
                        .shape())
                .as("labels of one class of two")
                .containsExactly(2, 2);
        assertThat(CsvFile.read(text("1,5\n2,6\n"), CsvHeader.DETECT, ALL)
                        .kept()
                        .shape())
                .containsExactly(2, 2);
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
}
