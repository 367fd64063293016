package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Layer;
import io.github.fisherscope.core.layer.shape.IndexGather;
import io.github.fisherscope.core.math.RealVector;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Observed labels in the form that a likelihood's score takes: C numbers per sample. Classes are one-hot vectors for the
 * categorical likelihood; with a single output they are read as the 0 or 1 of a Bernoulli label and as the count of a
 * Poisson label, since that is what a file of whole numbers holds.
 */
public final class ObservedLabels {
    private ObservedLabels() {}

    /**
     * Returns the labels of all samples, entry {@code t·C + k}.
     *
     * @param samples T
     * @param outputs C
     * @throws IllegalArgumentException unless there is one label per sample and each is one that the likelihood can
     *     produce
     */
    public static RealVector vectors(Likelihood likelihood, Labels labels, int samples, int outputs) {
        Labels fitting = fitting(likelihood, labels, samples, outputs);
        double[] all = new double[Math.multiplyExact(samples, outputs)];
        double[] label = new double[outputs];
        for (int t = 0; t < samples; t++) {
            read(likelihood, fitting, t, label);
            System.arraycopy(label, 0, all, t * outputs, outputs);
        }
        return RealVector.of(all);
    }

    /**
     * Returns one label for each position of the output of every sample, those of a sample one after another. Whole numbers of
     * which a sample has S are the classes of its S positions; S·C numbers are its output's targets, in the order that the
     * output has before its channels are moved behind the positions.
     *
     * @param labels as they were read, a row for each sample; labels that have one for each position already stay as they are
     * @param graph whose output has S positions of C numbers
     * @throws IllegalArgumentException if a sample has neither S nor S·C numbers
     */
    public static Labels atPositions(Labels labels, int samples, Graph graph) {
        int positions = graph.output().positions();
        int outputs = graph.output().channels();
        if (positions == 1 || labels.size() == 0 || labels.size() == (long) samples * positions) {
            return labels;
        }
        int numbers = labels instanceof Labels.Targets targets ? targets.outputs() : 1;
        Args.requireThat(
                labels instanceof Labels.Targets
                        && (numbers == positions || numbers == graph.output().size()),
                "labels",
                labels.size() + " x " + numbers,
                String.format(
                        Locale.ROOT,
                        "the output of a sample has %d positions of %d outputs, and there are %d numbers a sample",
                        positions,
                        outputs,
                        numbers),
                Remedy.of(String.format(
                                Locale.ROOT,
                                "give a class at each position (%d numbers a sample) or a target at each (%d)",
                                positions,
                                graph.output().size()))
                        .by("labels"));
        Labels.Targets read = (Labels.Targets) labels;
        if (numbers == positions) {
            return new Labels.Targets(read.values(), 1);
        }
        Layer last = graph.nodes().get(graph.nodes().size() - 1).layer();
        boolean moved = last.kind().equals(IndexGather.CHANNELS_LAST);
        return moved ? moved(read, outputs, (IndexGather) last) : new Labels.Targets(read.values(), outputs);
    }

    private static Labels.Targets moved(Labels.Targets read, int outputs, IndexGather order) {
        double[] values = new double[read.values().size()];
        for (int t = 0; t < read.size(); t++) {
            for (int j = 0; j < read.outputs(); j++) {
                values[t * read.outputs() + j] = read.get(t, order.source(j));
            }
        }
        return new Labels.Targets(RealVector.takingOver(values), outputs);
    }

    /**
     * Returns the labels as the likelihood takes them. For the categorical likelihood, targets that name classes become
     * classes: one-hot vectors of length C, and single whole numbers that are stored as floating point ones.
     *
     * @throws IllegalArgumentException unless there is one label per sample and each is one that the likelihood can produce
     */
    static Labels fitting(Likelihood likelihood, Labels labels, int samples, int outputs) {
        Args.requireSame("the number of labels", labels.size(), samples, "give one per sample");
        if (labels instanceof Labels.Targets targets && likelihood.kind() == LikelihoodKind.CATEGORICAL) {
            return fitting(likelihood, classes(targets, outputs), samples, outputs);
        }
        if (labels instanceof Labels.Targets targets) {
            Args.requireSame(
                    "the length of each target", targets.outputs(), outputs, "it must be the number of outputs");
            requireValues(likelihood, targets);
        } else if (labels instanceof Labels.Classes classes) {
            requireClasses(likelihood, classes, outputs);
        }
        return labels;
    }

    private static Labels classes(Labels.Targets targets, int outputs) {
        int length = targets.outputs();
        Optional<Labels.Classes> classes = length == 1 || length == outputs ? targets.asClasses() : Optional.empty();
        Args.requireThat(
                classes.isPresent(),
                "likelihood",
                "categorical",
                "it needs one class per sample, and "
                        + (length == 1 ? noClass(targets) : "the labels are real vectors of length " + length),
                Remedy.of("save whole numbers 0 … C − 1 or one-hot vectors of length " + outputs
                                + ", or use the Gaussian likelihood")
                        .by("likelihood", "gaussian"));
        return classes.orElseThrow();
    }

    /** Names the first label that is no class. */
    private static String noClass(Labels.Targets targets) {
        for (int t = 0; t < targets.size(); t++) {
            double value = targets.get(t, 0);
            if (!(value >= 0) || value != Math.rint(value)) {
                return "label " + t + " (from 0) is " + value;
            }
        }
        return "the labels are real vectors of length 1";
    }

    private static void requireClasses(Likelihood likelihood, Labels.Classes classes, int outputs) {
        switch (likelihood.kind()) {
            case CATEGORICAL -> requireRange(classes, outputs);
            case GAUSSIAN ->
                throw InvalidArgumentException.of(
                        "likelihood",
                        likelihood.id(),
                        "it needs real targets (T × C), and the labels are classes",
                        Remedy.of("save them as floating point vectors, or use the categorical likelihood")
                                .by("likelihood", "categorical"));
            case BERNOULLI -> {
                requireSingle(likelihood, outputs);
                requireRange(classes, 2);
            }
            case POISSON -> requireSingle(likelihood, outputs);
        }
    }

    private static void requireSingle(Likelihood likelihood, int outputs) {
        Args.requireThat(
                outputs == 1,
                "likelihood",
                likelihood.id(),
                "it needs a vector of " + outputs + " targets per sample, and the labels are single whole numbers",
                "save one row of targets per sample, or use a network with one output");
    }

    /** Asks for the labels of the whole file, of which the samples kept may show only a part. */
    private static void requireRange(Labels.Classes classes, int count) {
        int largest = classes.classes() - 1;
        if (largest < count) {
            return;
        }
        Args.require(
                classes.smallest() != 1 || largest != count,
                "the labels run from 1 to %d and there are %d classes, which are counted from 0; subtract 1 from every label",
                largest,
                count);
        classes.withClasses(count);
        throw new IllegalArgumentException(String.format(
                Locale.ROOT,
                "the labels run from %d to %d, some of them behind the limit, and with %d classes they must lie between 0 and %d; give the labels that belong to the network",
                classes.smallest(),
                largest,
                count,
                count - 1));
    }

    private static void requireValues(Likelihood likelihood, Labels.Targets targets) {
        for (int t = 0; t < targets.size(); t++) {
            for (int k = 0; k < targets.outputs(); k++) {
                double y = targets.get(t, k);
                if (!likelihood.accepts(y)) {
                    throw InvalidArgumentException.of(
                            "label",
                            y,
                            String.format(
                                    Locale.ROOT,
                                    "that is target %d of sample %d (both from 0), and the %s likelihood takes %s",
                                    k,
                                    t,
                                    likelihood.id(),
                                    likelihood.labelRange()),
                            Remedy.of("correct it or choose another likelihood").by("likelihood"));
                }
            }
        }
    }

    /** Writes the label of sample {@code t} as C numbers. */
    static void read(Likelihood likelihood, Labels labels, int t, double[] label) {
        if (labels instanceof Labels.Targets targets) {
            for (int k = 0; k < label.length; k++) {
                label[k] = targets.get(t, k);
            }
        } else if (labels instanceof Labels.Classes classes) {
            if (likelihood.kind() == LikelihoodKind.CATEGORICAL) {
                Arrays.fill(label, 0);
                label[classes.get(t)] = 1;
            } else {
                label[0] = classes.get(t);
            }
        }
    }
}
