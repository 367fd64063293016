package io.github.fisherscope.formats.model;

import io.github.fisherscope.core.fisher.LikelihoodKind;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Node;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.layer.shape.IndexGather;
import io.github.fisherscope.core.linear.GraphNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Outputs as likelihoods take them: natural parameters, to which they apply a function of their own. Models end with that
 * function, since they are asked for probabilities or rates: a sigmoid for a Bernoulli output, an exponential for a Poisson
 * one. Applied twice it gives the Fisher matrix of another model. A softmax is cut off whatever the likelihood, when a file is
 * read.
 */
public final class NaturalOutputs {
    private static final String SIGMOID = "sigmoid";
    private static final String EXPONENTIAL = "exp";

    private NaturalOutputs() {}

    /** Returns the function that a likelihood applies to each output itself; empty if there is none. */
    private static String applied(LikelihoodKind kind) {
        return switch (kind) {
            case BERNOULLI -> SIGMOID;
            case POISSON -> EXPONENTIAL;
            case GAUSSIAN, CATEGORICAL -> "";
        };
    }

    /** Returns the network without a function at its very end that the likelihood applies itself, and with a note on it. */
    public static ImportedNetwork of(ImportedNetwork read, LikelihoodKind kind) {
        Graph graph = read.network().graph();
        int last = last(graph);
        if (last <= 0 || !name(graph, last).equals(applied(kind)) || isRead(graph, last)) {
            return warned(read, kind);
        }
        String note = "The last layer, the %s '%s', is cut off: the %s likelihood takes what stands before it"
                .formatted(name(graph, last), graph.node(last).name(), word(kind));
        return with(read, new GraphNetwork(without(graph, last), read.network().parameters()), note);
    }

    /** Returns the same network, with a note where its outputs cannot be what the likelihood takes. */
    public static ImportedNetwork warned(ImportedNetwork read, LikelihoodKind kind) {
        return warning(read.network().graph(), kind)
                .map(note -> with(read, read.network(), note))
                .orElse(read);
    }

    /** Returns a sentence where the last layer gives what the likelihood would make itself; empty otherwise. */
    public static Optional<String> warning(Graph graph, LikelihoodKind kind) {
        int last = last(graph);
        String name = last < 0 ? "" : name(graph, last);
        boolean bounded =
                List.of(SIGMOID, "relu", "softplus", EXPONENTIAL, "softmax").contains(name);
        return bounded && kind != LikelihoodKind.GAUSSIAN
                ? Optional.of(
                        "The last layer is the %s '%s', and the %s likelihood takes %s, to which it applies %s itself"
                                .formatted(name, graph.node(last).name(), word(kind), takes(kind), function(kind)))
                : Optional.empty();
    }

    private static String takes(LikelihoodKind kind) {
        return kind == LikelihoodKind.POISSON ? "logarithms of rates" : "logits";
    }

    private static String function(LikelihoodKind kind) {
        return switch (kind) {
            case BERNOULLI -> "a sigmoid";
            case POISSON -> "an exponential";
            case CATEGORICAL -> "a softmax";
            case GAUSSIAN -> "nothing";
        };
    }

    private static String word(LikelihoodKind kind) {
        return switch (kind) {
            case BERNOULLI -> "Bernoulli";
            case POISSON -> "Poisson";
            case CATEGORICAL -> "categorical";
            case GAUSSIAN -> "Gaussian";
        };
    }

    private static String name(Graph graph, int node) {
        return graph.node(node).layer().kind();
    }

    /** Returns the last node that does more than to move numbers, or {@link Graph#INPUT}. */
    private static int last(Graph graph) {
        int at = graph.nodes().size() - 1;
        while (at != Graph.INPUT
                && graph.node(at).layer() instanceof IndexGather
                && graph.node(at).inputs().size() == 1) {
            at = graph.node(at).inputs().get(0);
        }
        return at;
    }

    /** Returns whether more than one node takes what {@code node} gives, so that it is not at the very end alone. */
    private static boolean isRead(Graph graph, int node) {
        return graph.nodes().stream().filter(n -> n.inputs().contains(node)).count() > 1;
    }

    private static Graph without(Graph graph, int cut) {
        Graph.Builder builder = Graph.on(graph.input());
        for (ParameterTensor tensor : graph.tensors()) {
            builder.parameter(tensor.name(), tensor.shape());
        }
        int before = graph.node(cut).inputs().get(0);
        for (int i = 0; i < graph.nodes().size(); i++) {
            if (i == cut) {
                continue;
            }
            Node node = graph.node(i);
            List<Integer> inputs = new ArrayList<>();
            for (int input : node.inputs()) {
                int to = input == cut ? before : input;
                inputs.add(to > cut ? to - 1 : to);
            }
            builder.add(node.name(), node.layer(), inputs, node.views());
        }
        return builder.build();
    }

    private static ImportedNetwork with(ImportedNetwork read, GraphNetwork network, String note) {
        List<String> notes = new ArrayList<>(read.notes());
        notes.add(note);
        return new ImportedNetwork(
                network, read.inputShape(), read.tokens(), read.format(), notes, read.normalizations());
    }
}
