package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.LikelihoodKind;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.training.Loss;
import io.github.fisherscope.core.training.TrainingPoint;
import io.github.fisherscope.results.BuildInfo;
import io.github.fisherscope.results.trajectory.TrackResult;
import io.github.fisherscope.results.trajectory.TrackResult.Checkpoint;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Data;
import io.github.fisherscope.results.trajectory.TrajectoryResult.KernelNow;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Path;
import io.github.fisherscope.results.trajectory.TrajectoryResult.SpectrumNow;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a series of networks with the same parameters, one after the other: only one is in memory, beside the dual matrix
 * of the first. The way between two of them is taken as its chord in the space of predictions.
 *
 * @param data inputs, and labels if there are any
 * @param likelihood of loss and Fisher matrix
 * @param top number of eigenvalues in a record
 */
public record TrackStudy(Dataset data, Likelihood likelihood, int top) {
    public TrackStudy {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(likelihood, "likelihood");
        Args.requireInRange("top", top, 1, 10_000);
    }

    /** A network on the way. */
    private record Stage(Graph graph, RealVector theta, PredictionPath path, RealVector firstKernel) {}

    /**
     * Measures the networks in the order given.
     *
     * @param names of the networks, at least one
     * @param read reads the network of a name
     * @param backend stays open
     * @throws IllegalArgumentException naming the network that has other layers or parameters than the first, or does not fit
     *     the data
     */
    public TrackResult run(
            List<String> names, Function<String, GraphNetwork> read, StudyListener listener, Backend backend) {
        Args.require(!names.isEmpty(), "there is no network; give at least one");
        List<Checkpoint> records = new ArrayList<>();
        Stage last = null;
        long parameters = 0;
        int outputs = 0;
        for (String name : names) {
            listener.onStage(
                    String.format(Locale.ROOT, "network %d of %d", records.size() + 1, names.size()),
                    records.size(),
                    names.size());
            GraphNetwork network = read.apply(name);
            requireFitting(name, network, last);
            parameters = network.graph().parameters();
            outputs = network.graph().output().channels();
            last = look(name, network, last, backend, records);
        }
        boolean labelled = labelled();
        Data info = new Data(
                data.source().description(), labelled ? "given" : "none", data.samples(), data.inputs(), outputs, 0);
        return new TrackResult(
                TrackResult.SCHEMA, BuildInfo.current().version(), parameters, info, likelihood.id(), records);
    }

    private boolean labelled() {
        return !(data.labels() instanceof Labels.None);
    }

    private void requireFitting(String name, GraphNetwork network, @Nullable Stage first) {
        Graph graph = network.graph();
        if (graph.input().size() != data.inputs()) {
            throw InvalidArgumentException.of(
                    "number of inputs of the data",
                    data.inputs(),
                    String.format(
                            Locale.ROOT, "but %s takes %d", name, graph.input().size()),
                    "give the inputs that the networks were made for");
        }
        if (first != null && !shape(graph).equals(shape(first.graph))) {
            throw InvalidArgumentException.of(
                    "checkpoint",
                    name,
                    "its layers or parameters are not those of the first network",
                    "leave it out, or track it in a series of its own");
        }
    }

    /** What must agree: layers with their sizes, and tensors. */
    private static List<String> shape(Graph graph) {
        List<String> parts = new ArrayList<>();
        graph.nodes().forEach(n -> parts.add(n.layer().kind() + n.inputs() + n.output()));
        graph.tensors().forEach(t -> parts.add(t.shape().toString()));
        return parts;
    }

    private Loss loss(int outputs) {
        if (labelled()) {
            return Loss.of(likelihood, data.labels(), outputs);
        }
        // Any labels do: nothing that depends on them is shown.
        return likelihood.kind() == LikelihoodKind.CATEGORICAL
                ? Loss.of(likelihood, Labels.Classes.of(outputs, new int[data.samples()]), outputs)
                : Loss.of(
                        likelihood,
                        new Labels.Targets(RealVector.takingOver(new double[data.samples() * outputs]), outputs),
                        outputs);
    }

    private Stage look(
            String name, GraphNetwork network, @Nullable Stage last, Backend backend, List<Checkpoint> records) {
        Loss loss = loss(network.graph().output().channels());
        TrainSubject subject = TrainSubject.of(network, data, loss);
        TrajectoryWatch watch = new TrajectoryWatch(subject, top, backend);
        double[] theta = subject.trained().theta();
        double[] step = new double[theta.length];
        double norm = 0;
        for (int i = 0; i < theta.length && last != null; i++) {
            step[i] = theta[i] - last.theta.get(i);
            norm += step[i] * step[i];
        }
        try (TrainingPoint at = subject.trained().at(theta, data, loss, backend)) {
            PredictionPath path;
            if (last == null) {
                path = new PredictionPath(likelihood, loss.outputs(), at.outputs());
            } else {
                path = last.path;
                path.to(at.outputs());
                watch.resume(last.firstKernel);
            }
            Args.requireThat(
                    Double.isFinite(norm) && Double.isFinite(path.length()),
                    "checkpoint",
                    name,
                    "the way to it leaves the range of float64 (1.8e308)",
                    "scale its weights down, or leave it out");
            SpectrumNow spectrum = watch.spectrum(at, theta);
            KernelNow kernel = watch.kernel(at);
            double distance = path.distance();
            records.add(new Checkpoint(
                    name,
                    labelled() ? at.loss() : null,
                    spectrum.largest() > 0 ? 2 / spectrum.largest() : null,
                    labelled() ? spectrum : withoutShare(spectrum),
                    kernel == null || labelled() ? kernel : new KernelNow(kernel.drift(), null),
                    new Path(
                            path.length(),
                            path.energy(),
                            distance,
                            distance > 0 ? path.length() / distance : null,
                            Math.sqrt(norm),
                            watch.fisherNorm(at, theta, step))));
            return new Stage(network.graph(), RealVector.takingOver(theta), path, watch.firstKernel());
        }
    }

    private static SpectrumNow withoutShare(SpectrumNow s) {
        return new SpectrumNow(s.largest(), s.top(), s.trace(), s.effectiveDimension(), s.quantiles(), null);
    }
}
