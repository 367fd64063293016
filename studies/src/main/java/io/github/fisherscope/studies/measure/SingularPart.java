package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.GraphFisher;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.geometry.CriticalSet;
import io.github.fisherscope.core.geometry.Degeneracy;
import io.github.fisherscope.core.geometry.FunctionSymmetries;
import io.github.fisherscope.core.geometry.NullStructure;
import io.github.fisherscope.core.geometry.ReducedHessian;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.training.Loss;
import io.github.fisherscope.results.spectrum.GeometryInfo;
import io.github.fisherscope.results.spectrum.SingularInfo;
import io.github.fisherscope.results.spectrum.SingularInfo.Beside;
import io.github.fisherscope.results.spectrum.SingularInfo.Directions;
import io.github.fisherscope.results.spectrum.SingularInfo.Nearby;
import io.github.fisherscope.spectra.Spectrum;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Null directions with their reasons, and sets of superfluous units, for results; left out where they would take long. */
public final class SingularPart {
    private SingularPart() {}

    /** Returns the part about a chain, or null where it is too large. */
    static @Nullable SingularInfo of(Linearization at, FisherRequest request, Dataset data) {
        NeuralNetwork network = at.network();
        if (!NullStructure.affordable(
                (long) request.rowsPerSample(at.outputCount()) * at.samples(), network.parameters())) {
            return null;
        }
        NullStructure found = NullStructure.of(at, request);
        Optional<Loss> loss = request instanceof FisherRequest.Empirical empirical
                ? Optional.of(Loss.of(empirical.likelihood(), empirical.labels(), network.outputs()))
                : Optional.empty();
        return info(
                found,
                FunctionSymmetries.words(network),
                nearby(network),
                loss.flatMap(l -> beside(network, data, l)).orElse(null));
    }

    /** Returns the geometry of a network of any layers, or null where it is too large. */
    static @Nullable GeometryInfo ofGraph(GraphFisher fisher, FisherRequest request, Spectrum spectrum) {
        long parameters = fisher.graph().parameters();
        if (!spectrum.complete() || !NullStructure.affordable(fisher.rows(), parameters)) {
            return null;
        }
        NullStructure found = NullStructure.of(fisher);
        long filled = SingularPart.filledRows(fisher, request);
        List<GeometryInfo.Degeneracy> reasons = new ArrayList<>();
        if (filled < parameters) {
            reasons.add(new GeometryInfo.Degeneracy(
                    Degeneracy.Kind.FEW_SAMPLES.name(),
                    parameters - filled,
                    String.format(Locale.ROOT, "samples and outputs give at most %d independent gradients", filled)));
        }
        if (found.explained() > 0) {
            reasons.add(new GeometryInfo.Degeneracy(
                    Degeneracy.Kind.TENSORS.name(), found.explained(), "tensors that change together unseen"));
        }
        return new GeometryInfo(
                parameters,
                fisher.rows(),
                spectrum.rank(),
                Math.min(filled, parameters - found.explained()),
                reasons,
                0,
                info(found, List.of(), List.of(), null));
    }

    private static long filledRows(GraphFisher fisher, FisherRequest request) {
        int outputs = fisher.graph().output().channels();
        int independent = request.likelihood().shiftInvariant() ? outputs - 1 : outputs;
        return fisher.sites() * Math.min(request.rowsPerSample(outputs), independent);
    }

    private static SingularInfo info(
            NullStructure found, List<String> symmetries, List<Nearby> nearby, @Nullable Beside beside) {
        return new SingularInfo(
                found.cutoff(),
                found.rank(),
                found.leastKept(),
                found.largestDropped(),
                found.directions().stream()
                        .map(d -> new Directions(d.kind().name(), d.words(), d.count(), d.residual()))
                        .toList(),
                symmetries,
                nearby,
                beside);
    }

    private static List<Nearby> nearby(NeuralNetwork network) {
        return CriticalSet.nearest(network).stream().map(SingularPart::nearby).toList();
    }

    /** Returns a set of superfluous units for a result. */
    public static Nearby nearby(CriticalSet set) {
        return new Nearby(
                set.kind().name().toLowerCase(Locale.ROOT), set.words(), set.distance(), set.relative(), set.near());
    }

    /** Returns what the loss does beside the nearest pair of units, where that is defined. */
    public static Optional<Beside> beside(NeuralNetwork network, Dataset data, Loss loss) {
        if (!ReducedHessian.defined(network)) {
            return Optional.empty();
        }
        return CriticalSet.nearestPair(network).map(pair -> {
            ReducedHessian h = ReducedHessian.beside(network, pair, data, loss::summedGradient);
            return new Beside(
                    pair.words(),
                    h.total(),
                    h.split(),
                    h.eigenvalues(),
                    h.behaviour().name().toLowerCase(Locale.ROOT),
                    h.behaviour().words(),
                    h.milnor(),
                    h.slope());
        });
    }
}
