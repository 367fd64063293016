package io.github.fisherscope.studies.predict;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.CentredNetworkLaw;
import io.github.fisherscope.meanfield.FisherRaoNorm;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MetricStatistics;
import io.github.fisherscope.meanfield.NormalisationStatistics;
import io.github.fisherscope.meanfield.PredictedLearningRates;
import io.github.fisherscope.meanfield.SpectrumStatistics;
import io.github.fisherscope.meanfield.TangentKernelStatistics;
import io.github.fisherscope.meanfield.TwoLevelSpectrum;
import io.github.fisherscope.meanfield.kernel.InfiniteWidthKernel;
import io.github.fisherscope.meanfield.law.LayeredKernelLaw;
import io.github.fisherscope.meanfield.law.bulk.BulkPrediction;
import io.github.fisherscope.meanfield.output.TwoClassSoftmax;
import io.github.fisherscope.meanfield.phase.EdgeOfChaos;
import io.github.fisherscope.meanfield.phase.PhasePoint;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import io.github.fisherscope.results.spectrum.Statistics;
import io.github.fisherscope.results.spectrum.TheoryInfo;
import io.github.fisherscope.results.theory.TheoryReport;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gathers the predictions of one specification into a {@link TheoryReport}. */
public final class TheoryReporter {
    /** μ of the learning-rate bounds with momentum, and n of the effective dimension. */
    private static final double MOMENTUM = 0.9;

    private static final double DATA_SIZE = 10_000;
    private static final int LARGEST_KERNEL = 4000;

    private TheoryReporter() {}

    /**
     * What a report says besides the predictions.
     *
     * @param conditions those that the formulas cannot see, as {@code random-weights} of a network that was given
     * @param network the network that was given, or the family; null where only the prediction is known
     * @param notes sentences
     */
    public record Asked(
            List<TheoryInfo.Condition> conditions, @Nullable NetworkInfo network, List<String> notes) {
        static final Asked OF_RANDOM = new Asked(List.of(), null, List.of());

        public Asked {
            conditions = List.copyOf(conditions);
            notes = List.copyOf(notes);
        }
    }

    /** Returns the report without the kernel. Cost: some tens of milliseconds. */
    public static TheoryReport of(MeanFieldPrediction p, String version) {
        return of(p, version, null, null, Asked.OF_RANDOM);
    }

    /** Returns the report with the kernel on a data set, of a network that is random. */
    public static TheoryReport of(MeanFieldPrediction p, String version, @Nullable RealVector gram) {
        return of(p, version, gram, null, Asked.OF_RANDOM);
    }

    /** Returns the report with the law of the bulk, of a network that is random. */
    public static TheoryReport of(MeanFieldPrediction p, String version, BulkPrediction bulk) {
        return of(p, version, null, bulk, Asked.OF_RANDOM);
    }

    /**
     * Returns the report with the spectrum of the infinite-width kernel on a data set.
     *
     * @param gram T×T products x_s·x_t/M_0, or null for none; eigenvalues cost about 4T³/3 operations
     * @param bulk the law of the bulk, or null where it was not asked for
     * @param asked what the report says besides
     * @throws IllegalArgumentException if T exceeds 4000 or does not fit the prediction
     */
    public static TheoryReport of(
            MeanFieldPrediction p,
            String version,
            @Nullable RealVector gram,
            @Nullable BulkPrediction bulk,
            Asked asked) {
        List<TheoryInfo.Condition> more = asked.conditions();
        NetworkInfo file = asked.network();
        NetworkSpec spec = p.spec();
        return new TheoryReport(
                TheoryReport.SCHEMA,
                version,
                new TheoryReport.Network(
                        spec.widths(),
                        spec.activation().id(),
                        spec.weightVariance(),
                        spec.biasVariance(),
                        spec.biases(),
                        spec.parameters(),
                        file == null ? NetworkInfo.Given.NOT : file.given()),
                new TheoryReport.Inputs(
                        p.samples(), p.moments().meanSquare(), p.moments().crossProduct()),
                new TheoryReport.Place(
                        p.applies() && more.stream().allMatch(TheoryInfo.Condition::holds),
                        conditions(p, more),
                        phase(p),
                        order(p.order())),
                predictions(p),
                related(p, gram, bulk, more),
                asked.notes());
    }

    private static TheoryReport.Predictions predictions(MeanFieldPrediction p) {
        return new TheoryReport.Predictions(
                statistics(p),
                leadingOrder(p),
                p.statistics().layers().stream()
                        .map(l -> new TheoryReport.Layer(
                                l.layer(),
                                l.parameters(),
                                l.mean(),
                                l.largestWithEdge(),
                                l.weightDiagonal(),
                                l.biasDiagonal()))
                        .toList(),
                new TheoryReport.Fluctuations(
                        finite(p.correction().sameOutput()),
                        finite(p.correction().crossOutput()),
                        finite(p.scatter().mean()),
                        finite(p.scatter().secondMoment()),
                        finite(p.scatter().largest())),
                bounds(p),
                learningRate(p.measures().learningRate()),
                fisherRao(p.measures().fisherRao()),
                capacity(p));
    }

    private static TheoryReport.Related related(
            MeanFieldPrediction p,
            @Nullable RealVector gram,
            @Nullable BulkPrediction bulk,
            List<TheoryInfo.Condition> more) {
        NetworkSpec spec = p.spec();
        MetricStatistics metric = MetricStatistics.of(spec, p.order(), p.samples());
        return new TheoryReport.Related(
                tangentKernel(TangentKernelStatistics.of(spec, p.order(), p.samples())),
                levels(metric.statistics()),
                levels(metric.inputStatistics()),
                p.samples() < 2 ? null : normalisation(NormalisationStatistics.of(spec, p.order(), p.samples())),
                spec.outputs() == 2 ? softmax(TwoClassSoftmax.of(p.order(), p.samples())) : null,
                centred(p),
                gram == null ? null : kernel(p, gram),
                bulk == null ? null : BulkLawSection.of(bulk, p, more));
    }

    private static List<TheoryReport.Condition> conditions(MeanFieldPrediction p, List<TheoryInfo.Condition> more) {
        return Stream.concat(
                        p.validity().stream()
                                .map(c -> new TheoryReport.Condition(c.name(), c.holds(), c.explanation())),
                        more.stream().map(c -> new TheoryReport.Condition(c.name(), c.holds(), c.explanation())))
                .toList();
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static List<Double> list(RealVector values) {
        return values.stream().boxed().toList();
    }

    private static TheoryReport.Phase phase(MeanFieldPrediction p) {
        PhasePoint point = p.phase();
        Double edge = EdgeOfChaos.of(p.spec().activation(), p.spec().biasVariance())
                .map(EdgeOfChaos::weightVariance)
                .orElse(null);
        return new TheoryReport.Phase(
                point.phase().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                finite(point.fixedPoint()),
                point.chi1(),
                point.chiQ(),
                point.correlation(),
                point.chiC(),
                new TheoryReport.DepthScales(
                        finite(point.variancePropagationDepth()),
                        finite(point.correlationDepth()),
                        finite(point.gradientDepth())),
                edge);
    }

    private static TheoryReport.OrderParameters order(io.github.fisherscope.meanfield.OrderParameters o) {
        return new TheoryReport.OrderParameters(
                list(o.q()),
                list(o.qPair()),
                list(o.qHat()),
                list(o.qHatPair()),
                list(o.qTilde()),
                list(o.qTildePair()));
    }

    private static TheoryReport.PredictedStatistics statistics(MeanFieldPrediction p) {
        SpectrumStatistics plain = p.statistics().finiteWidth();
        var best = p.recommended();
        return new TheoryReport.PredictedStatistics(
                p.statistics().gradientSquare(),
                p.statistics().gradientOverlap(),
                new Statistics(best.mean(), best.secondMoment(), best.topMean(), best.largest(), best.bulk()),
                plain.secondMoment(),
                plain.largest(),
                best.basis());
    }

    private static TheoryReport.@Nullable LeadingOrder leadingOrder(MeanFieldPrediction p) {
        return p.statistics()
                .leadingOrder()
                .map(l -> new TheoryReport.LeadingOrder(
                        l.kappa1(),
                        l.kappa2(),
                        l.alpha(),
                        l.referenceWidth(),
                        l.statistics().mean(),
                        l.statistics().secondMoment(),
                        l.statistics().largest(),
                        l.statistics().bulk()))
                .orElse(null);
    }

    private static TheoryReport.Bounds bounds(MeanFieldPrediction p) {
        var best = p.recommended();
        SpectrumStatistics s = new SpectrumStatistics(best.mean(), best.secondMoment(), best.largest(), best.bulk());
        long parameters = p.spec().parameters();
        long dual = Math.multiplyExact(p.samples(), (long) p.spec().outputs());
        return new TheoryReport.Bounds(
                s.largestLowerBound(),
                s.largestUpperBound(parameters),
                s.countUpperBound(1, parameters),
                Math.min(parameters, dual));
    }

    private static TheoryReport.LearningRate learningRate(PredictedLearningRates bound) {
        return new TheoryReport.LearningRate(bound.plain(), bound.heavyBall(MOMENTUM), bound.nesterov(MOMENTUM));
    }

    private static TheoryReport.FisherRao fisherRao(FisherRaoNorm norm) {
        return new TheoryReport.FisherRao(
                norm.total(),
                norm.weights(),
                norm.diagonalWeights(),
                norm.diagonalBiases(),
                list(norm.perLayer()),
                list(norm.perLayerWeights()));
    }

    private static TheoryReport.Capacity capacity(MeanFieldPrediction p) {
        TwoLevelSpectrum levels = p.measures().twoLevel();
        return new TheoryReport.Capacity(
                p.measures().participationRatio(),
                p.measures().effectiveRank(),
                levels.logVolume(1),
                levels.effectiveDimension(DATA_SIZE, 1));
    }

    private static TheoryReport.TwoLevels tangentKernel(TangentKernelStatistics k) {
        return new TheoryReport.TwoLevels(k.diagonal(), k.secondMoment(), k.largest(), k.bulk());
    }

    private static TheoryReport.TwoLevels levels(SpectrumStatistics s) {
        return new TheoryReport.TwoLevels(s.mean(), s.secondMoment(), s.largest(), s.bulk());
    }

    private static TheoryReport.Normalisation normalisation(NormalisationStatistics n) {
        return new TheoryReport.Normalisation(
                n.mean(),
                n.secondMoment(),
                n.secondMomentLeading(),
                n.largest(),
                n.largestLeading(),
                n.batchVariance(),
                finite(n.batchTrace()),
                n.layerTrace().isPresent() ? finite(n.layerTrace().getAsDouble()) : null);
    }

    private static TheoryReport.Softmax softmax(TwoClassSoftmax s) {
        return new TheoryReport.Softmax(s.beta1(), s.beta2(), s.beta3());
    }

    private static TheoryReport.@Nullable Centred centred(MeanFieldPrediction p) {
        if (p.samples() < 2 || p.spec().depth() < 2 || !CentredNetworkLaw.isCentred(p.order())) {
            return null;
        }
        LayeredKernelLaw law = CentredNetworkLaw.of(p.spec(), p.order(), p.samples());
        return new TheoryReport.Centred(law.mean(), law.upperEdge(), law.atomAtZero());
    }

    private static TheoryReport.Kernel kernel(MeanFieldPrediction p, RealVector gram) {
        Args.requireInRange("samples for the kernel's eigenvalues", p.samples(), 1L, (long) LARGEST_KERNEL);
        InfiniteWidthKernel kernel = InfiniteWidthKernel.of(p.spec(), gram);
        Args.requireSame("samples of the Gram matrix", kernel.samples(), p.samples(), "use the same data for both");
        int c = p.spec().outputs();
        return new TheoryReport.Kernel(kernel.trace(c), kernel.traceOfSquare(c), list(kernel.eigenvalues()));
    }
}
