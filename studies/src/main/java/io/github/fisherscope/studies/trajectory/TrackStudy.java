package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.LikelihoodKind;
import io.github.fisherscope.core.fisher.ObservedLabels;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.training.Loss;
import io.github.fisherscope.core.training.TrainingPoint;
import io.github.fisherscope.results.BuildInfo;
import io.github.fisherscope.results.json.ContentDigest;
import io.github.fisherscope.results.trajectory.TrackResult;
import io.github.fisherscope.results.trajectory.TrackResult.Checkpoint;
import io.github.fisherscope.results.trajectory.TrackResult.Segments;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Data;
import io.github.fisherscope.results.trajectory.TrajectoryResult.KernelNow;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Path;
import io.github.fisherscope.results.trajectory.TrajectoryResult.SpectrumNow;
import io.github.fisherscope.studies.spectrum.StudyListener;
import io.github.fisherscope.studies.trajectory.TrackCheckpoint.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
    private record Stage(
            int outputs,
            List<String> shape,
            RealVector theta,
            PredictionPath path,
            @Nullable Segments segments,
            RealVector firstKernel) {}

    /**
     * Measures the networks in the order given.
     *
     * @param checkpoint folder for the state after each network, with which a killed run goes on to the same bits, or null
     * @param backend stays open
     * @throws IllegalArgumentException naming the network that has other layers or parameters than the first, or does not fit
     *     the data; or if the folder holds another series
     */
    public TrackResult run(
            NetworkSeries series, java.nio.file.@Nullable Path checkpoint, StudyListener listener, Backend backend) {
        List<String> names = series.names();
        Args.require(!names.isEmpty(), "there is no network; give at least one");
        TrackCheckpoint state = checkpoint == null ? null : new TrackCheckpoint(checkpoint);
        List<Checkpoint> records = new ArrayList<>();
        List<String> digests = new ArrayList<>();
        String question = state == null ? "" : question();
        Stage last = null;
        Kept kept = state == null ? null : state.read(question, series).orElse(null);
        if (kept != null) {
            records.addAll(kept.records());
            digests.addAll(kept.digests());
            last = resume(kept);
        }
        for (String name : names.subList(records.size(), names.size())) {
            listener.onStage(
                    String.format(Locale.ROOT, "network %d of %d", records.size() + 1, names.size()),
                    records.size(),
                    names.size());
            GraphNetwork network = series.read(name);
            requireFitting(name, network, last);
            last = look(name, network, last, backend, records);
            if (state != null) {
                digests.add(series.digest(name));
                state.write(new Kept(
                        question,
                        last.shape,
                        digests,
                        records,
                        List.of(last.theta, last.path.state(), last.firstKernel, RealVector.of(last.outputs))));
            }
        }
        return result(records, Objects.requireNonNull(last, "last"));
    }

    private Stage resume(Kept kept) {
        RealVector path = kept.numbers().get(1);
        int outputs = kept.numbers().size() > 3
                ? (int) kept.numbers().get(3).get(0)
                : (path.size() - 2) / 2 / data.samples(); // written when samples had one position
        return new Stage(
                outputs,
                kept.shape(),
                kept.numbers().get(0),
                PredictionPath.resume(likelihood, outputs, path),
                kept.records().get(kept.records().size() - 1).segments(),
                kept.numbers().get(2));
    }

    /** Returns a digest of samples, labels and options: what the records depend on beside the networks. */
    private String question() {
        double[] inputs = new double[Math.multiplyExact(data.samples(), data.inputs())];
        for (int t = 0; t < data.samples(); t++) {
            data.copyRow(t, inputs, t * data.inputs());
        }
        return String.join(
                " ",
                likelihood.id(),
                Integer.toString(top),
                ContentDigest.of(RealVector.takingOver(inputs)),
                ContentDigest.of(labelNumbers()));
    }

    private RealVector labelNumbers() {
        if (data.labels() instanceof Labels.Targets targets) {
            return targets.values();
        }
        double[] classes = new double[data.labels().size()];
        for (int t = 0; t < classes.length && data.labels() instanceof Labels.Classes all; t++) {
            classes[t] = all.get(t);
        }
        return RealVector.takingOver(classes);
    }

    private TrackResult result(List<Checkpoint> records, Stage last) {
        boolean labelled = labelled();
        long parameters = last.theta.size();
        Data info = new Data(
                data.source().description(),
                labelled ? "given" : "none",
                data.samples(),
                data.inputs(),
                last.outputs,
                0);
        return new TrackResult(
                TrackResult.SCHEMA, BuildInfo.current().version(), parameters, info, likelihood.id(), records);
    }

    private boolean labelled() {
        return !(data.labels() instanceof Labels.None);
    }

    private void requireFitting(String name, GraphNetwork network, @Nullable Stage before) {
        Graph graph = network.graph();
        if (graph.input().size() != data.inputs()) {
            throw InvalidArgumentException.of(
                    "number of inputs of the data",
                    data.inputs(),
                    String.format(
                            Locale.ROOT, "but %s takes %d", name, graph.input().size()),
                    "give the inputs that the networks were made for");
        }
        if (before != null && !shape(graph).equals(before.shape)) {
            throw InvalidArgumentException.of(
                    "network",
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

    private Loss loss(Graph graph) {
        int outputs = graph.output().channels();
        int positions = graph.output().positions();
        int sites = Math.multiplyExact(data.samples(), positions);
        Labels labels;
        if (labelled()) {
            labels = ObservedLabels.atPositions(data.labels(), data.samples(), graph);
        } else { // any do: nothing that depends on them is shown
            labels = likelihood.kind() == LikelihoodKind.CATEGORICAL
                    ? Labels.Classes.of(outputs, new int[sites])
                    : new Labels.Targets(
                            RealVector.takingOver(new double[Math.multiplyExact(sites, outputs)]), outputs);
        }
        return Loss.of(likelihood, labels, outputs).atPositions(positions);
    }

    private Stage look(
            String name, GraphNetwork network, @Nullable Stage last, Backend backend, List<Checkpoint> records) {
        Loss loss = loss(network.graph());
        TrainSubject subject = TrainSubject.of(network, data, loss);
        TrajectoryWatch watch = new TrajectoryWatch(subject, top, backend);
        double[] theta = subject.trained().theta();
        double[] step = new double[theta.length];
        double norm = 0;
        for (int i = 0; i < theta.length && last != null; i++) {
            step[i] = theta[i] - last.theta.get(i);
            norm += step[i] * step[i];
        }
        Segments segments = last == null
                ? SegmentLengths.first(network, data)
                : SegmentLengths.after(last.segments, network, data, likelihood, last.theta.toArray());
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
                    "network",
                    name,
                    "the way to it from the network before leaves the range of float64 (1.8e308)",
                    "leave out the one whose weights are so large");
            SpectrumNow spectrum = watch.spectrum(at, theta);
            KernelNow kernel = watch.kernel(at);
            records.add(new Checkpoint(
                    name,
                    labelled() ? at.loss() : null,
                    spectrum.largest() > 0 ? 2 / spectrum.largest() : null,
                    labelled() ? spectrum : withoutShare(spectrum),
                    kernel == null || labelled() ? kernel : new KernelNow(kernel.drift(), null),
                    way(path, Math.sqrt(norm), watch.fisherNorm(at, theta, step)),
                    segments));
            return new Stage(
                    loss.outputs(),
                    shape(network.graph()),
                    RealVector.takingOver(theta),
                    path,
                    segments,
                    watch.firstKernel());
        }
    }

    private static Path way(PredictionPath path, double stepNorm, double fisherNorm) {
        double distance = path.distance();
        return new Path(
                path.length(),
                path.energy(),
                distance,
                distance > 0 ? path.length() / distance : null,
                stepNorm,
                fisherNorm);
    }

    private static SpectrumNow withoutShare(SpectrumNow s) {
        return new SpectrumNow(s.largest(), s.top(), s.trace(), s.effectiveDimension(), s.quantiles(), null);
    }
}
