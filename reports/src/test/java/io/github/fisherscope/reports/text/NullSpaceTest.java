package io.github.fisherscope.reports.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.results.spectrum.GeometryInfo;
import io.github.fisherscope.results.spectrum.GeometryInfo.Degeneracy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reasons of zeros add up to the zeros. */
class NullSpaceTest {
    @ParameterizedTest
    @CsvSource({
        // P, rank, predicted, few, dead, rescaling
        "100, 30, 30, 70, 12, 5", // few samples and what they hide
        "100, 83, 83, 20, 12, 5", // the network's own reasons are more
        "100, 25, 30, 70, 12, 5", // fewer than predicted
        "100, 35, 30, 70, 12, 5", // rounding left more
        "100, 100, 100, 0, 0, 0",
        "100, 30, 30, 70, 0, 0",
    })
    void partsAddUpToTheZeros(long p, long rank, long predicted, long few, long dead, long rescaling) {
        NullSpace space = NullSpace.of(new GeometryInfo(
                p,
                50,
                rank,
                predicted,
                List.of(
                        new Degeneracy("FEW_SAMPLES", few, "few"),
                        new Degeneracy("DEAD_PARAMETERS", dead, "dead"),
                        new Degeneracy("RESCALING", rescaling, "scale")),
                0,
                null));
        assertThat(space.zeros()).isEqualTo(p - rank);
        assertThat(space.parts().stream().mapToLong(NullSpace.Part::directions).sum())
                .isEqualTo(space.zeros());
        assertThat(space.parts())
                .allSatisfy(part -> assertThat(part.directions()).isPositive());
    }

    @Test
    void fewSamplesGetWhatIsLeft() {
        NullSpace space = NullSpace.of(new GeometryInfo(
                100,
                50,
                30,
                30,
                List.of(new Degeneracy("FEW_SAMPLES", 70, "few"), new Degeneracy("RESCALING", 8, "scale")),
                0,
                null));
        assertThat(space.sentence()).endsWith("70 directions of zero: rescaling (8), few samples (62).");
    }
}
