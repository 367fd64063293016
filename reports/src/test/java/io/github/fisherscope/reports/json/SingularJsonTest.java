package io.github.fisherscope.reports.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.fixture.SampleResults;
import io.github.fisherscope.results.json.ResultJson;
import io.github.fisherscope.results.spectrum.CapacityInfo;
import io.github.fisherscope.results.spectrum.GeometryInfo;
import io.github.fisherscope.results.spectrum.SingularInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Named null directions in a result's file: an addition that old files lack and old readers pass over. */
class SingularJsonTest {
    private static final JsonMapper TREES = JsonMapper.shared();
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(ResultJson.schema());

    private static SpectrumResult singular() {
        SpectrumResult result = SampleResults.tanhTenOutputs();
        GeometryInfo g = Objects.requireNonNull(result.geometry());
        SingularInfo singular = new SingularInfo(
                1e-9,
                5,
                0.04,
                1e-16,
                List.of(new SingularInfo.Directions("DUPLICATED_UNITS", "units 1, 2 of layer 1 are equal", 4, 1e-16)),
                List.of("any order"),
                List.of(new SingularInfo.Nearby("equal", "units 1 and 2 of layer 1 equal", 0, 0, true)),
                new SingularInfo.Beside(
                        "units 1 and 2 of layer 1 equal", 1, 0, RealVector.of(-1, 1), "saddle", "words", false, 0));
        GeometryInfo changed = new GeometryInfo(
                g.parameters(),
                g.rows(),
                g.measuredRank(),
                g.predictedRank(),
                g.degeneracies(),
                g.rescalingResidual(),
                singular);
        SpectrumResult.Measurement m = result.measurement();
        return new SpectrumResult(
                result.schema(),
                result.heading(),
                result.subject(),
                new SpectrumResult.Measurement(
                        m.spectrum(),
                        m.layers(),
                        capacity(m.capacity()),
                        m.distribution(),
                        changed,
                        m.hessian(),
                        m.ensemble()),
                result.theory(),
                result.comparison(),
                result.learningRate());
    }

    private static CapacityInfo capacity(CapacityInfo c) {
        return new CapacityInfo(
                c.fisherRaoNorm(),
                c.effectiveDimension(),
                c.logVolume(),
                c.flatness(),
                c.descriptionLength(),
                c.precision(),
                new CapacityInfo.PseudoDeterminant(5, 9, -12.5));
    }

    private static void requireSame(JsonNode object, String definition) {
        JsonNode defined = TREES.readTree(ResultJson.schema()).at("/$defs/" + definition + "/properties");
        assertThat(new TreeSet<>(object.propertyNames())).isEqualTo(new TreeSet<>(defined.propertyNames()));
    }

    @Test
    void theSchemaHasEveryKey() throws IOException {
        String text = ResultJson.write(singular());
        assertThat(SCHEMA.validate(new ObjectMapper().readTree(text))).isEmpty();
        JsonNode written = TREES.readTree(text).at("/geometry/singular");
        requireSame(written, "SingularInfo");
        requireSame(TREES.readTree(text).at("/capacity/pseudoDeterminant"), "PseudoDeterminant");
        requireSame(written.at("/directions/0"), "NullDirections");
        requireSame(written.at("/nearby/0"), "NearbySet");
        requireSame(written.get("beside"), "LossBeside");
    }

    @Test
    void filesComeBackAsTheyWereAndOldOnesAreRead() throws IOException {
        String text = ResultJson.write(singular());
        ObjectNode again = (ObjectNode) TREES.readTree(ResultJson.write(ResultJson.read(text)));
        ObjectNode old = (ObjectNode) TREES.readTree(text);
        old.remove("digest"); // of the eigenvalues in memory too, and old files have none
        assertThat(again.without("digest")).isEqualTo(old);
        ((ObjectNode) old.get("geometry")).remove("singular");
        assertThat(SCHEMA.validate(new ObjectMapper().readTree(old.toString()))).isEmpty();
        assertThat(Objects.requireNonNull(ResultJson.read(old.toString()).geometry())
                        .singular())
                .isNull();
    }
}
