package io.github.fisherscope.studies.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.distribution.TailExponent;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import io.github.fisherscope.spectra.trace.Estimate;
import io.github.fisherscope.studies.method.SearchEnd;
import io.github.fisherscope.studies.plan.MethodReason;
import io.github.fisherscope.studies.plan.ProductRoute;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResultSentencesTest {
    @ParameterizedTest
    @EnumSource(MethodReason.Kind.class)
    void everyReasonIsAClauseWithItsNumbers(MethodReason.Kind kind) {
        String text = ResultSentences.reason(new MethodReason(kind, false, 4321, 987, ProductRoute.SENSITIVITIES));

        assertThat(text).matches("(the|a) .*[^.]").doesNotContain("%", "null", "asked for");
        assertThat(ResultSentences.reason(new MethodReason(kind, true, 4321, 987, ProductRoute.SENSITIVITIES)))
                .isEqualTo("asked for; " + text);
        boolean hessian = kind.name().startsWith("HESSIAN");
        boolean byProducts = kind.name().startsWith("LARGEST");
        boolean divided = kind.name().startsWith("DIVIDED");
        boolean direct = kind.name().startsWith("DIRECT");
        assertThat(text.contains("4321")).as(text).isEqualTo(!byProducts && !divided && !direct);
        assertThat(text.contains("987")).as(text).isEqualTo(!hessian && !direct);
        assertThat(text.contains("through kept sensitivities")).isEqualTo(byProducts);
        assertThat(text.contains("as a density")).isEqualTo(kind.name().endsWith("DENSITY"));
    }

    @Test
    void noTwoReasonsOrRoutesAreToldAlike() {
        assertThat(Arrays.stream(MethodReason.Kind.values())
                        .map(kind -> ResultSentences.reason(new MethodReason(kind, false, 2, 1, ProductRoute.NETWORK))))
                .doesNotHaveDuplicates();
        assertThat(Arrays.stream(ProductRoute.values()).map(ResultSentences::route))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "0, here none of its eigenvalues is negative.",
        "1, not positive semi-definite: 1 of its eigenvalues is negative.",
        "7, not positive semi-definite: 7 of its eigenvalues are negative."
    })
    void anIndefiniteFormIsCalledSoOnlyWhereItIs(int count, String end) {
        assertThat(ResultSentences.note(new Note.NegativeEigenvalues(count))).endsWith(end);
    }

    @Test
    void theSmallerSideHasTheRowsOfAFullSpectrum() {
        MethodReason.Kind kind = MethodReason.Kind.LARGEST_ONLY;
        assertThat(ResultSentences.reason(new MethodReason(kind, false, 50, 70, ProductRoute.NETWORK)))
                .contains("of 50 rows");
        assertThat(ResultSentences.reason(new MethodReason(kind, false, 90, 70, ProductRoute.NETWORK)))
                .contains("of 70 rows");
    }

    static Stream<SearchEnd> ends() {
        Estimate trace = new Estimate(12.5, 0.25, 10);
        return Stream.of(
                new SearchEnd.Direct(),
                new SearchEnd.ZeroMatrix(),
                new SearchEnd.Krylov(new LanczosResult.Stop.Converged(1), 1e-6, 41, null),
                new SearchEnd.Krylov(new LanczosResult.Stop.WholeSpace(8), 1e-6, 8, null),
                new SearchEnd.Krylov(
                        new LanczosResult.Stop.StepLimit(300, 0.0123), 1e-6, 300, new SearchEnd.Quadrature(10, 80)),
                new SearchEnd.Subspace(90, 1e-9, 0.125),
                new SearchEnd.BothEnds(true, 60, 1e-6, trace, 10, null),
                new SearchEnd.BothEnds(false, 60, 1e-6, trace, 10, 80),
                new SearchEnd.Krylov(
                        new LanczosResult.Stop.Converged(1),
                        1e-6,
                        41,
                        new SearchEnd.ChebyshevMoments(10, 159, 0.0625)));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void everyEndIsAClauseThatFitsBeforeAFullStop(SearchEnd end) {
        assertThat(ResultSentences.end(end)).matches("[^ ].*[^. ]").doesNotContain("null", "%");
    }

    @Test
    void endsCarryTheirNumbers() {
        List<String> texts = ends().map(ResultSentences::end).toList();
        assertThat(texts).doesNotHaveDuplicates();
        assertThat(texts.get(2)).contains("41 products", "1e-06", "confirmed 1 times");
        assertThat(texts.get(3)).contains("dimension 8");
        assertThat(texts.get(4)).contains("300 products", "1.2e-02", "10 probes of 80 steps");
        assertThat(texts.get(5)).contains("90 products", "1.0e-09", "0.125");
        assertThat(texts.get(6))
                .contains("converged", "12.5000 ± 0.25", "10 probes")
                .doesNotContain("density");
        assertThat(texts.get(7)).contains("did not converge", "10 probes of 80 steps");
        assertThat(texts.get(8)).contains("41 products", "10 probes", "degree 159", "±0.0625");
    }

    static Stream<Note> notes() {
        Stream<Note> others = Stream.of(
                new Note.DeviceMemoryRanOut(4),
                new Note.NotConverged(2, 3, new SearchEnd.Direct()),
                new Note.ConstantInputs(3, 784),
                new Note.LargestOnly(20),
                new Note.LayersLeftOut(),
                new Note.InBatches(false, false),
                new Note.InBatches(true, false),
                new Note.InBatches(false, true),
                new Note.Divided("local[2]", 2, true),
                new Note.SecondMomentEstimated(new Estimate(5, 0.125, 10)),
                new Note.MeanEstimated(new SearchEnd.Direct()),
                new Note.NegativeEigenvalues(7));
        return Stream.concat(
                others, Arrays.stream(Note.Averaged.values()).map(a -> new Note.LabelsUnused("labels.npy", a)));
    }

    @ParameterizedTest
    @MethodSource("notes")
    void everyNoteIsASentence(Note note) {
        assertThat(ResultSentences.note(note))
                .matches("\\p{Lu}.*[^.]\\.|\\d.*[^.]\\.")
                .doesNotContain("null", "%d", "%s", "  ");
    }

    @Test
    void notesCarryTheirNumbersAndKeepTheirOrder() {
        List<String> texts = ResultSentences.notes(notes().toList());
        assertThat(texts).hasSize(15).doesNotHaveDuplicates();
        assertThat(texts.get(0)).contains("1/4 of what was free");
        assertThat(texts.get(1)).contains("2 of 3 networks", "direct eigensolver");
        assertThat(texts.get(2)).startsWith("3 of 784 inputs");
        assertThat(texts.get(3)).contains("the 20 largest");
        assertThat(texts.get(5)).doesNotContain("training");
        assertThat(texts.get(6)).contains("so was training");
        assertThat(texts.subList(7, 9)).allMatch(t -> t.contains("Degeneracies were left out"));
        assertThat(texts.get(9)).contains("5.00000 ± 0.13");
        assertThat(texts.get(11)).contains("7 of its eigenvalues");
        assertThat(texts.subList(12, 15)).allMatch(text -> text.contains("labels.npy"));
    }

    @Test
    void tailsOfAllThreeKindsAreTold() {
        RealVector power = RealVector.of(IntStream.rangeClosed(1, 400)
                .mapToDouble(i -> Math.pow(i / 400.0, -1.0))
                .toArray());
        TailExponent exponent = TailExponent.of(50, 1);
        assertThat(ResultSentences.tail(exponent.judge(power), 1, 50))
                .startsWith("a power law is not contradicted for the top ")
                .doesNotContain("judged on");
        RealVector flat = RealVector.of(IntStream.rangeClosed(1, 2000)
                .mapToDouble(i -> 10 - 9.9 * i / 2000)
                .toArray());
        assertThat(ResultSentences.tail(exponent.judge(flat), 3, 50))
                .startsWith("not a power law: ")
                .endsWith("(judged on one eigenvalue in 3)");
        assertThat(ResultSentences.tail(exponent.judge(RealVector.of(3, 2, 1)), 1, 50))
                .startsWith("too short to tell: 3 eigenvalues");
    }

    @Test
    void digitsAreLatinInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("my-MM-u-nu-mymr"));
            Stream<String> all = Stream.concat(notes().map(ResultSentences::note), ends().map(ResultSentences::end));
            assertThat(all).allMatch(text -> text.chars().noneMatch(c -> c >= 0x1040 && c <= 0x1049));
        } finally {
            Locale.setDefault(before);
        }
    }
}
