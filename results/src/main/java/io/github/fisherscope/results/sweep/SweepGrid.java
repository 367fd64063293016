package io.github.fisherscope.results.sweep;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.Activation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The networks of a sweep: every combination of the values given. Values are kept in the order given; doubled ones are
 * refused. The file holds the components of {@code shapes} and {@code signals} side by side.
 *
 * @param shapes how large the networks and their data are
 * @param signals how signals pass through them
 * @param seeds one network of each family per seed; two or more give errors
 */
public record SweepGrid(
        @JsonUnwrapped Shapes shapes, @JsonUnwrapped Signals signals, List<Long> seeds) {

    /**
     * How large networks and their data are.
     *
     * @param depths L
     * @param widths M, of every hidden layer
     * @param inputs M_0; null for M_0 = M, the setting of the theory
     * @param outputs C
     * @param samples T
     */
    public record Shapes(
            List<Integer> depths,
            List<Integer> widths,
            @Nullable Integer inputs,
            List<Integer> outputs,
            List<Integer> samples) {
        public Shapes {
            depths = distinct("depths", depths);
            widths = distinct("widths", widths);
            outputs = distinct("outputs", outputs);
            samples = distinct("samples", samples);
        }

        private double count() {
            return 1.0 * depths.size() * widths.size() * outputs.size() * samples.size();
        }
    }

    /**
     * How signals pass through networks.
     *
     * @param activations names
     * @param weightVariances σ_w²
     * @param biasVariances σ_b²; empty for networks without biases
     */
    public record Signals(List<String> activations, List<Double> weightVariances, List<Double> biasVariances) {
        public Signals {
            activations = distinct(
                    "activations",
                    activations.stream().map(a -> Activation.parse(a).id()).toList());
            weightVariances = distinct("weightVariances", weightVariances);
            biasVariances = biasVariances.isEmpty() ? List.of() : distinct("biasVariances", biasVariances);
        }

        private double count() {
            return 1.0 * activations.size() * weightVariances.size() * Math.max(1, biasVariances.size());
        }
    }

    private static final int LARGEST = 1_000_000;

    /** The one family without biases in place of one for each variance. */
    private static final List<@Nullable Double> NO_BIASES = Collections.singletonList(null);

    public SweepGrid {
        seeds = distinct("seeds", seeds);
        double points = shapes.count() * signals.count() * seeds.size();
        Args.require(
                points <= LARGEST,
                "the grid has %.0f points; at most %d are allowed, so leave out some values",
                points,
                LARGEST);
    }

    /** Returns the K18 setting: tanh, L = 3, C = 1, T = 100, σ_w² = 3, σ_b² = 0.64, widths 100 to 800, seeds 1 to 10. */
    public static SweepGrid defaults() {
        return new SweepGrid(
                new Shapes(List.of(3), List.of(100, 200, 400, 800), null, List.of(1), List.of(100)),
                new Signals(List.of("tanh"), List.of(3.0), List.of(0.64)),
                List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L));
    }

    /** Returns the values of L. */
    public List<Integer> depths() {
        return shapes.depths;
    }

    /** Returns the values of M. */
    public List<Integer> widths() {
        return shapes.widths;
    }

    /** Returns M_0, or null for M_0 = M. */
    public @Nullable Integer inputs() {
        return shapes.inputs;
    }

    /** Returns the values of C. */
    public List<Integer> outputs() {
        return shapes.outputs;
    }

    /** Returns the values of T. */
    public List<Integer> samples() {
        return shapes.samples;
    }

    /** Returns the names of activations. */
    public List<String> activations() {
        return signals.activations;
    }

    /** Returns the values of σ_w². */
    public List<Double> weightVariances() {
        return signals.weightVariances;
    }

    /** Returns the values of σ_b²; empty for networks without biases. */
    public List<Double> biasVariances() {
        return signals.biasVariances;
    }

    private static <T> List<T> distinct(String name, List<T> values) {
        List<T> copy = List.copyOf(values);
        Args.requireThat(!copy.isEmpty(), name, "empty", "give at least one value");
        for (int i = 0; i < copy.size(); i++) {
            Args.requireThat(
                    copy.indexOf(copy.get(i)) == i,
                    name,
                    copy,
                    copy.get(i) + " is there twice and would count the same network twice",
                    "give each value once");
        }
        return copy;
    }

    /** Returns the families, those that differ in width alone next to each other. */
    public List<SweepFamily> families() {
        List<SweepFamily> families = new ArrayList<>();
        for (String activation : activations()) {
            for (double weightVariance : weightVariances()) {
                for (Double biasVariance : biasVariances().isEmpty() ? NO_BIASES : biasVariances()) {
                    addShapes(families, activation, weightVariance, biasVariance);
                }
            }
        }
        return List.copyOf(families);
    }

    private void addShapes(
            List<SweepFamily> families, String activation, double weightVariance, @Nullable Double biasVariance) {
        Integer inputs = inputs();
        for (int depth : depths()) {
            for (int c : outputs()) {
                for (int t : samples()) {
                    for (int width : widths()) {
                        int first = inputs == null ? width : inputs;
                        families.add(
                                new SweepFamily(depth, width, first, c, t, activation, weightVariance, biasVariance));
                    }
                }
            }
        }
    }

    /** Returns all points, family by family. */
    public List<SweepPoint> points() {
        return families().stream()
                .flatMap(f -> seeds.stream().map(seed -> new SweepPoint(f, seed)))
                .toList();
    }

    /** Returns the axes in which the other grid differs, in words, such as {@code widths() [100] instead of [200]}. */
    public String differences(SweepGrid other) {
        Map<String, Object> mine = axes();
        Map<String, Object> theirs = other.axes();
        List<String> found = new ArrayList<>();
        mine.forEach((name, value) -> {
            Object theirValue = theirs.get(name);
            if (!Objects.equals(value, theirValue)) {
                found.add("%s %s instead of %s".formatted(name, value, theirValue));
            }
        });
        return String.join(", ", found);
    }

    private Map<String, Object> axes() {
        Map<String, Object> axes = new LinkedHashMap<>();
        axes.put("depths", depths());
        axes.put("widths", widths());
        axes.put("inputs", inputs() == null ? "as wide as the layers" : inputs());
        axes.put("outputs", outputs());
        axes.put("samples", samples());
        axes.put("activations", activations());
        axes.put("weight variances", weightVariances());
        axes.put("bias variances", biasVariances().isEmpty() ? "none, without biases" : biasVariances());
        axes.put("seeds", seeds);
        return axes;
    }
}
