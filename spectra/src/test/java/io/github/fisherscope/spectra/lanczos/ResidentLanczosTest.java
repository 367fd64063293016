package io.github.fisherscope.spectra.lanczos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.ResidentOperator;
import io.github.fisherscope.spectra.Prescribed;
import io.github.fisherscope.spectra.ResidentMatrix;
import io.github.fisherscope.spectra.internal.Vectors;
import io.github.fisherscope.spectra.lanczos.LanczosConfig.End;
import io.github.fisherscope.spectra.lanczos.LanczosResult.Stop;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same runs with vectors on a backend and in arrays. */
class ResidentLanczosTest {
    static Stream<Arguments> runs() {
        LanczosConfig six = LanczosConfig.defaults(6);
        LanczosConfig twelve = LanczosConfig.defaults(12);
        LanczosConfig selective =
                twelve.withConfirmations(0).withMaxBasis(300).withReorthogonalization(Reorthogonalization.SELECTIVE);
        return Stream.of(
                Arguments.of("full reorthogonalisation", Prescribed.marchenkoPastur(200, 0.5), six),
                Arguments.of("blocks", Prescribed.powerLaw(200, 1), twelve.withBlockSize(5)),
                Arguments.of("selective", Prescribed.powerLaw(200, 1.5), selective),
                Arguments.of("multiplicities and locking", Prescribed.degenerateTop(200, 10, 200), twelve),
                Arguments.of(
                        "multiplicities in blocks", Prescribed.degenerateTop(200, 10, 200), twelve.withBlockSize(10)),
                Arguments.of(
                        "restarts",
                        Prescribed.powerLaw(200, 1),
                        six.withMaxBasis(18).withMaxOperatorCalls(200_000)),
                Arguments.of(
                        "breakdown", threeValues(), LanczosConfig.defaults(3).withConfirmations(0)),
                Arguments.of("rank-deficient", Prescribed.rankDeficient(200, 8), twelve),
                Arguments.of(
                        "the smallest",
                        Prescribed.powerLaw(120, 1),
                        six.withEnd(End.SMALLEST).withMaxBasis(100)),
                Arguments.of("the whole space", Prescribed.powerLaw(40, 1), LanczosConfig.defaults(40)),
                Arguments.of("tiny scale", scaled(1e-160), six),
                Arguments.of("huge scale", scaled(1e160), six),
                Arguments.of("zero matrix", new double[60], six),
                Arguments.of("one by one", new double[] {2}, six));
    }

    private static double[] threeValues() {
        double[] three = new double[120];
        for (int i = 0; i < three.length; i++) {
            three[i] = 1 + i % 3;
        }
        return three;
    }

    private static double[] scaled(double factor) {
        return Arrays.stream(Prescribed.powerLaw(200, 1)).map(v -> v * factor).toArray();
    }

    /**
     * The two routes sum in other orders, and one of them multiplies by an explicit matrix, whose entries are rounded.
     * Both end when the residual is below the tolerance, so twice that may lie between them. When they end is decided after
     * whole blocks and restarts, by residuals that fall much between two of these, so the calls are the same.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("runs")
    void theRouteDoesNotChangeTheEigenvaluesNorTheCalls(String name, double[] eigenvalues, LanczosConfig config) {
        try (ResidentMatrix there = ResidentMatrix.of(21, eigenvalues)) {
            LanczosResult found = Lanczos.of(config).run(there).orElseThrow();
            assertThat(there.calls()).as("vectors multiplied on the backend").isEqualTo(found.operatorCalls());
            LanczosResult expected = Lanczos.of(config).run(there.prescribed());
            double norm = Arrays.stream(eigenvalues).map(Math::abs).max().orElse(0);
            double rounding = 20 * Math.ulp(1.0) * Math.sqrt(eigenvalues.length) * norm;
            assertThat(found.ritzValues().size())
                    .isEqualTo(expected.ritzValues().size());
            for (int i = 0; i < found.ritzValues().size(); i++) {
                double theta = expected.ritzValues().get(i);
                double allowed = Math.max(2 * config.tolerance() * Math.abs(theta), rounding);
                assertThat(found.ritzValues().get(i)).as("value %d", i).isCloseTo(theta, within(allowed));
            }
            assertThat(found.operatorCalls()).isEqualTo(expected.operatorCalls());
            assertThat(found.restarts()).isEqualTo(expected.restarts());
            assertThat(found.stop().getClass()).isEqualTo(expected.stop().getClass());
            boolean full = config.reorthogonalization() == Reorthogonalization.FULL;
            assertThat(found.orthogonality()).isLessThan(full ? 1e-13 : 1e-6);
            assertResiduals(there.prescribed(), found, full ? rounding : 4 * Math.sqrt(Math.ulp(1.0)) * norm, norm);
        }
    }

    /** Applies the operator to the Ritz vectors that were read out. */
    private static void assertResiduals(Prescribed a, LanczosResult found, double allowed, double norm) {
        double unit = norm > 0 ? norm : 1;
        for (int i = 0; i < found.ritzVectors().size(); i++) {
            double[] v = found.ritzVectors().get(i).toArray();
            double[] image = new double[v.length];
            a.apply(v, image);
            double theta = found.ritzValues().get(i);
            double squares = 0;
            for (int j = 0; j < v.length; j++) {
                squares += Math.pow((image[j] - theta * v[j]) / unit, 2);
            }
            assertThat(found.residualNorms().get(i) / unit).isCloseTo(Math.sqrt(squares), within(allowed / unit));
        }
    }

    @Test
    void startVectorsOfTheCallerAreTakenAndDependentOnesReplaced() {
        try (ResidentMatrix there = ResidentMatrix.of(6, Prescribed.powerLaw(100, 0.5))) {
            LanczosConfig config = LanczosConfig.defaults(3).withBlockSize(3).withConfirmations(0);
            RealVector zero = RealVector.of(new double[100]);
            RealVector v = RealVector.of(there.prescribed().eigenvector(0));
            LanczosResult found = Lanczos.of(config).run(there, List.of(zero, v, v));
            LanczosResult expected = Lanczos.of(config).run(there.prescribed(), List.of(zero, v, v));
            assertThat(found.ritzValues().get(0)).isCloseTo(1, within(1e-9));
            assertThat(found.operatorCalls()).isEqualTo(expected.operatorCalls());
        }
    }

    @Test
    void orthogonalityAndTheRelationHoldThroughRestarts() {
        double[] eigenvalues = Prescribed.wideRange(120);
        try (ResidentMatrix there = ResidentMatrix.of(5, eigenvalues);
                KrylovBasis basis = new KrylovBasis(there, 120, Reorthogonalization.FULL)) {
            basis.addRandom(3, 11, 0);
            while (basis.processed() < 48) {
                basis.expand();
            }
            basis.restart(basis.ritz(), 20);
            basis.expand();
            basis.expand();
            double worst = 0;
            double relation = 0;
            double[] image = new double[120];
            for (int j = 0; j < basis.size(); j++) {
                for (int i = 0; i <= j; i++) {
                    double dot = Vectors.dot(basis.vector(i), basis.vector(j));
                    worst = Math.max(worst, Math.abs(dot - (i == j ? 1 : 0)));
                }
                if (j < basis.processed()) {
                    there.apply(basis.vector(j), image);
                    for (int i = 0; i < basis.size(); i++) {
                        Vectors.axpy(-basis.coupling(i, j), basis.vector(i), image);
                    }
                    relation = Math.max(relation, Vectors.norm(image) / eigenvalues[0]);
                }
            }
            // what the basis in arrays is held to
            assertThat(worst).isLessThan(2 * (120 + 10) * Math.ulp(1.0));
            assertThat(relation).isLessThan(2 * (120 + 10) * Math.ulp(1.0));
        }
    }

    @Test
    void aNumberThatIsNotFiniteIsReportedWithItsPlace() {
        try (ResidentMatrix there = ResidentMatrix.of(3, Prescribed.powerLaw(30, 1))) {
            LanczosResult found = Lanczos.of(LanczosConfig.defaults(2)).run(new Failing(there, 5, 17));
            assertThat(found.stop()).isEqualTo(new Stop.NonFinite(5, 17));
            assertThat(found.ritzValues().size()).isEqualTo(2);
        }
    }

    @Test
    void withSingleFloatsVectorsStayOnTheHost() {
        try (ResidentMatrix there = ResidentMatrix.single(3, Prescribed.powerLaw(30, 1))) {
            LanczosResult found =
                    Lanczos.of(LanczosConfig.defaults(2)).run(there).orElseThrow();
            assertThat(there.calls()).isZero();
            assertThat(found.operatorCalls()).isEqualTo(there.prescribed().calls() - 30); // 30 made the matrix
        }
    }

    /** Spoils one entry of the image of one vector. */
    private record Failing(ResidentMatrix there, int call, int entry) implements ResidentOperator {
        @Override
        public int dimension() {
            return there.dimension();
        }

        @Override
        public void apply(double[] x, double[] y) {
            throw new AssertionError("vectors are on the backend");
        }

        @Override
        public Backend backend() {
            return there.backend();
        }

        @Override
        public boolean resident() {
            return true;
        }

        @Override
        public void apply(Matrix xs, Matrix ys) {
            there.apply(xs, ys);
            if (there.calls() == call) {
                ys.write(0, entry, new double[] {Double.NaN}, 0, 1);
            }
        }
    }
}
