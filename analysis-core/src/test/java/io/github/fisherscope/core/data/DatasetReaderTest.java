package io.github.fisherscope.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.io.ColumnChoice;
import io.github.fisherscope.core.io.CsvHeader;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.io.NpzFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetReaderTest {
    private static final DataOptions DEFAULTS = DataOptions.defaults();

    @TempDir
    Path folder;

    private Path text(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private Path npy(String name, NpyArray array) {
        Path file = folder.resolve(name);
        NpyFile.write(file, array);
        return file;
    }

    /** An idx file of unsigned bytes 0, 1, 2, …; compressed if the name ends in .gz. */
    private Path idx(String name, int... shape) throws IOException {
        int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * shape.length + size).putInt(0x0800 | shape.length);
        Arrays.stream(shape).forEach(bytes::putInt);
        for (int i = 0; i < size; i++) {
            bytes.put((byte) i);
        }
        Path file = folder.resolve(name);
        try (OutputStream raw = Files.newOutputStream(file);
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
            out.write(bytes.array());
        }
        return file;
    }

    private static Dataset read(Path data) {
        return DatasetReader.of(DEFAULTS).read(data);
    }

    private static double[] numbers(Dataset d) {
        double[] numbers = new double[d.samples() * d.inputs()];
        d.buffer().get(numbers);
        return numbers;
    }

    private static AbstractThrowableAssert<?, ?> refusal(Path data) {
        return assertThatThrownBy(() -> read(data))
                .isInstanceOf(InputFileException.class)
                .hasMessageStartingWith(data + ": ");
    }

    @Test
    void imagesAndTheirLabelsAreReadAsMnistShipsThem() throws IOException {
        Path images = idx("t10k-images-idx3-ubyte.gz", 60, 2, 3);
        Path labels = idx("t10k-labels-idx1-ubyte.gz", 60);
        Dataset d = DatasetReader.of(DEFAULTS).read(images, labels);
        assertThat(d.samples()).isEqualTo(60);
        assertThat(d.inputs()).isEqualTo(6);
        assertThat(d.get(42, 3)).isEqualTo(255);
        assertThat(d.labels()).isInstanceOf(Labels.Classes.class);
        assertThat(((Labels.Classes) d.labels()).get(59)).isEqualTo(59);
        assertThat(d.source().description()).isEqualTo(images.toString());
        Dataset plain = DatasetReader.of(DEFAULTS.withLimit(5)).read(idx("images.idx", 60, 2, 3), labels);
        assertThat(numbers(plain)).containsExactly(Arrays.copyOf(numbers(d), 30));
        assertThat(plain.labels()).isEqualTo(Labels.Classes.of(60, 0, 1, 2, 3, 4));
    }

    @Test
    void theDigestIsThatOfTheFile() throws IOException {
        // SHA-256 of the two bytes "1\n", as any tool gives it.
        assertThat(read(text("one.csv", "1\n")).source().sha256())
                .isEqualTo("4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.npy", "data.npz", "data.csv", "npy-content", "npz-content"})
    void everyFormatGivesTheSameNumbers(String name) throws IOException {
        NpyArray x = NpyArray.of(new double[] {1.5, -2, 3e-5, 4, 5, 6}, 3, 2);
        Path file = folder.resolve(name);
        if (name.contains("npz")) {
            NpzFile.write(file, Map.of("x", x));
        } else if (name.contains("npy")) {
            NpyFile.write(file, x);
        } else {
            Files.writeString(file, "1.5,-2\n3e-5,4\n5,6\n");
        }
        assertThat(numbers(read(file))).containsExactly(x.toArray());
        assertThat(numbers(DatasetReader.of(DEFAULTS.withLimit(2)).read(file))).containsExactly(1.5, -2, 3e-5, 4);
        assertThat(read(file).labels()).isEqualTo(Labels.none());
    }

    @Test
    void labelsOfAnArchiveBelongToItsSamples() {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("x", NpyArray.of(new double[] {1, 2, 3}, 3, 1));
        arrays.put("y", NpyArray.of(new double[] {0.5, 1, 2, 3, 4, 5}, 3, 2));
        Path file = folder.resolve("d.npz");
        NpzFile.write(file, arrays);
        Labels.Targets targets = (Labels.Targets)
                DatasetReader.of(DEFAULTS.withLimit(2)).read(file).labels();
        assertThat(targets.size()).isEqualTo(2);
        assertThat(targets.get(1, 0)).isEqualTo(2);
        assertThatThrownBy(() -> DatasetReader.of(DEFAULTS).read(file, text("l.csv", "1\n2\n3\n")))
                .hasMessageContaining("leave one of them out");
        NpzFile.write(file, Map.of("inputs", arrays.get("x")));
        refusal(file).hasMessageContaining("no array 'x'").hasMessageContaining("inputs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,2\\n3,x\\n|'x' in line 2, column 2",
                "1,2\\n\\n3\\n|1 fields in line 3 but 2",
                "a,b\\n|0 samples",
                "1,b\\n|'b' in line 1, column 2",
                "1\\nnan\\n|'nan' in line 2, column 1",
                "1\\n1e999\\n|'1e999' in line 2, column 1",
                "1\\n0x1p3\\n|'0x1p3' in line 2, column 1",
                "1\\n2d\\n|'2d' in line 2, column 1",
                "1\\n1,5\\n|2 fields in line 2 but 1",
                "1,2\\n3,\\n|'' in line 2, column 2",
                "1\\n\"2\\n|a quote in line 2 that never closes"
            })
    void textThatIsNoMatrixIsRefusedWithItsPlace(String content, String problem) throws IOException {
        refusal(text("d.csv", content.replace("\\n", "\n"))).hasMessageContaining(problem);
    }

    @Test
    void aHeaderLineIsDetectedOrDeclared() throws IOException {
        Path named = text("named.csv", "\ufeff\"a\",b\r\n# remark\r\n\r\n \"1.5\" , 2 \r\n");
        assertThat(numbers(read(named))).containsExactly(1.5, 2);
        Path years = text("years.csv", "2020,2021\n1,-2\n");
        assertThat(read(years).samples()).isEqualTo(2);
        DataOptions present = DEFAULTS.withCsvHeader(CsvHeader.PRESENT);
        assertThat(numbers(DatasetReader.of(present).read(years))).containsExactly(1, -2);
        assertThatThrownBy(() -> DatasetReader.of(DEFAULTS.withCsvHeader(CsvHeader.ABSENT))
                        .read(named))
                .hasMessageContaining("'a' in line 1, column 1");
    }

    @Test
    void textBehindTheLimitIsNotLookedAt() throws IOException {
        Path file = text("d.csv", "1\n2\nbroken\n");
        assertThat(DatasetReader.of(DEFAULTS.withLimit(2)).read(file).samples()).isEqualTo(2);
    }

    @Test
    void labelsInTextAreClassesIfTheyAreWrittenAsWholeNumbers() throws IOException {
        Path data = text("d.csv", "1\n2\n3\n");
        DatasetReader reader = DatasetReader.of(DEFAULTS);
        assertThat(reader.read(data, text("c.csv", "label\n2\n0\n1\n")).labels())
                .isEqualTo(Labels.Classes.of(3, 2, 0, 1));
        assertThat(reader.read(data, text("t.csv", "2.0\n0\n1\n")).labels()).isInstanceOf(Labels.Targets.class);
        assertThat(reader.read(data, text("two.csv", "1,0\n0,1\n1,0\n")).labels())
                .isInstanceOf(Labels.Targets.class);
        assertThatThrownBy(() -> reader.read(data, text("short.csv", "1\n2\n")))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("short.csv: has 2 labels, but there are 3 samples");
        assertThatThrownBy(() -> reader.read(data, text("long.csv", "1\n2\n3\n4\n")))
                .hasMessageContaining("has 4 labels");
        assertThatThrownBy(() -> reader.read(data, text("neg.csv", "1\n-2\n3\n")))
                .hasMessageContaining("label -2 for sample 1");
    }

    /** The labels of samples behind the limit tell as much about how classes are counted as those before it. */
    @Test
    void labelsAreLookedAtToTheirEndWhateverTheLimit() throws IOException {
        Path data = text("d.csv", "1.5\n2\n3\n4\n");
        DatasetReader two = DatasetReader.of(DEFAULTS.withLimit(2));
        Labels.Classes classes =
                (Labels.Classes) two.read(data, text("one.csv", "1\n2\n3\n1\n")).labels();
        assertThat(classes.size()).isEqualTo(2);
        assertThat(classes.classes()).isEqualTo(4);
        assertThat(classes.smallest()).isEqualTo(1);
        assertThatThrownBy(() -> two.read(data, text("nan.csv", "1.5\n2\nnan\n1\n")))
                .hasMessageContaining("'nan' in line 3");
        Path table = text("t.csv", "x,label\n1.5,1\n2.5,2\n3.5,3\n");
        Labels.Classes column =
                (Labels.Classes) DatasetReader.of(DEFAULTS.withLimit(2).withLabelColumn("label"))
                        .read(table)
                        .labels();
        assertThat(column.size()).isEqualTo(2);
        assertThat(column.classes()).isEqualTo(4);
    }

    @Test
    void labelsThatPlayNoPartAreNotLookedAt() throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("x", NpyArray.of(new double[] {1, 2, 3}, 3, 1));
        for (NpyArray y : new NpyArray[] {
            NpyArray.of(new double[] {Double.NaN, 1, 2}, 3), NpyArray.of(new double[7], 7), NpyArray.of(new double[1])
        }) {
            arrays.put("y", y);
            Path file = folder.resolve("y.npz");
            NpzFile.write(file, arrays);
            assertThatThrownBy(() -> read(file)).isInstanceOf(InputFileException.class);
            DatasetReader reader = DatasetReader.of(DEFAULTS.withReadLabels(false));
            assertThat(reader.read(file).labels()).isEqualTo(Labels.none());
            assertThat(reader.sizes(file, null)).isEqualTo(new DataSizes(3, 1, 3));
        }
        Path words = text("w.csv", "x,kind\n1.5,red\n2.5,blue\n");
        DataOptions kind = DEFAULTS.withLabelColumn("kind");
        assertThatThrownBy(() -> DatasetReader.of(kind).read(words)).hasMessageContaining("'red'");
        assertThat(numbers(DatasetReader.of(kind.withReadLabels(false)).read(words)))
                .containsExactly(1.5, 2.5);
    }

    @Test
    void columnsOfArraysAreChosenByPosition() throws IOException {
        Path file = npy("c.npy", NpyArray.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3));
        DataOptions options = DEFAULTS.withColumns(ColumnChoice.parse("3,1")).withLabelColumn("2");
        Dataset d = DatasetReader.of(options).read(file);
        assertThat(numbers(d)).containsExactly(3, 1, 6, 4);
        assertThat(((Labels.Targets) d.labels()).get(1, 0)).isEqualTo(5);
        assertThat(DatasetReader.of(options.withLimit(1)).sizes(file, null)).isEqualTo(new DataSizes(1, 2, 8));
        assertThatThrownBy(() -> DatasetReader.of(options).read(idx("i.idx", 2, 3)))
                .hasMessageContaining("images, not columns");
        assertThatThrownBy(() -> DatasetReader.of(DEFAULTS.withCsvHeader(CsvHeader.PRESENT))
                        .read(file))
                .hasMessageContaining("no text file");
    }

    @Test
    void sizesComeFromHeadersAlone() throws IOException {
        Path images = idx("s.idx.gz", 60, 2, 3);
        assertThat(DatasetReader.of(DEFAULTS.withLimit(7)).sizes(images, idx("l.idx", 60)))
                .isEqualTo(new DataSizes(7, 6, 7 * 6 + 60));
        DataOptions standardized = DEFAULTS.withStandardization(Standardization.PER_INPUT);
        assertThat(DatasetReader.of(standardized).sizes(text("s.csv", "a,b\n1.5,2\n3,4\n"), null))
                .isEqualTo(new DataSizes(2, 2, 8));
    }

    @Test
    void standardisedInputsHaveMeanZeroAndVarianceOneAndConstantOnesAreCounted() {
        SplittableRandom random = new SplittableRandom(3);
        // Columns of very different size, one of them constant, one with a mean 10⁶ times its deviation.
        double[] scale = {1, 1e-200, 1e90, 0, 1};
        double[] shift = {0, 0, 0, 7.1, 1e6};
        NpyArray x = NpyArray.ofRows(
                200, 5, (t, row) -> Arrays.setAll(row, i -> shift[i] + scale[i] * random.nextDouble(-1, 1)));
        Dataset d = DatasetReader.of(DEFAULTS.withStandardization(Standardization.PER_INPUT))
                .read(npy("x.npy", x));
        for (int i = 0; i < 5; i++) {
            double mean = 0;
            double square = 0;
            for (int t = 0; t < 200; t++) {
                mean += d.get(t, i) / 200;
                square += d.get(t, i) * d.get(t, i) / 200;
            }
            // Column 4: the mean 10⁶ is rounded by half an ulp, 6e-11, against a deviation of 0.58.
            assertThat(mean).as("mean of input " + i).isCloseTo(0, within(i == 4 ? 2e-10 : 200 * Math.ulp(1.0)));
            assertThat(square).as("variance of input " + i).isCloseTo(i == 3 ? 0 : 1, within(400 * Math.ulp(1.0)));
        }
        assertThat(d.moments().constantInputs()).isEqualTo(1);
        assertThat(d.get(17, 3)).isZero();
        assertThat(d.standardization()).isEqualTo(Standardization.PER_INPUT);
        assertThat(d.meanSquaredNorm()).isCloseTo(0.8, within(1e-12)); // 4 of 5 inputs have variance 1; 1000 terms
    }

    @Test
    void globalStandardisationUsesOneMeanAndOneVariance() {
        Path file = npy("x.npy", NpyArray.of(new double[] {1, 3, 1, 3}, 2, 2));
        DataOptions global = DEFAULTS.withStandardization(Standardization.GLOBAL);
        assertThat(numbers(DatasetReader.of(global).read(file))).containsExactly(-1, 1, -1, 1);
        Path same = npy("s.npy", NpyArray.of(new double[] {2, 2}, 1, 2));
        assertThat(numbers(DatasetReader.of(global).read(same))).containsExactly(0, 0);
    }

    @Test
    void standardisationIsOverTheSamplesKeptAndNeedsTwo() {
        Path file = npy("x.npy", NpyArray.of(new double[] {1, 3, 500}, 3, 1));
        DataOptions perInput = DEFAULTS.withStandardization(Standardization.PER_INPUT);
        assertThat(numbers(DatasetReader.of(perInput.withLimit(2)).read(file))).containsExactly(-1, 1);
        assertThatThrownBy(() -> DatasetReader.of(perInput.withLimit(1)).read(file))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("1 sample");
    }

    @Test
    void samplesOfAnyShapeBecomeRows() throws IOException {
        Dataset cube = DatasetReader.of(DEFAULTS)
                .read(npy("cube.npy", NpyArray.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2)));
        assertThat(cube.samples()).isEqualTo(2);
        assertThat(numbers(cube)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void numbersAndShapesThatCannotBeInputsAreRefused() throws IOException {
        refusal(npy("nan.npy", NpyArray.of(new double[] {1, 2, 3, Double.NaN}, 2, 2)))
                .hasMessageContaining("NaN as input 1 of sample 1");
        refusal(npy("inf.npy", NpyArray.of(new double[] {Double.NEGATIVE_INFINITY}, 1, 1)))
                .hasMessageContaining("-Infinity as input 0 of sample 0");
        refusal(npy("vector.npy", NpyArray.of(new double[3], 3))).hasMessageContaining("x.reshape(-1, 1)");
        refusal(npy("scalar.npy", NpyArray.of(new double[1]))).hasMessageContaining("samples x inputs");
        refusal(npy("none.npy", NpyArray.of(new double[0], 0, 3))).hasMessageContaining("0 samples of 3 inputs");
        refusal(folder).hasMessageContaining("is a directory");
        refusal(folder.resolve("missing.npy")).hasMessageContaining("does not exist");
        refusal(text("what", "hello")).hasMessageContaining("known format");
        refusal(text("empty.csv", "")).hasMessageContaining("is empty");
        refusal(text("fake.npy", "hello, world")).hasMessageContaining(".npy");
    }

    @ParameterizedTest
    @EnumSource(Standardization.class)
    void theTurkishLanguageChangesNothing(Standardization standardization) throws IOException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            DataOptions options = DEFAULTS.withStandardization(standardization);
            assertThat(DatasetReader.of(options).read(idx("IMAGES.IDX", 3, 2)).samples())
                    .isEqualTo(3);
            refusal(text("I.CSV", "1\nINF\n")).hasMessageContaining("line 2, column 1");
        } finally {
            Locale.setDefault(before);
        }
    }
}
