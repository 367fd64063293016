package io.github.fisherscope.reports.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.spectrum.GeometryInfo;
import io.github.fisherscope.results.spectrum.SingularInfo;
import io.github.fisherscope.results.spectrum.SingularInfo.Beside;
import io.github.fisherscope.results.spectrum.SingularInfo.Directions;
import io.github.fisherscope.results.spectrum.SingularInfo.Nearby;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Null directions by name, and what is near. */
class SingularTextTest {
    private static final List<Directions> EQUAL = List.of(
            new Directions("DUPLICATED_UNITS", "units 1, 2 of layer 1 are equal: one", 1, 1e-16),
            new Directions("DUPLICATED_UNITS", "units 1, 2 of layer 1 are equal: two", 3, 1e-16));

    private static GeometryInfo geometry(List<Directions> directions, List<Nearby> nearby, @Nullable Beside beside) {
        SingularInfo singular =
                new SingularInfo(1e-9, 5, 0.05, 1e-16, directions, List.of("any order"), nearby, beside);
        // Eigenvalues see one rank more than there is, counts of reasons find one direction.
        return new GeometryInfo(
                9, 60, 6, 8, List.of(new GeometryInfo.Degeneracy("DUPLICATED_UNITS", 1, "x")), 0, singular);
    }

    private static SingularText text(GeometryInfo g) {
        return new SingularText(g, Objects.requireNonNull(g.singular()), "the outputs");
    }

    @Test
    void directionsAreNamedWithTheirNumbers() {
        GeometryInfo g = geometry(EQUAL, List.of(), null);
        assertThat(text(g).sentences())
                .containsExactly(
                        "Null directions by singular values (zero: up to 1.000e-9 of the largest): 4, of which 4"
                                + " have a reason in the network: units 1, 2 of layer 1 are equal: one (1); units 1, 2 of layer 1"
                                + " are equal: two (3).");
        assertThat(text(g).parts()).singleElement().satisfies(p -> {
            assertThat(p.id()).isEqualTo("null-directions");
            assertThat(p.note()).endsWith("They leave the outputs unchanged to first order.");
        });
    }

    /** The rank in the report is that of singular values, and the prediction knows what was named. */
    @Test
    void theRankIsThatOfSingularValues() {
        NullSpace space = NullSpace.of(geometry(EQUAL, List.of(), null));
        assertThat(space.sentence())
                .isEqualTo(
                        "Rank 5, as predicted from the network, of 60 rows; 4 directions of zero: duplicated units (4).");
        NullSpace unknown = NullSpace.of(geometry(EQUAL.subList(1, 2), List.of(), null));
        assertThat(unknown.sentence()).endsWith("4 directions of zero: duplicated units (3), not recognised (1).");
    }

    @Test
    void onlyANearSetGetsASentence() {
        Nearby far = new Nearby("opposite", "units 1 and 2 of layer 1 opposite", 0.6, 0.5, false);
        Nearby near = new Nearby("equal", "units 1 and 3 of layer 1 equal", 0.01, 0.02, true);
        Nearby inside = new Nearby("silent", "unit 2 of layer 1 without outgoing weights", 0, 0, true);
        assertThat(text(geometry(List.of(), List.of(far), null)).sentences()).isEmpty();
        assertThat(text(geometry(List.of(), List.of(near, far), null)).sentences())
                .containsExactly("Near a singular set: units 1 and 3 of layer 1 equal, 0.01000 away in the parameters,"
                        + " 0.02000 of their size.");
        assertThat(SingularText.near(inside))
                .isEqualTo("In a singular set: unit 2 of layer 1 without outgoing weights.");
        assertThat(text(geometry(List.of(), List.of(near, far), null)).parts())
                .singleElement()
                .satisfies(p -> assertThat(p.note()).contains("The same function comes back with any order."));
    }

    @Test
    void aMilnorAttractorIsCalledOne() {
        Beside beside = new Beside(
                "units 1 and 2 of layer 1 equal", 1.1, 0.3, RealVector.of(0.1, 0.2), "attracts", "W", true, 0);
        assertThat(text(geometry(List.of(), List.of(), beside)).sentences())
                .singleElement()
                .asString()
                .contains("W, and beyond |z| = 1 it does the opposite (a Milnor attractor)", "0.1000 to 0.2000");
    }
}
