package io.github.fisherscope.spectra.lanczos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.spectra.Prescribed;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.netlib.arpack.Dsaupd;
import org.netlib.arpack.Dseupd;
import org.netlib.util.doubleW;
import org.netlib.util.intW;

/** Our method against ARPACK's implicitly restarted Lanczos (translated from Fortran to Java). */
class LanczosAgainstArpackTest {
    static Stream<Arguments> spectra() {
        return Stream.of(
                Arguments.of("Marchenko-Pastur", Prescribed.marchenkoPastur(400, 0.5)),
                Arguments.of("power law", Prescribed.powerLaw(400, 1)),
                Arguments.of("degenerate top", Prescribed.degenerateTop(400, 3, 200)),
                Arguments.of("wide range", Prescribed.wideRange(400)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spectra")
    void topValuesAgreeWithArpack(String name, double[] eigenvalues) {
        Prescribed a = Prescribed.of(33, eigenvalues);
        double[] arpack = arpackTop(a, 6, 40);
        LanczosResult ours = Lanczos.of(LanczosConfig.defaults(6).withTolerance(1e-10))
                .run(a)
                .orElseThrow();
        for (int i = 0; i < 6; i++) {
            // both stop at residual 1e-10 |θ|; the error of a value is at most its residual
            assertThat(ours.ritzValues().get(i)).isCloseTo(arpack[i], within(2e-10 * arpack[i]));
        }
    }

    /** Reverse communication as in ARPACK's own driver dsdrv1, from a random start vector (info = 0). */
    private static double[] arpackTop(Prescribed a, int k, int ncv) {
        int n = a.dimension();
        intW ido = new intW(0);
        intW info = new intW(0);
        doubleW tol = new doubleW(1e-10);
        double[] resid = new double[n];
        double[] v = new double[n * ncv];
        double[] workd = new double[3 * n];
        double[] workl = new double[ncv * (ncv + 8)];
        int[] iparam = new int[11];
        int[] ipntr = new int[11];
        iparam[0] = 1;
        iparam[2] = 3000;
        iparam[3] = 1;
        iparam[6] = 1;
        intW nev = new intW(k);
        double[] y = new double[n];
        while (true) {
            Dsaupd.dsaupd(
                    ido,
                    "I",
                    n,
                    "LA",
                    nev.val,
                    tol,
                    resid,
                    0,
                    ncv,
                    v,
                    0,
                    n,
                    iparam,
                    0,
                    ipntr,
                    0,
                    workd,
                    0,
                    workl,
                    0,
                    workl.length,
                    info);
            if (ido.val != 1 && ido.val != -1) {
                break;
            }
            a.apply(Arrays.copyOfRange(workd, ipntr[0] - 1, ipntr[0] - 1 + n), y);
            System.arraycopy(y, 0, workd, ipntr[1] - 1, n);
        }
        assertThat(info.val).as("dsaupd info").isZero();
        double[] d = new double[k];
        Dseupd.dseupd(
                false,
                "A",
                new boolean[ncv],
                0,
                d,
                0,
                v,
                0,
                n,
                0,
                "I",
                n,
                "LA",
                nev,
                tol.val,
                resid,
                0,
                ncv,
                v,
                0,
                n,
                iparam,
                0,
                ipntr,
                0,
                workd,
                0,
                workl,
                0,
                workl.length,
                info);
        Arrays.sort(d);
        double[] descending = new double[k];
        for (int i = 0; i < k; i++) {
            descending[i] = d[k - 1 - i];
        }
        return descending;
    }
}
