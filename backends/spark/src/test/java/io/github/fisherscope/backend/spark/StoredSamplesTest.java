package io.github.fisherscope.backend.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.DataOptions;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.engine.EngineConfig;
import io.github.fisherscope.core.engine.EngineException;
import io.github.fisherscope.core.engine.SampleSource;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.FisherShards;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.LocalShards;
import io.github.fisherscope.core.io.ColumnChoice;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples that executors read from files of every format, in the context of a user's own session. */
class StoredSamplesTest {
    private static final int SAMPLES = 23;
    private static final int INPUTS = 4;
    private static final int PARTITIONS = 3;
    private static final FisherRequest REQUEST = FisherRequest.exact(new Likelihood.Gaussian(1));

    private static SparkSession session;
    private static SparkEngine engine;
    private static Backend backend;
    private static NeuralNetwork network;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        SparkSettings.quiet();
        session = SparkSession.builder()
                .config(SparkSettings.of(EngineConfig.of("local[2]", PARTITIONS)))
                .getOrCreate();
        engine = SparkEngine.on(session.sparkContext(), EngineConfig.of("local[2]", PARTITIONS));
        backend = Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, 1));
        NetworkSpec spec = NetworkSpec.of(Activation.parse("tanh"), 2, 0.5, INPUTS, 5, 2);
        network = RandomNetworkGenerator.of(spec, 3).network(0);
    }

    @AfterAll
    static void close() {
        engine.close();
        assertThat(session.sparkContext().isStopped())
                .as("a user's context was closed")
                .isFalse();
        session.stop();
        backend.close();
    }

    /** Whole numbers, which every format holds exactly. */
    private static Dataset whole() {
        Dataset drawn = RandomInputs.of(5).standardNormal(0, SAMPLES, INPUTS);
        return Dataset.ofRows(
                SAMPLES,
                INPUTS,
                (t, row) -> {
                    for (int i = 0; i < INPUTS; i++) {
                        row[i] = Math.rint(Math.abs(100 * drawn.get(t, i)));
                    }
                },
                drawn.source());
    }

    private static double[] values(Dataset data) {
        double[] values = new double[SAMPLES * INPUTS];
        data.buffer().get(values);
        return values;
    }

    private static void assertRead(String file, DataOptions options) {
        SampleSource source = new SampleSource.File(file, options, SAMPLES, INPUTS);
        try (FisherShards here = LocalShards.of(network, whole(), REQUEST, backend, PARTITIONS);
                FisherShards there = engine.shards(network, source, REQUEST)) {
            assertThat(FisherRoutes.sharded(there, backend).parameterMoments())
                    .as(file)
                    .isEqualTo(FisherRoutes.sharded(here, backend).parameterMoments());
            assertThat(FisherRoutes.sharded(there, backend).parameterDiagonal())
                    .as(file)
                    .isEqualTo(FisherRoutes.sharded(here, backend).parameterDiagonal());
        }
    }

    @Test
    void arraysOfNumPy() throws IOException {
        Path npy = folder.resolve("x.npy");
        NpyFile.write(npy, values(whole()), SAMPLES, INPUTS);
        assertRead(npy.toString(), DataOptions.defaults());
        assertRead(npy.toUri().toString(), DataOptions.defaults()); // through Hadoop
        Path npz = folder.resolve("x.npz");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(npz))) {
            out.putNextEntry(new ZipEntry("x.npy"));
            out.write(NpyFile.bytes(values(whole()), SAMPLES, INPUTS));
        }
        assertRead(npz.toString(), DataOptions.defaults());
    }

    @Test
    void textWithAColumnThatIsNoInput() throws IOException {
        Dataset data = whole();
        List<String> lines = new ArrayList<>(List.of("a,b,label,c,d"));
        for (int t = 0; t < SAMPLES; t++) {
            lines.add(String.format(
                    Locale.ROOT, "%s,%s,%d,%s,%s", data.get(t, 0), data.get(t, 1), t, data.get(t, 2), data.get(t, 3)));
        }
        Path csv = Files.write(folder.resolve("x.csv"), lines);
        assertRead(csv.toString(), DataOptions.defaults().withColumns(ColumnChoice.parse("1-2,4-5")));
    }

    @Test
    void imagesOfIdx() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(0x0C03); // 32-bit whole numbers, three dimensions
            out.writeInt(SAMPLES);
            out.writeInt(2);
            out.writeInt(2);
            for (double value : values(whole())) {
                out.writeInt((int) value);
            }
        }
        Path idx = Files.write(folder.resolve("x.idx"), bytes.toByteArray());
        assertRead(idx.toString(), DataOptions.defaults());
    }

    @Test
    void arraysOfParquet() throws IOException {
        Dataset data = whole();
        List<Row> rows = new ArrayList<>();
        for (int t = 0; t < SAMPLES; t++) {
            rows.add(RowFactory.create(
                    (Object) new Double[] {data.get(t, 0), data.get(t, 1), data.get(t, 2), data.get(t, 3)}));
        }
        StructType schema = new StructType().add("x", DataTypes.createArrayType(DataTypes.DoubleType));
        Path table = folder.resolve("table");
        session.createDataFrame(rows, schema)
                .coalesce(1)
                .write()
                .mode(SaveMode.Overwrite)
                .parquet(table.toString());
        try (var files = Files.newDirectoryStream(table, "*.parquet")) {
            assertRead(files.iterator().next().toString(), DataOptions.defaults());
        }
    }

    @Test
    void aFileThatIsGoneIsNamedInOneLine() {
        Path npy = folder.resolve("gone.npy");
        SampleSource source = new SampleSource.File(npy.toString(), DataOptions.defaults(), SAMPLES, INPUTS);
        try (FisherShards shards = engine.shards(network, source, REQUEST)) {
            assertThatThrownBy(() -> FisherRoutes.sharded(shards, backend).trace())
                    .isInstanceOf(EngineException.class)
                    .hasMessageMatching("samples (0 to 6|7 to 14|15 to 22) \\(" + npy + "\\): [^\n]+");
        }
    }

    @Test
    void aFileThatBecameShorterIsRefused() {
        Path npy = folder.resolve("short.npy");
        NpyFile.write(npy, new double[5 * INPUTS], 5, INPUTS);
        SampleSource source = new SampleSource.File(npy.toString(), DataOptions.defaults(), SAMPLES, INPUTS);
        try (FisherShards shards = engine.shards(network, source, REQUEST)) {
            assertThatThrownBy(() -> FisherRoutes.sharded(shards, backend).trace())
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("has 5 rows and must have");
        }
    }
}
