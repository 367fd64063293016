package io.github.fisherscope.formats.onnx;

import io.github.fisherscope.formats.LayerOracle;
import io.github.fisherscope.formats.model.ImportOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks from ONNX files against torch's automatic differentiation: outputs, products, spectra and blocks. */
class OnnxOracleTest {
    /** Rounding of some hundred terms; nothing in the files is rounded to single precision. */
    private static final double TOLERANCE = 1e-12;

    @ParameterizedTest
    @ValueSource(strings = {"lenet", "convgroups", "resblock", "embedrms", "transformer"})
    void agreesWithAutomaticDifferentiation(String name) {
        LayerOracle.of(name, TOLERANCE)
                .check(OnnxNetwork.read(LayerOracle.file(name + ".onnx"), ImportOptions.defaults())
                        .network());
    }
}
