package io.github.fisherscope.integration;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.testkit.OracleFile;
import java.util.Arrays;

/** The oracle files; {@code oracle/README.md} tells where they come from. */
final class Oracles {
    private Oracles() {}

    static OracleFile file(String name) {
        return OracleFile.read(Oracles.class, "/oracle/" + name);
    }

    /** Returns this project's name of an activation in the oracle files. */
    static String activation(String oracleName) {
        return switch (oracleName) {
            case "erf" -> "erf:" + Math.sqrt(0.5);
            case "erf1" -> "erf";
            default -> oracleName.replace("lrelu", "leaky-relu");
        };
    }

    /** Returns the rows of a matrix one after the other. */
    static double[] flat(double[][] matrix) {
        return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
    }

    static Backend backend() {
        return Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
    }
}
