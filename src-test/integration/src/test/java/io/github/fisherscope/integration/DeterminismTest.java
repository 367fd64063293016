package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.json.ResultJson;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The same seed gives the same numbers: with any number of threads to the last bit, on any backend up to rounding. */
class DeterminismTest {
    private static final String NETWORK = "spectrum --widths 120,150,130,4 --samples 60 --seed 7";

    @TempDir
    private Path folder;

    /** Returns a result without what may differ: times, date, threads, and the command line that named them. */
    private static String numbers(String options) {
        CommandRun run = CommandRun.ofLine(NETWORK + " --json - " + options);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        JsonNode tree = JsonMapper.shared().readTree(run.out());
        ObjectNode provenance = (ObjectNode) tree.get("provenance");
        for (String name : new String[] {"wallSeconds", "created", "threads", "command"}) {
            assertThat(provenance.has(name)).as(name).isTrue();
            provenance.remove(name);
        }
        assertThat(((ObjectNode) tree.get("digest")).remove("provenance")).isNotNull();
        return tree.toPrettyString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--method dual", // on the best backend that runs
                "--backend java",
                "--networks 3",
                "--method lanczos",
                "--method quadrature",
                "--likelihood categorical",
                "--label-expectation monte-carlo --draws 2"
            })
    void threadsDoNotChangeABit(String options) {
        String one = numbers(options + " --threads 1");
        assertThat(numbers(options + " --threads 2")).isEqualTo(one);
        assertThat(numbers(options + " --threads 2")).as("again").isEqualTo(one);
    }

    @Test
    void anotherSeedChangesTheNumbers() {
        assertThat(max("--seed 7")).isEqualTo(max("--seed 7")).isNotEqualTo(max("--seed 8"));
    }

    private static double max(String seed) {
        CommandRun run = CommandRun.ofLine(NETWORK.replace("--seed 7", seed) + " --json -");
        return ResultJson.read(run.out()).spectrum().max();
    }

    private RealVector eigenvalues(String backend) {
        Path out = folder.resolve(backend);
        CommandRun run = CommandRun.ofLine(NETWORK + " --quiet --backend " + backend + " --out " + out);
        assertThat(run.code()).isZero();
        return RealVector.of(NpyFile.read(out.resolve("eigenvalues.npy")).toArray());
    }

    @Test
    @Tag("openblas")
    void backendsAgreeOnEveryEigenvalueUpToRounding() {
        RealVector blas = eigenvalues("openblas");
        RealVector pure = eigenvalues("java");
        assertThat(blas.size()).isEqualTo(240).isEqualTo(pure.size());
        // Weyl: eigenvalues move by at most the norm of the difference of the two matrices. Each entry of K is a sum of
        // L products of inner products of length M, wrong by (L M) u of the product of their norms, so the whole by
        // (L M) u tr K in the Frobenius norm; activations carry the rounding of L inner products before, the same
        // again;
        // a backward stable eigensolver adds n u ‖K‖. Both programs have that error.
        double unit = 0x1p-53;
        double trace = blas.sum();
        double bound = 2 * unit * (2 * 3 * 150 * trace + 240 * blas.get(0));
        for (int i = 0; i < blas.size(); i++) {
            assertThat(Math.abs(blas.get(i) - pure.get(i)))
                    .as("eigenvalue %d", i)
                    .isLessThanOrEqualTo(bound);
        }
        assertThat(bound).isLessThan(1e-12 * trace);
    }
}
